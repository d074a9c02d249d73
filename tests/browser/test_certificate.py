"""The road from a result to a certificate, and the action plan, lived on the page."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]
SCHOOL = "Hermodsdalsskolan"


def test_a_school_goes_from_its_result_to_a_certificate(visit: Visit) -> None:
    visitor = visit("certificate")
    visitor.close_the_round()
    _the_school_applies(visitor)
    _the_coordinator_accepts_and_makes_a_cohort(visitor)
    _the_first_session(visitor)
    _a_visit(visitor)
    _the_certification(visitor)


def _the_school_applies(visitor: Visitor) -> None:
    principal = visitor.pane("principal")
    visitor.press(principal, "Vi vill ansöka")
    visitor.look("application-form")
    visitor.send("principal", "Vi vill lära oss av andra.")
    expect(visitor.card("principal", "Det här är ett utkast")).to_contain_text("ett exempel för ”Ledarskap")
    visitor.move_time("others")
    visitor.press(principal, "Fyll i eller ändra")
    expect(principal.get_by_label("Varför vill ni vara med?")).to_have_value("Vi vill lära oss av andra.")
    visitor.send("principal")
    visitor.press(principal, "Skicka ansökan")
    expect(visitor.card("principal", "Ansökan är inskickad")).to_be_visible()
    expect(visitor.card("coordinator", f"{SCHOOL} har ansökt")).to_be_visible()


def _the_coordinator_accepts_and_makes_a_cohort(visitor: Visitor) -> None:
    coordinator = visitor.pane("coordinator")
    for school in (SCHOOL, "Pilskolan", "Videskolan"):
        visitor.write("coordinator", "ansökningar")
        visitor.press(visitor.card("coordinator", "Ansökningar efter"), school)
        visitor.press(coordinator, "Anta")
        visitor.send("coordinator")
    expect(visitor.card("principal", f"{SCHOOL} är antagen!")).to_be_visible()
    visitor.write("coordinator", "kullar")
    visitor.press(coordinator, "Gör en kull")
    visitor.send("coordinator")
    expect(visitor.card("coordinator", "Lärtillfällena")).to_contain_text("Certifieringen")
    visitor.look("cohort-proposal")
    visitor.send("coordinator")
    expect(visitor.card("principal", "Ni är med i Kullen 2027/28")).to_be_visible()


def _the_first_session(visitor: Visitor) -> None:
    principal, dialog = visitor.pane("principal"), visitor.page.locator("dialog")
    visitor.move_time("day")
    visitor.press(principal, "Vi kommer")
    visitor.press(principal, "Förbered")
    visitor.send("principal", "Vi vågar välja bort.")
    visitor.expect_hint("Hoppa till dagen för lärtillfället")
    visitor.move_time("next")
    visitor.press(principal, "Läs allas sidor")
    expect(dialog).to_contain_text("Vi vågar välja bort.")
    expect(dialog.get_by_role("heading", name="Videskolan")).to_be_visible()
    visitor.look("pages")
    visitor.close_dialog()
    visitor.press(principal, "Jag är här")
    visitor.press(principal, "Skriv reflektion")
    visitor.send("principal", "Att låta eleverna börja.")
    expect(visitor.card("principal", "Er reflektion är sparad")).to_be_visible()


def _a_visit(visitor: Visitor) -> None:
    principal, dialog = visitor.pane("principal"), visitor.page.locator("dialog")
    visitor.expect_hint("Tryck på ”Dagen passar”")
    visitor.write("principal", "besök")
    visitor.press(principal, "Vi besöker Videskolan")
    visitor.press(principal, "Dagen passar")
    visitor.move_time("next")
    visitor.press(principal, "Skriv protokollet")
    form = principal.locator("form.fields").last
    for area in form.locator("select").all():
        area.select_option(label="Trygg")
    visitor.send("principal", "Elever som förklarade för varandra.", "En idé.")
    visitor.press(principal, "Se er skattning")
    expect(dialog.get_by_role("row", name="Ledarskap och planering")).to_contain_text("Trygg")
    visitor.close_dialog()


def _the_certification(visitor: Visitor) -> None:
    principal, coordinator = visitor.pane("principal"), visitor.pane("coordinator")
    visitor.move_time("certification")
    visitor.expect_step(2, chapter=4)
    visitor.write("coordinator", "checklista")
    visitor.card("coordinator", "Vägen till certifikatet").locator("select").select_option(label=SCHOOL)
    visitor.send("coordinator")
    visitor.press(coordinator, "Certifiera skolan")
    visitor.press(coordinator, "Ja, certifiera")
    visitor.press(principal, "Visa certifikatet")
    assert visitor.fetch(principal, "PDF").startswith(b"%PDF")
    assert json.loads(visitor.fetch(principal, "Open Badges"))
    visitor.look("certificate")
    visitor.expect_hint("Skolan är certifierad!")
    visitor.move_time("day")
    expect(visitor.card("team", f"{SCHOOL} är Digital skola!")).to_be_visible()
    visitor.write("coordinator", "året")
    expect(visitor.card("coordinator", "Skolornas nivåer").locator("figure svg")).to_be_visible()
    visitor.look("year")


def test_a_school_plans_what_to_do_and_hears_how_it_goes(visit: Visit) -> None:
    visitor = visit("plan", width=390, light="dark")
    tabs, principal = visitor.page.locator(".tabs a"), visitor.pane("principal")
    visitor.close_the_round()
    visitor.expect_step(1, chapter=2)
    tabs.nth(2).click()
    visitor.press(principal, "Till handlingsplanen")
    visitor.look("suggested")
    principal.locator("article").last.locator(".choice button").first.click()
    form = principal.locator("form.fields").last
    visitor.send("principal")
    expect(form.locator("[aria-invalid]").first).to_be_focused()
    form.get_by_label("Vem ansvarar?").select_option(index=1)
    form.get_by_label("När ska det vara klart?").fill("2027-02-08")
    visitor.send("principal")
    expect(visitor.card("principal", "Det här ska ni göra")).to_contain_text("måndag 8 februari 2027")
    visitor.look("planned")
    visitor.expect_step(2, chapter=2)
    assert visitor.fetch(principal, "PDF").startswith(b"%PDF")
    visitor.move_time("week")
    visitor.press(principal, "Klar")
    visitor.look("reported")
    visitor.write("principal", "handlingsplan")
    expect(visitor.card("principal", "Det här ska ni göra")).to_contain_text("Klar")
