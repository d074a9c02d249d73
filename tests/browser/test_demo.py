"""The demo's five minutes, as somebody lives them who has read nothing."""

import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]


def test_a_whole_round_from_the_discussion_to_the_result(visit: Visit) -> None:
    visitor = visit("round")
    _the_team_talks(visitor)
    _the_teacher_answers(visitor)
    _the_teacher_looks_around(visitor)
    _a_week_goes_and_reminders_come(visitor)
    _the_principal_gives_more_days(visitor)
    _the_others_answer_and_it_closes(visitor)
    _the_principal_reads(visitor)
    _the_coordinator_sees_it_all(visitor)
    _the_other_schools_came_less_far(visitor)


def _the_team_talks(visitor: Visitor) -> None:
    team = visitor.pane("team")
    expect(visitor.page.locator("#hint")).to_contain_text("Du ser fyra samtal på en skola")
    visitor.expect_step(1)
    expect(team).to_have_attribute("data-next", "")
    expect(team.get_by_role("heading", name="Dags att prata inför")).to_be_in_viewport()
    visitor.look("first")
    card = visitor.card("team", "Ledarskap och planering")
    card.get_by_label("Anteckning från arbetslaget").fill("Vi vill ha en tydligare plan.")
    visitor.press(card, "Vi har diskuterat")
    expect(card).to_contain_text("Er anteckning: Vi vill ha en tydligare plan.")
    visitor.expect_step(2)
    visitor.look("discussed")
    visitor.press(card, "Ångra")
    visitor.expect_step(1)
    visitor.press(card, "Vi har diskuterat")
    visitor.expect_step(2)


def _the_teacher_answers(visitor: Visitor) -> None:
    teacher = visitor.pane("teacher")
    visitor.move_time("week")
    expect(visitor.page.locator(".today")).to_contain_text("18 januari 2027")
    expect(visitor.card("teacher", "Hej ")).to_contain_text("Innan du börjar")
    visitor.expect_step(3)
    visitor.look("welcome")
    visitor.press(teacher, "Börja")
    expect(teacher.locator("article")).to_have_count(1)
    expect(visitor.card("teacher", "Fråga 1 av 30")).to_be_visible()
    visitor.press(teacher, "3 · Trygg")
    expect(teacher.locator("article")).to_have_count(1)
    expect(visitor.card("teacher", "Fråga 2 av 30").get_by_role("progressbar")).to_be_in_viewport()
    visitor.expect_step(4)
    visitor.look("question")
    visitor.write("teacher", "trygg")
    expect(visitor.card("teacher", "Fråga 3 av 30")).to_be_visible()
    visitor.write("teacher", "kanske")
    expect(visitor.card("teacher", "Fråga 3 av 30")).to_contain_text("Jag är inte säker på vad du menade")
    visitor.write("teacher", "tillbaka")
    expect(visitor.card("teacher", "Fråga 2 av 30")).to_be_in_viewport()


def _the_teacher_looks_around(visitor: Visitor) -> None:
    teacher, dialog = visitor.pane("teacher"), visitor.page.locator("dialog")
    visitor.press(teacher, "Vad betyder orden?")
    expect(dialog).to_contain_text("Bara för dig. Det här sparas inte i samtalet.")
    visitor.close_dialog()
    visitor.press(teacher, "Paus")
    expect(visitor.card("teacher", "Allt är sparat")).to_contain_text("28 frågor kvar")
    visitor.press(teacher, "mina svar")
    expect(dialog.get_by_role("row", name="Gemensam riktning")).to_contain_text("3 · Trygg")
    expect(dialog.get_by_role("row")).to_have_count(31)
    visitor.look("own-answers")
    visitor.close_dialog()
    visitor.press(teacher, "vem ser vad")
    expect(dialog).to_contain_text("aldrig vilka")
    visitor.close_dialog()


def _the_principal_gives_more_days(visitor: Visitor) -> None:
    principal = visitor.pane("principal")
    visitor.press(principal, "läget")
    expect(visitor.card("principal", "0 av 39")).to_contain_text("0 av 9")
    expect(visitor.card("principal", "0 av 39")).not_to_contain_text(re.compile(r"av 3\b"))
    visitor.press(principal, "Förläng för skolan")
    day = principal.get_by_label("Ny sista dag")
    day.fill("2027-01-10")
    visitor.press(principal, "Förläng")
    expect(principal.get_by_text("Det är ingen skoldag")).to_be_visible()
    expect(day).to_be_focused()
    visitor.look("wrong-day")
    day.fill("2027-02-05")
    visitor.press(principal, "Förläng")
    expect(principal.locator("article").last).to_contain_text("fredag 5 februari")


def _a_week_goes_and_reminders_come(visitor: Visitor) -> None:
    visitor.move_time("week")
    expect(visitor.pane("teacher").locator("article").last).to_contain_text("Påminn mig inte")
    expect(visitor.pane("team").locator("article").last).to_contain_text(
        "av 7 i arbetslaget har svarat klart"
    )
    visitor.expect_step(5)
    visitor.look("reminder")


def _the_others_answer_and_it_closes(visitor: Visitor) -> None:
    visitor.move_time("others")
    visitor.expect_step(6)
    visitor.move_time("close")
    visitor.expect_step(1, chapter=2)


def _the_principal_reads(visitor: Visitor) -> None:
    principal, dialog = visitor.pane("principal"), visitor.page.locator("dialog")
    summary = visitor.card("principal", "Resultatet för Hermodsdalsskolan")
    expect(summary).to_contain_text("når Trygg eller högre på alla 30 frågor")
    expect(summary.get_by_role("heading").first).to_be_in_viewport()
    expect(summary.locator("figure svg")).to_be_visible()
    visitor.look("summary")
    visitor.press(principal, "Se alla frågor")
    expect(dialog.get_by_role("row")).to_have_count(31)
    visitor.look("all-questions")
    visitor.close_dialog()
    visitor.press(principal, "Se arbetslagen")
    expect(dialog.get_by_role("columnheader", name="Arbetslag 1–3")).to_be_visible()
    expect(dialog.get_by_text("Resursteamet")).to_have_count(0)
    visitor.close_dialog()
    expect(principal.get_by_role("button", name="Vi vill ansöka").last).to_be_visible()


def _the_coordinator_sees_it_all(visitor: Visitor) -> None:
    coordinator = visitor.pane("coordinator")
    visitor.press(coordinator, "Alla skolor")
    overview = visitor.page.get_by_role("row", name=re.compile("Mellersta Förstadsskolan"))
    expect(overview.last).to_contain_text("Nära")
    visitor.look("all-schools")
    visitor.press(coordinator, "Exportera")
    with visitor.page.expect_download() as arriving:
        coordinator.get_by_role("link", name="Kalkylblad").last.click()
    assert zipfile.is_zipfile(arriving.value.path())
    visitor.press(coordinator, "Meny")
    visitor.press(coordinator, "Ny omgång")
    coordinator.get_by_label("Första dag att svara").fill("2027-03-08")
    coordinator.get_by_label("Sista dag att svara").fill("2027-03-01")
    visitor.press(coordinator, "Planera omgången")
    expect(coordinator.get_by_text("Sista dagen kan inte komma före den första.")).to_be_visible()
    expect(coordinator.locator("[aria-invalid]").first).to_be_focused()
    visitor.look("plan-mistakes")


def _the_other_schools_came_less_far(visitor: Visitor) -> None:
    visitor.choose_school("Mellersta Förstadsskolan")
    expect(visitor.card("principal", "Resultatet för")).to_contain_text("Nära!")
    visitor.look("second-school")
    visitor.choose_school("Oxievångsskolan")
    expect(visitor.card("principal", "Resultatet för")).to_contain_text("Skolan är på väg.")
    visitor.look("third-school")


@pytest.mark.parametrize(("language", "light"), [("sv", "light"), ("en", "dark")])
def test_a_phone_shows_one_conversation_at_a_time(visit: Visit, language: str, light: str) -> None:
    visitor = visit(f"phone-{language}", width=390, language=language, light=light)
    tabs = visitor.page.locator(".tabs a")
    visitor.look("first")
    for number, role in enumerate(("teacher", "team", "principal", "coordinator")):
        tabs.nth(number).click()
        expect(visitor.pane(role)).to_be_in_viewport(ratio=0.5)
        expect(tabs.nth(number)).to_have_attribute("aria-current", "true")
        visitor.look(role)
    visitor.move_time("week")
    expect(tabs.nth(0).locator(".new")).to_be_visible()
    tabs.nth(0).click()
    expect(tabs.nth(0).locator(".new")).to_be_hidden()
    for words in (r"Börja|Begin", r"svarar ändå|answer anyway"):
        visitor.press(visitor.pane("teacher"), re.compile(words))
    visitor.look("question")
    visitor.pane("teacher").locator(".choice button").nth(2).tap()
    expect(visitor.card("teacher", re.compile("(Fråga 2 av|Question 2 of) 30"))).to_be_visible()
    visitor.move_time("others")
    visitor.move_time("close")
    tabs.nth(2).click()
    visitor.press(visitor.pane("principal"), re.compile("Se alla frågor|See all questions"))
    visitor.look("all-questions")
    visitor.close_dialog()
