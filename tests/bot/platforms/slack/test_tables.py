import pytest

from bot.platforms.slack.render import message
from conversations.messages import Heading, Message, Table
from tests.bot.platforms.slack.samples import complaints, kinds, reading


def names(each: Message) -> list[str]:
    rows = [row for part in each.parts if isinstance(part, Table) for row in part.rows]
    return [" ".join(row[0].split()) for row in rows]


def overview(schools: int, words: str = "skolan") -> Message:
    rows = tuple((f"{words} {number}", f"{number} %", "Öppen till fre 29 jan") for number in range(schools))
    table = Table(("Skola", "Klara", "Läge"), rows, "Omgången")
    return Message("Alla skolor", (Heading("Omgången"), table))


def test_eighty_schools_stand_in_one_table_with_the_numbers_to_the_right() -> None:
    header, table = message(overview(80)).blocks
    assert header["type"] == "header"
    assert len(table["rows"]) == 81
    assert [column["align"] for column in table["column_settings"]] == ["left", "right", "left"]


@pytest.mark.parametrize("schools", [99, 100, 140])
def test_the_schools_that_the_table_does_not_hold_go_on_in_lines(schools: int) -> None:
    each = overview(schools)
    read = reading(message(each).blocks)
    assert complaints(each) == []
    assert [name for name in names(each) if name not in read] == []
    assert kinds(message(each).blocks).count("table") == 1


def test_the_letters_that_a_table_does_not_hold_are_told_of() -> None:
    each = overview(80, "skolan " * 40)
    read = reading(message(each).blocks)
    assert complaints(each) == []
    assert names(each)[0] in read
    assert names(each)[-1] not in read
    assert "Det finns mer" in read


def test_a_second_table_is_told_in_lines() -> None:
    table = Table(("Fråga", "Nivå", "Säkert?"), (("Mod", "Trygg", "ja"),))
    card = message(Message("x", (table, table)))
    assert kinds(card.blocks).count("table") == 1
    assert "Nivå: Trygg · Säkert? ja" in reading(card.blocks)


def test_uneven_and_empty_tables_are_taken_too() -> None:
    tables = (
        Table((), ()),
        Table(("A",), ()),
        Table((), (("a", "b"),)),
        Table(("A", "B"), (("a",), ("a", "b", "c"), ())),
        Table(tuple("ABCDEFGHIJKLMNOPQRSTUVX"), (tuple("abcdefghijklmnopqrstuvx"),)),
    )
    assert [complaints(Message("x", (table,))) for table in tables] == [[]] * len(tables)
