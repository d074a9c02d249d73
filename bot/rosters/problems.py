"""What can be wrong with a file of people, in the words of the person who made it."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "missing_file",
    "unreadable",
    "too_large",
    "not_a_table",
    "old_spreadsheet",
    "too_large_inside",
    "broken_quotes",
    "missing_column",
    "unknown_column",
    "double_column",
    "empty",
    "too_many_cells",
    "no_email",
    "bad_email",
    "no_name",
    "too_long",
    "no_school",
    "bad_code",
    "unknown_role",
    "unknown_language",
    "two_names",
    "two_languages",
    "two_codes",
    "two_schools",
]

_SV: dict[Reason, str] = {
    "missing_file": "Filen finns inte.",
    "unreadable": "Filen går inte att läsa.",
    "too_large": "Filen är större än {} MB.",
    "not_a_table": "Filen är inte en tabell. Spara den som .xlsx eller som CSV och försök igen.",
    "old_spreadsheet": "Filen har ett äldre format eller ett lösenord. Spara den som .xlsx utan lösenord.",
    "too_large_inside": "Kalkylbladet är orimligt stort. Spara bara raderna med personal i en ny fil.",
    "broken_quotes": "Ett citattecken saknas eller står på fel plats.",
    "missing_column": "Kolumnen ”{}” saknas i första raden.",
    "unknown_column": "Kolumnen ”{}” känns inte igen. Ta bort den eller rätta rubriken.",
    "double_column": "Kolumnen ”{}” finns två gånger.",
    "empty": "Filen innehåller ingen person.",
    "too_many_cells": "Raden har fler celler än det finns rubriker.",
    "no_email": "E-postadressen saknas.",
    "bad_email": "”{}” är ingen giltig e-postadress.",
    "no_name": "Namnet saknas.",
    "too_long": "Kolumnen ”{}” är för lång.",
    "no_school": "Skolan saknas.",
    "bad_code": "Skolenhetskoden ”{}” ska ha åtta siffror.",
    "unknown_role": "Rollen ”{}” känns inte igen.",
    "unknown_language": "Språket ”{}” känns inte igen. Skriv svenska eller engelska.",
    "two_names": "{} har ett annat namn på rad {}.",
    "two_languages": "{} har ett annat språk på rad {}.",
    "two_codes": "{} har en annan skolenhetskod på rad {}.",
    "two_schools": "Skolenhetskoden {} hör till en annan skola på rad {}.",
}
_EN: dict[Reason, str] = {
    "missing_file": "There is no such file.",
    "unreadable": "The file cannot be read.",
    "too_large": "The file is larger than {} MB.",
    "not_a_table": "The file is not a table. Save it as .xlsx or as CSV and try again.",
    "old_spreadsheet": "The file has an older format or a password. Save it as .xlsx without a password.",
    "too_large_inside": "The sheet is unreasonably large. Save only the lines with staff in a new file.",
    "broken_quotes": "A quotation mark is missing or in the wrong place.",
    "missing_column": "The column “{}” is missing from the first line.",
    "unknown_column": "The column “{}” is not known. Remove it or correct its heading.",
    "double_column": "The column “{}” is there twice.",
    "empty": "There is nobody in the file.",
    "too_many_cells": "The line has more cells than there are headings.",
    "no_email": "The e-mail address is missing.",
    "bad_email": "“{}” is not a valid e-mail address.",
    "no_name": "The name is missing.",
    "too_long": "The column “{}” is too long.",
    "no_school": "The school is missing.",
    "bad_code": "The school unit code “{}” should have eight digits.",
    "unknown_role": "The role “{}” is not known.",
    "unknown_language": "The language “{}” is not known. Write Swedish or English.",
    "two_names": "{} has another name on line {}.",
    "two_languages": "{} has another language on line {}.",
    "two_codes": "{} has another school unit code on line {}.",
    "two_schools": "The school unit code {} belongs to another school on line {}.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, on one line of the file; line 0 means the file as a whole.

    `details` may hold an e-mail address: a problem is shown to the person who imports, never logged.
    """

    line: int
    reason: Reason
    details: tuple[str, ...] = ()

    def sentence(self, language: str = "sv") -> str:
        """Say what is wrong in Swedish, or in English for `en`."""
        english = language == "en"
        said = (_EN if english else _SV)[self.reason].format(*self.details)
        if not self.line:
            return said
        return f"{'Line' if english else 'Rad'} {self.line}: {said}"
