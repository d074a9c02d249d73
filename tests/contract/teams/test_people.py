"""Who is who in Teams, what each meets, and what stays nowhere but on their own screen."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.messages import Message, Text
from conversations.turn import To
from storage import outbox, reach
from storage.outbox import Parcel
from storage.tables import Account, Ballot, Person
from tests.contract.open_town import KARIN, LENA, OLD, ONE, RUT, SOUTH, TWO
from tests.contract.teams.attempts import carried, questioned, sends
from tests.contract.teams.fake.state import Dialog, User
from tests.contract.teams.fake.state import Message as Said
from tests.contract.teams.fake.words import Json, readable
from tests.contract.teams.open_town import OpenTown, open_town
from tests.storage.authorities import PLAN, Line

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
GUN, _ = SOUTH
ENGLISH = "Ella English"
OWN, TRUSTED = "Dina svar", "3 · Trygg"
HALF_A_DAY = timedelta(hours=13)
NEXT: Json = {
    "field.title": "Nästa",
    "field.opens_on": "2026-03-09",
    "field.decision": "GRF-2026-7",
    "field.mode": "individual",
}


@pytest.fixture(scope="module")
def town(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTown]:
    """Jan, Kim and Ella do not have the bot yet; Graph is not asked."""
    ella = Line("Södra", ENGLISH, school_code="22222222", language="en")
    without = (JAN, KIM, ENGLISH)
    with open_town(migrated_file, tmp_path_factory.mktemp("town"), ella, without=without) as place:
        yield place


@pytest.fixture(autouse=True)
def _by_the_rules(town: OpenTown) -> Iterator[None]:
    town.teams.told.clear()
    yield
    assert not town.complaints()


def unreachable(town: OpenTown, school: str = "Norra") -> int:
    """How many of a school's respondents are not reached."""
    rounds, schools, day = [town.round(PLAN.title)], [town.school_id(school)], town.now.date()
    counted = town.read(lambda found: reach.unreachable(found, town.authority, rounds, schools, day))
    return sum(counted.values())


def state(town: OpenTown, user: User) -> object:
    return next((row["state"] for row in town.rows(Account) if row["user_id"] == user.aad_id), None)


def greeted(town: OpenTown, name: str) -> None:
    """The bot has something to say to somebody by itself."""
    with town.database.writing() as connection:
        parcel = Parcel(To("person", town.person(name)), f"hello-{name}", Message("Hej", (Text("Hej"),)))
        outbox.queue(connection, town.authority, parcel, town.now)


def told(town: OpenTown, name: str, words: str) -> Said:
    """What the bot answers to some words."""
    teams, user = town.teams, town.user(name)
    before = len(teams.said(user))
    assert teams.writes(user, words).ok
    return teams.until(lambda: teams.said(user)[before:])[-1]


def test_who_gets_the_bot_is_found_by_address_and_met_once_by_name(town: OpenTown) -> None:
    teams, jan = town.teams, town.user(JAN)
    assert state(town, jan) is None
    assert unreachable(town) == 2
    jan.email = jan.email.upper()
    town.has_it(JAN)
    assert teams.installs(jan, again=True).ok
    teams.settle()
    (hello,) = teams.said(jan)
    assert "Hej Jan!" in hello.words
    assert state(town, jan) == "active"
    assert unreachable(town) == 1
    others = {user.name for user in teams.tenant.users.values() if hello in teams.said(user)}
    assert others == {JAN}


def test_who_writes_first_is_found_as_well(town: OpenTown) -> None:
    kim = town.user(KIM)
    kim.installed = True
    assert "Hej Kim!" in told(town, KIM, "hej").words
    assert state(town, kim) == "active"
    assert unreachable(town) == 0


def test_who_has_not_the_bot_any_more_is_counted_by_number_and_back_again(town: OpenTown) -> None:
    teams, dan = town.teams, town.user(DAN)
    said = len(teams.said(dan))
    assert teams.uninstalls(dan).ok
    greeted(town, DAN)
    teams.until(lambda: unreachable(town) == 1)
    words = told(town, RUT, "läget").words
    assert "nås inte" in words
    assert DAN not in words
    assert "Dan" not in words
    assert teams.installs(dan).ok
    teams.until(lambda: unreachable(town) == 0)
    assert "nås inte" not in told(town, RUT, "läget").words
    assert len(teams.said(dan)) == said + 1, "what has waited, and no second welcome"


def test_who_blocks_the_bot_is_counted_until_they_write_again(town: OpenTown) -> None:
    teams, folke = town.teams, town.user(FOLKE)
    folke.blocked = True
    assert teams.writes(folke, "hjälp").ok
    teams.until(lambda: unreachable(town) == 1)
    folke.blocked = False
    assert teams.writes(folke, "hjälp").ok
    teams.until(lambda: unreachable(town) == 0)


def test_a_colleague_from_elsewhere_is_nobody_whatever_the_address(town: OpenTown) -> None:
    teams = town.teams
    guest = teams.user("Gäst Gästsson", "gast@annan.example", guest=True)
    guest.email = town.user(BO).email
    assert teams.installs(guest).ok
    assert teams.writes(guest, "hej").ok
    teams.until(lambda: teams.said(guest))
    assert "Jag hittar dig inte" in teams.said(guest)[-1].words
    assert state(town, town.user(BO)) == "active"


def test_who_is_noted_as_speaking_english_is_met_in_english(town: OpenTown) -> None:
    town.has_it(ENGLISH)
    hello = town.teams.said(town.user(ENGLISH))[-1]
    assert "Ella!" in hello.words
    assert hello.card["lang"] == "en"
    assert "Börja" not in hello.labels
    assert next(row for row in town.rows(Person) if row["name"] == ENGLISH)["language"] == "en"


def nowhere(town: OpenTown) -> None:
    """No message anywhere has ever held anybody's own answers."""
    for message in town.all_messages():
        for activity in (message.activity, *message.versions):
            assert OWN not in str(activity)


def reviewed(town: OpenTown, name: str) -> Dialog:
    """The dialog with somebody's own answers, behind the button that comes when it is asked for in words."""
    teams, user = town.teams, town.user(name)
    teams.closes(user)
    card = told(town, name, "mina svar")
    assert card.labels == ["Visa"]
    assert teams.presses(user, card, "Visa").ok
    dialog = teams.dialog(user)
    assert dialog
    assert OWN in dialog.words
    return dialog


def test_own_answers_asked_for_in_words_wait_behind_a_button_and_stay_nowhere(town: OpenTown) -> None:
    town.kept.answer_all(ASTA, 3)
    dialog = reviewed(town, ASTA)
    assert TRUSTED in dialog.words
    assert "Ladda ner svaren" not in dialog.labels, "a file would stay in the chat"
    before = town.teams.said(town.user(ASTA))
    town.teams.settle()
    assert town.teams.said(town.user(ASTA)) == before
    nowhere(town)


def test_own_answers_by_a_press_open_beside_the_card(town: OpenTown) -> None:
    town.kept.answer_all(CIA, 3)
    teams, cia = town.teams, town.user(CIA)
    card = told(town, CIA, "fortsätt")
    words, before = card.words, teams.said(cia)
    assert teams.presses(cia, card, "Se eller ändra svar").ok
    assert TRUSTED in teams.dialog(cia).words
    teams.settle()
    assert (card.words, teams.said(cia)) == (words, before)
    nowhere(town)


def test_answers_are_changed_and_erased_from_within_the_dialog(town: OpenTown) -> None:
    town.kept.answer_all(EVA, 3)
    teams, eva, ballots = town.teams, town.user(EVA), len(town.rows(Ballot))
    dialog = reviewed(town, EVA)
    (choice,) = [each for each in dialog.inputs if each["id"] == "field.criterion"]
    assert teams.submits(eva, "Gå till frågan", {"field.criterion": choice["choices"][0]["value"]}).ok
    teams.settle()
    shown = teams.dialog(eva) or teams.said(eva)[-1]
    level = next(each for each in shown.labels if each.startswith("2 · "))
    if teams.dialog(eva):
        assert teams.submits(eva, level).ok
    else:
        assert teams.presses(eva, shown, level).ok
    teams.settle()
    assert reviewed(town, EVA).words.count(level) == 1
    assert teams.submits(eva, "Radera svaren").ok
    assert len(town.rows(Ballot)) == ballots
    assert teams.submits(eva, "Ja, radera").ok
    assert "Svaren är raderade" in teams.dialog(eva).words
    assert len(town.rows(Ballot)) == ballots - 1
    nowhere(town)


def test_a_form_keeps_what_was_filled_in_and_says_at_its_field_what_is_wrong(town: OpenTown) -> None:
    teams, karin = town.teams, town.user(KARIN)
    card = told(town, KARIN, "ny omgång")
    send = card.labels[0]
    assert teams.presses(karin, card, send, NEXT | {"field.closes_on": "2026-03-02"}).ok
    seen = card.seen_by(karin)
    assert "⚠" in readable(seen)
    kept = {each["id"]: each for each in seen["body"] if each["type"].startswith("Input.")}
    assert kept["field.title"]["value"] == "Nästa"
    assert kept["field.decision"]["value"] == "GRF-2026-7"
    assert readable(seen).count("⚠") == 1, "at the one field where it is"
    teams.settle()
    assert "⚠" in card.words, "on another screen as well"
    assert teams.presses(karin, card, send, NEXT | {"field.closes_on": "2026-03-20"}).ok
    teams.settle()
    assert town.round("Nästa")


def _asked_for_results(town: OpenTown) -> Said:
    """The offer of the results' file, in the coordinator's own chat."""
    teams, karin = town.teams, town.user(KARIN)
    card = next(each for each in teams.said(karin) if OLD.title in each.words)
    data = {"action": "press", "document": f"results/{town.round(OLD.title)}/xlsx", "row": 0}
    before = len(teams.said(karin))
    assert sends(town, KARIN, card, data).ok
    return teams.until(lambda: teams.said(karin)[before:])[0]


def test_a_file_of_results_is_offered_brought_and_taken_note_of(town: OpenTown) -> None:
    teams, karin = town.teams, town.user(KARIN)
    offer = _asked_for_results(town)
    assert not teams.files(karin), "nothing is brought before it is wanted"
    assert teams.accepts_file(karin, offer).ok
    (file,) = teams.files(karin)
    assert file.content
    assert OLD.title in file.name
    teams.until(lambda: offer.deleted)
    declined = _asked_for_results(town)
    assert teams.declines_file(karin, declined).ok
    teams.until(lambda: declined.deleted)
    assert teams.files(karin) == [file]


def test_an_offer_is_good_for_nobody_else(town: OpenTown) -> None:
    teams, gun = town.teams, town.user(GUN)
    offer = _asked_for_results(town)
    for name in (f"results/{town.round(OLD.title)}/xlsx", _answers_of(town, GUN), _answers_of(town, ASTA)):
        place = f"{teams.world.base}/files/{teams.tenant.id}/x/y"
        upload = {"uploadUrl": place, "contentUrl": place, "uniqueId": "x", "name": "y", "fileType": "xlsx"}
        accepted = {"action": "accept", "context": {"document": name}, "uploadInfo": upload}
        before, calls = len(teams.said(gun)), len(teams.calls)
        assert teams.invokes(gun, "fileConsent/invoke", {"type": "fileUpload"} | accepted).ok
        teams.until(lambda: len(teams.said(gun)) == before + 1)  # noqa: B023  -- used at once
        assert not [call for call, _ in teams.calls[calls:] if call == "upload"]
    assert not offer.deleted


def _answers_of(town: OpenTown, name: str) -> str:
    return f"answers/{town.round(PLAN.title)}/{town.school_id('Norra')}/person:{town.person(name)}"


def test_own_answers_are_never_a_file_in_the_chat(town: OpenTown) -> None:
    town.kept.answer_all(BO, 3)
    teams, bo = town.teams, town.user(BO)
    card = next(each for each in teams.said(bo) if each.labels)
    before = len(teams.said(bo))
    data = {
        name: each for name, each in carried(card, card.labels[0]).items() if name not in ("a", "msteams")
    }
    assert sends(town, BO, card, data | {"document": _answers_of(town, BO)}).ok
    teams.settle()
    assert len(teams.said(bo)) == before
    assert not teams.files(bo)


def test_a_mention_is_answered_in_its_thread_with_what_all_may_know(town: OpenTown) -> None:
    teams, channel, lena = town.teams, town.channel("Lag två"), town.user(LENA)
    said = len(teams.said(lena))
    before = len(channel.standing)
    asked = teams.mentions(lena, channel, "läget").message
    reply = teams.until(lambda: channel.standing[before + 1 :])[0]
    assert "Lag två" in reply.words or "svarat" in reply.words
    assert reply.reply_to in ("", asked.id)
    before = len(channel.standing)
    assert teams.mentions(lena, channel, "mina svar").ok
    reply = teams.until(lambda: channel.standing[before + 1 :])[0]
    assert OWN not in reply.words
    assert len(teams.said(lena)) == said


def test_in_a_group_chat_nothing_is_an_answer(town: OpenTown) -> None:
    teams, ida = town.teams, town.user(IDA)
    questioned(town, IDA)
    ballots = len(town.rows(Ballot))
    chat = teams.chat(ida, town.user(LENA))
    assert teams.adds_to_chat(ida, chat).ok
    assert teams.mentions(ida, chat, "3").ok
    (reply,) = teams.until(lambda: [each for each in chat.standing if each.bot])
    assert "på tu man hand" in reply.words
    assert len(town.rows(Ballot)) == ballots
