"""The page without a mouse, without eyes, and in the evening."""

from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

_MOST_TABS = 40
_FOCUSED = "document.activeElement.matches('button, a') ? document.activeElement.innerText : ''"
_OUTLINED = """() => {
  const focused = document.activeElement;
  return [focused, focused.closest(".card")]
    .some((one) => one && getComputedStyle(one).outlineStyle !== "none");
}"""
# The ratio of WCAG 2 between every visible text and what lies behind it, where it is below what AA asks for.
_FAINT = """() => {
  const parts = (color) => (color.match(/[0-9.]+/g) ?? []).map(Number);
  const solid = (color) => parts(color).length === 3 || parts(color)[3] > 0.99;
  const light = (color) => {
    const [r, g, b] = parts(color).map((part) => part / 255)
      .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (solid(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest("svg")) continue;
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    const pair = [light(style.color), light(behind(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio >= (large ? 3 : 4.5)) continue;
    faint.push(`${element.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return faint;
}"""
_NAMELESS = """() => [...document.querySelectorAll("button, a, input:not([type=hidden]), select, textarea")]
  .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.labels?.length))
  .map((one) => one.outerHTML)"""


def test_a_question_is_answered_with_the_keyboard_alone(visit: Visit) -> None:
    visitor = visit("keyboard")
    page = visitor.page
    visitor.move_time("week")
    page.reload()
    _go_to(page, "Hoppa till samtalen")
    page.keyboard.press("Enter")
    page.wait_for_url("**#conversations")
    assert page.evaluate("document.activeElement.id") == "conversations"
    _go_to(page, "Börja")
    page.keyboard.press("Enter")
    expect(visitor.card("teacher", "Nej, men jag svarar ändå").get_by_role("heading")).to_be_focused()
    _go_to(page, "Nej, men jag svarar ändå")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hur tydligt är det")).to_be_focused()
    assert page.evaluate(_OUTLINED)
    _go_to(page, "3 · Trygg")
    assert page.evaluate(_OUTLINED)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hur planerar vi")).to_be_focused()
    expect(visitor.card("teacher", "Fråga 2 av 30")).to_be_in_viewport()
    _go_to(page, "Vad betyder orden?")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    assert page.evaluate(_FOCUSED).startswith("Vad betyder orden?")
    visitor.look("after-the-dialog")


def _go_to(page: Page, words: str) -> None:
    for _ in range(_MOST_TABS):
        if str(page.evaluate(_FOCUSED)).strip().split("\n")[0] == words:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {words}")


def test_a_double_click_answers_one_question_only(visit: Visit) -> None:
    visitor = visit("double")
    visitor.move_time("week")
    visitor.begin_to_answer()
    visitor.pane("teacher").get_by_role("button", name="1 · Påbörjad").dblclick()
    expect(visitor.card("teacher", "Fråga 2 av 30")).to_be_visible()
    visitor.press(visitor.pane("teacher"), "mina svar")
    rows = visitor.page.locator("dialog").get_by_role("row")
    expect(rows.filter(has_text="Påbörjad")).to_have_count(1)
    visitor.close_dialog()


def test_an_answer_on_its_way_for_long_does_not_bring_back_an_older_card(visit: Visit) -> None:
    visitor = visit("late")
    page = visitor.page
    visitor.move_time("week")
    late: list[tuple[Route, APIResponse]] = []
    address = f"**/conversation/{visitor.pane('teacher').locator('.log').get_attribute('data-log')}*"
    page.route(address, lambda route: late.append((route, route.fetch())), times=1)
    with page.expect_request(address):
        visitor.press(visitor.pane("teacher"), "Börja")
    expect(visitor.card("teacher", "Nej, men jag svarar ändå")).to_be_visible()
    with page.expect_response(address):
        visitor.press(visitor.pane("teacher"), "Nej, men jag svarar ändå")
    expect(visitor.card("teacher", "Fråga 1 av 30")).to_be_visible()
    [(route, answer)] = late
    route.fulfill(response=answer)
    page.wait_for_timeout(300)
    expect(visitor.card("teacher", "Fråga 1 av 30")).to_be_visible(timeout=1)


def test_everything_has_a_name_and_a_place(visit: Visit) -> None:
    visitor = visit("names")
    page = visitor.page
    visitor.move_time("week")
    visitor.begin_to_answer()
    assert page.evaluate(_NAMELESS) == []
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    for name in ("Lärare", "Arbetslag", "Rektor", "Processledare"):
        expect(page.get_by_role("main").get_by_role("region", name=name).first).to_be_visible()
    expect(page.get_by_role("log")).to_have_count(4)
    expect(page.get_by_role("progressbar", name="Fråga 1 av 30")).to_be_visible()
    expect(page.get_by_role("group", name="Svarsalternativ").get_by_role("button")).to_have_count(4)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_every_text_stands_out_as_aa_asks(visit: Visit, light: str) -> None:
    visitor = visit(f"contrast-{light}", light=light)
    assert visitor.page.evaluate(_FAINT) == []
    visitor.move_time("week")
    visitor.begin_to_answer()
    visitor.press(visitor.pane("principal"), "läget")
    visitor.press(visitor.pane("principal"), "Förläng för skolan")
    visitor.press(visitor.pane("principal"), "Förläng")
    assert visitor.page.evaluate(_FAINT) == []
    visitor.look("form-error")
    visitor.move_time("others")
    visitor.move_time("close")
    assert visitor.page.evaluate(_FAINT) == []
    visitor.look("closed")
