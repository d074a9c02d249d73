"""The words that a transcript's stage directions use, in Swedish and in English."""

import re
from dataclasses import dataclass

from conversations.texts.dates import joined


@dataclass(frozen=True)
class Speech:
    """One language's stage directions: what the author writes, and what the theatre writes."""

    code: str
    press: re.Pattern[str]
    fill: re.Pattern[str]
    write: re.Pattern[str]
    opens: re.Pattern[str]
    dashboard: re.Pattern[str]
    attach: re.Pattern[str]
    fetch: re.Pattern[str]
    answer: re.Pattern[str]
    clock: re.Pattern[str]
    round: re.Pattern[str]
    follow: re.Pattern[str]
    lost: re.Pattern[str]
    channels: re.Pattern[str]
    cohort: re.Pattern[str]
    parts: re.Pattern[str]
    moves: re.Pattern[str]
    move: re.Pattern[str]
    others: str
    to: str
    within: str
    same_card: str
    private: str
    picture: str
    file: str
    yes: str
    nobody: str
    stranger: str
    principals: str
    roles: dict[str, str]

    def also(self, names: list[str]) -> str:
        return f"*{self.others} {joined(self.code, names)}.*"


_WHO = r"^\*\*(?P<who>[^*]+)\*\* "
_ANSWER = r"(?P<levels>[\d?_ –]+?)"

SWEDISH = Speech(
    code="sv",
    press=re.compile(
        _WHO + r"trycker \[(?P<label>.+)\](?: under ”(?P<under>.+)”)?"
        r"(?P<old> på det gamla kortet)?(?: på (?P<owner>\w+)s kort)?"
        r"(?: i (?P<team>.+?))?(?P<how> två gånger|, och trycket skickas om)?$"
    ),
    fill=re.compile(
        _WHO + r"fyller i och trycker \[(?P<label>.+)\](?: under ”(?P<under>.+)”)?(?: i (?P<team>.+?))?"
        r"(?P<how> två gånger)?:"
        r"\n(?P<lines>(?s:.+))$"
    ),
    write=re.compile(_WHO + r"skriver(?: i (?P<team>.+?))?: (?P<text>.+)$"),
    opens=re.compile(_WHO + r"öppnar samtalet$"),
    dashboard=re.compile(_WHO + r"öppnar sin översikt$"),
    attach=re.compile(_WHO + r"skickar en fil(?: i (?P<team>.+?))?$"),
    fetch=re.compile(_WHO + r"hämtar \[(?P<label>.+)\]$"),
    answer=re.compile(rf"^\*(?P<who>.+?) svarar {_ANSWER}(?P<all> på allt)?\.\*$"),
    clock=re.compile(r"^--- (?P<day>.+?) kl\. (?P<hour>\d\d)\.(?P<minute>\d\d) ---$"),
    round=re.compile(r"^\*Omgång: (?P<round>.+)\.\*$"),
    follow=re.compile(r"^\*Nu följer vi (?P<names>.+)\.\*$"),
    lost=re.compile(r"^\*Chatten når inte (?P<names>.+)\.\*$"),
    channels=re.compile(r"^\*I chatten finns (?P<names>.+)\.\*$"),
    cohort=re.compile(r"^\*Kull: (?P<cohort>.+)\.\*$"),
    parts=re.compile(
        r"^\*Alla skolor(?: utom (?P<but>.+))? gör sitt till (?P<day>.+?) "
        r"kl\. (?P<hour>\d\d)\.(?P<minute>\d\d)\.\*$"
    ),
    moves=re.compile(r"^\*(?P<moves>[^*]+ (?:blir \w+ på|slutar på) [^*]+)\.\*$"),
    move=re.compile(r"^(?P<who>.+?) (?:blir (?P<role>\w+)|slutar) på (?P<school>.+)$"),
    others="Skolsteg skriver också till",
    to="Skolsteg till",
    within="Skolsteg i",
    same_card="samma kort",
    private="visas bara för {name}, sparas inte",
    picture="Bild",
    file="Filen",
    yes="ja",
    nobody="ingen",
    stranger="Okänd",
    principals="Rektorernas kanal",
    roles={
        "Huvudman": "authority",
        "Processledare": "coordinator",
        "Skola": "school",
        "Rektor": "principal",
        "Digitaliseringspedagog": "representative",
        "Utan arbetslag": "staff",
        "Omgång": "round",
        "Vi följer": "follow",
    },
)
ENGLISH = Speech(
    code="en",
    press=re.compile(
        _WHO + r"presses \[(?P<label>.+)\](?: under “(?P<under>.+)”)?"
        r"(?P<old> on the old card)?(?: on (?P<owner>\w+)'s card)?"
        r"(?: in (?P<team>.+?))?(?P<how> twice|, and the press is sent again)?$"
    ),
    fill=re.compile(
        _WHO + r"fills in and presses \[(?P<label>.+)\](?: under “(?P<under>.+)”)?(?: in (?P<team>.+?))?"
        r"(?P<how> twice)?:"
        r"\n(?P<lines>(?s:.+))$"
    ),
    write=re.compile(_WHO + r"writes(?: in (?P<team>.+?))?: (?P<text>.+)$"),
    opens=re.compile(_WHO + r"opens the conversation$"),
    dashboard=re.compile(_WHO + r"opens the overview$"),
    attach=re.compile(_WHO + r"sends a file(?: in (?P<team>.+?))?$"),
    fetch=re.compile(_WHO + r"fetches \[(?P<label>.+)\]$"),
    answer=re.compile(rf"^\*(?P<who>.+?) answers? {_ANSWER}(?P<all> to everything)?\.\*$"),
    clock=re.compile(r"^--- (?P<day>.+?) at (?P<hour>\d\d):(?P<minute>\d\d) ---$"),
    round=re.compile(r"^\*Round: (?P<round>.+)\.\*$"),
    follow=re.compile(r"^\*Now we follow (?P<names>.+)\.\*$"),
    lost=re.compile(r"^\*The chat does not reach (?P<names>.+)\.\*$"),
    channels=re.compile(r"^\*The chat has (?P<names>.+)\.\*$"),
    cohort=re.compile(r"^\*Cohort: (?P<cohort>.+)\.\*$"),
    parts=re.compile(
        r"^\*All schools(?: but (?P<but>.+))? do their part until (?P<day>.+?) "
        r"at (?P<hour>\d\d):(?P<minute>\d\d)\.\*$"
    ),
    moves=re.compile(r"^\*(?P<moves>[^*]+ (?:becomes \w+ at|leaves) [^*]+)\.\*$"),
    move=re.compile(r"^(?P<who>.+?) (?:becomes (?P<role>\w+) at|leaves) (?P<school>.+)$"),
    others="Skolsteg also writes to",
    to="Skolsteg to",
    within="Skolsteg in",
    same_card="the same card",
    private="shown to {name} only, not kept",
    picture="Picture",
    file="The file",
    yes="yes",
    nobody="nobody",
    stranger="Somebody unknown",
    principals="the principals’ channel",
    roles={
        "Authority": "authority",
        "Coordinator": "coordinator",
        "School": "school",
        "Principal": "principal",
        "Representative": "representative",
        "Without a team": "staff",
        "Round": "round",
        "We follow": "follow",
    },
)
OF_BLOCK = {"scen": SWEDISH, "scene": ENGLISH}
