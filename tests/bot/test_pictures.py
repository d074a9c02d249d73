from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures import PRINTED, png, svg
from conversations.charts import Bar, Chart, HeatMap, HeatRow
from conversations.messages import Picture

NAMESPACE = "{http://www.w3.org/2000/svg}"
LEVELS = ("Påbörjad", "Aktiverad", "Trygg", "Välutvecklad")
ALT = "Ledarskap 3,2 av 4, förra gången 2,8. Infrastruktur visas inte."


def picture(*bars: Bar, title: str = "Resultat", alt: str = ALT) -> Picture:
    return Picture(Chart(title, LEVELS, bars, 3, "Hit når en certifierad skola", "Förra omgången"), alt)


BARS = (Bar("Ledarskap", 3.2, "3,2 av 4", 2.8), Bar("Infrastruktur", None, "visas inte"))


def drawn(what: Picture) -> ET.Element:
    return ET.fromstring(svg(what, "p1"))  # noqa: S314 - our own drawing


def words(root: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{NAMESPACE}text")]


def test_the_picture_says_the_same_numbers_as_its_words() -> None:
    root = drawn(picture(*BARS))
    assert root.findtext(f"{NAMESPACE}desc") == ALT
    assert root.get("aria-labelledby") == "p1-title p1-words"
    assert {bar.shown for bar in BARS} <= set(words(root))
    assert {*LEVELS, "Hit når en certifierad skola", "Förra omgången"} <= set(words(root))


def test_a_longer_bar_is_a_higher_value_and_no_value_is_no_bar() -> None:
    root = drawn(picture(Bar("a", 1, "1"), Bar("b", 2.5, "2,5"), Bar("c", 4, "4"), Bar("d", None, "-")))
    filled = [r for r in root.iter(f"{NAMESPACE}rect") if r.get("fill") == "var(--accent)"]
    widths = [float(bar.get("width", 0)) for bar in filled]
    assert len(widths) == 3
    assert 0 < widths[0] < widths[1] < widths[2]


def test_nothing_in_the_picture_needs_a_style_attribute_or_a_script() -> None:
    tags = {element.tag.removeprefix(NAMESPACE) for element in drawn(picture(*BARS)).iter()}
    assert tags == {"svg", "title", "desc", "text", "rect", "path"}
    assert all("style" not in element.attrib for element in drawn(picture(*BARS)).iter())


def test_a_printed_picture_has_fixed_colours() -> None:
    assert "var(" in svg(picture(*BARS))
    assert "var(" not in svg(picture(*BARS), palette=PRINTED)


def test_the_png_is_a_png_of_three_times_the_size() -> None:
    content = png(picture(*BARS))
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(content[16:20], "big") == 840


@pytest.mark.parametrize("levels", [("Nej", "Ja"), ("Ett", "Två", "Tre"), ("En mycket lång nivå",) * 6])
def test_other_ladders_keep_within_the_picture(levels: tuple[str, ...]) -> None:
    bars = (Bar("x", 1.0, "lägst"), Bar("y", float(len(levels)), "högst"), Bar("z", 99.0, "för mycket"))
    root = ET.fromstring(svg(Picture(Chart("t", levels, bars, 2, "hit"), "alt")))  # noqa: S314 - our own drawing
    ends = [float(rect.get("x", 0)) + float(rect.get("width", 0)) for rect in root.iter(f"{NAMESPACE}rect")]
    assert all(0 < end <= 280 for end in ends)


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_words_give_a_picture_that_is_well_formed(anything: str) -> None:
    bar = Bar(anything, 2.0, anything, 1.0)
    assert drawn(picture(bar, title=anything, alt=anything)).tag == f"{NAMESPACE}svg"


def heat(*rows: HeatRow) -> Picture:
    return Picture(HeatMap("Skolorna", LEVELS, ("Ledarskap", "Kultur"), rows, "Visas inte"), ALT)


def test_a_heat_map_says_each_level_as_a_figure_and_never_by_colour_alone() -> None:
    root = drawn(heat(HeatRow("Alm", (1, 4)), HeatRow("Björk", (0, 3))))
    rows = [word for word in words(root) if word in {"Alm", "Björk", "1", "2", "3", "4", "–"}]
    # The columns' numbers, the rows, then the legend.
    assert rows == ["1", "2", "Alm", "1", "4", "Björk", "–", "3", "–", "1", "2", "3", "4"]
    assert {*LEVELS, "Visas inte", "1  Ledarskap", "2  Kultur"} <= set(words(root))


def test_a_higher_level_has_more_of_the_colour() -> None:
    root = drawn(heat(HeatRow("Alm", (1, 2)), HeatRow("Björk", (3, 4))))
    cells = [float(r.get("fill-opacity", "0")) for r in root.iter(f"{NAMESPACE}rect")][:4]
    assert cells == sorted(set(cells))
    assert cells[-1] == 1


def test_a_long_name_keeps_clear_of_the_next_row() -> None:
    root = drawn(heat(HeatRow("Södra Innerstadens grundskola F till 6", (1, 2)), HeatRow("Björk", (3, 4))))
    below = {word.text: float(word.get("y", "0")) for word in root.iter(f"{NAMESPACE}text")}
    assert below["Björk"] > below["grundskola F till"] + 10
