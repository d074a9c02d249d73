"""Forms, files and words that are not what they should be, and words in places where they do not belong."""

from collections.abc import Iterator

from tests.contract.slack.attempts import (
    CANARY,
    CHANNEL,
    DISCUSSED,
    TRUSTED,
    Attempt,
    delivered,
    forged,
    opened,
    questioned,
)
from tests.contract.slack.fake import payloads
from tests.contract.slack.fake.state import View
from tests.contract.slack.fake.words import Json
from tests.contract.slack.open_town import KARIN, OLD, ONE, PLAN, SOUTH, TWO, OpenTown

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
GUN, HANS = SOUTH
MARKUP = f"<!channel> <https://ond.example|klicka> <@U123> &lt;b&gt; *fet* \u202emoc.live {CANARY}"


def _plan_form(town: OpenTown) -> View:
    karin = town.user(KARIN)
    karin.workspace.views.pop(karin.id, None)
    assert town.slack.command(karin, "ny omgång").ok
    return town.slack.until(lambda: town.slack.view(karin))


def _sent(town: OpenTown, view: View, state: object) -> None:
    """A form with any state at all, which is answered with what is wrong, so that it stays open."""
    slack, karin = town.slack, town.user(KARIN)
    payload = payloads.view_submission(slack.world, karin, view, {})
    payload["view"]["state"] = {"values": state}
    ack = delivered(town, "interactive", payload)
    assert ack.ok
    assert isinstance(ack.body, dict), ack
    assert ack.body["response_action"] == "errors"
    view.errors = ack.body["errors"]
    assert set(view.errors) <= {block["block_id"] for block in view.blocks}


def _planning(state: object) -> Attempt:
    def attempt(town: OpenTown) -> Iterator[str]:
        view = _plan_form(town)
        yield KARIN
        _sent(town, view, state)

    return attempt


def _inputs(**values: Json) -> Json:
    return {f"field.{name}": {"value": element} for name, element in values.items()}


def _text(value: str) -> Json:
    return {"type": "plain_text_input", "value": value}


ODD = _inputs(
    title=_text("x"),
    opens_on={"type": "datepicker", "selected_date": "2026-13-45"},
    closes_on={"type": "datepicker", "selected_date": "\u0662\u0660\u0662\u0666-01-01"},
    framework={"type": "static_select", "selected_option": {"value": "../../etc/passwd"}},
    mode={"type": "radio_buttons", "selected_option": {"value": "nobody"}},
    decision=_text("\x00\x00\x00\x00"),
)
SHAPELESS = _inputs(title={"value": ["x"]}, opens_on={"selected_date": {}}, framework={"selected_option": [1]})


def note_with_markup(town: OpenTown) -> Iterator[str]:
    card = town.slack.channel(CHANNEL).standing[3]
    view = opened(town, ASTA, DISCUSSED, card)
    yield ASTA
    assert town.slack.submits(town.user(ASTA), view, {"field.note": MARKUP}).ok
    town.slack.until(lambda: CANARY in card.words)
    assert "<!channel> <https://ond.example|klicka> <@U123> &lt;b&gt; *fet*" in card.words
    assert not card.mentions
    yield ASTA


def late_window(town: OpenTown) -> Iterator[str]:
    card = town.slack.channel(CHANNEL).standing[2]
    yield CIA
    town.slack.fails("views.open", "expired_trigger_id")
    assert town.slack.presses(town.user(CIA), card, DISCUSSED).ok
    town.slack.until(lambda: town.slack.ephemerals(town.user(CIA), town.slack.channel(CHANNEL)))


def _fetching(name: str, path: str) -> Attempt:
    """A forged button that fetches a file; ``{…}`` in the path are numbers of the town."""

    def attempt(town: OpenTown) -> Iterator[str]:
        numbers = {"round": town.round(PLAN.title), "old": town.round(OLD.title), "school": town.school("Norra")}
        numbers |= {"me": town.person(name), "other": town.person(ASTA if name != ASTA else BO)}
        card = forged(questioned(town, name), TRUSTED, path.format(**numbers))
        for block in card.blocks:
            inside = [block.get("accessory", {}), *block.get("elements", [])]
            for element in inside:
                if element.get("text", {}).get("text") == TRUSTED:
                    element["action_id"] = "document9"
        yield name
        files = len(town.slack.workspace.files)
        assert town.slack.presses(town.user(name), card, TRUSTED).ok
        town.slack.settle()
        assert len(town.slack.workspace.files) == files, "no file is brought"

    return attempt


def _writing(name: str, text: str) -> Attempt:
    def attempt(town: OpenTown) -> Iterator[str]:
        yield name
        assert town.slack.writes(town.user(name), text).ok

    return attempt


def nonsense_command(town: OpenTown) -> Iterator[str]:
    yield HANS
    assert town.slack.command(town.user(HANS), f"'; DROP TABLE ballot; -- {CANARY}").ok


def file(town: OpenTown) -> Iterator[str]:
    yield GUN
    assert town.slack.sends_file(town.user(GUN), text="3").ok


def file_in_question(town: OpenTown) -> Iterator[str]:
    questioned(town, JAN)
    yield JAN
    before = len(town.slack.said(town.user(JAN)))
    assert town.slack.sends_file(town.user(JAN)).ok
    town.slack.until(lambda: len(town.slack.said(town.user(JAN))) > before)
    assert TRUSTED in town.slack.said(town.user(JAN))[-1].labels, "the question is asked again"


def edited(town: OpenTown) -> Iterator[str]:
    questioned(town, JAN)
    said = town.slack.writes(town.user(JAN), CANARY).message
    yield JAN
    assert town.slack.edits(town.user(JAN), said, "trygg").ok


def deleted(town: OpenTown) -> Iterator[str]:
    said = town.slack.writes(town.user(JAN), CANARY).message
    yield JAN
    assert town.slack.deletes(town.user(JAN), said).ok


def mention_elsewhere(town: OpenTown) -> Iterator[str]:
    questioned(town, EVA)
    channel = town.slack.channel("fikarummet", (town.user(EVA), town.user(BO)))
    yield EVA
    assert town.slack.mentions(town.user(EVA), channel, "3").ok
    town.slack.until(lambda: town.slack.ephemerals(town.user(EVA), channel))


def mention_in_team(town: OpenTown) -> Iterator[str]:
    questioned(town, EVA)
    yield EVA
    assert town.slack.mentions(town.user(EVA), town.slack.channel(CHANNEL), "3").ok


def press_by_outsider(town: OpenTown) -> Iterator[str]:
    channel = town.slack.channel(CHANNEL)
    channel.members.append(town.user(GUN).id)
    view = opened(town, GUN, DISCUSSED, channel.standing[4])
    yield GUN
    assert town.slack.submits(town.user(GUN), view, {"field.note": CANARY}).ok


def mention_by_outsider(town: OpenTown) -> Iterator[str]:
    channel = town.slack.channel(CHANNEL)
    channel.members.append(town.user(HANS).id)
    yield HANS
    assert town.slack.mentions(town.user(HANS), channel, "läget").ok


def file_in_channel(town: OpenTown) -> Iterator[str]:
    channel, user = town.slack.channel(CHANNEL), town.user(BO)
    yield BO
    event: Json = {"type": "app_mention", "user": user.id, "text": f"<@{user.workspace.bot.id}>", "ts": "1.2"}
    event |= {"channel": channel.id, "event_ts": "1.2", "files": [{"id": "F1", "name": f"{CANARY}.png"}]}
    assert delivered(town, "events_api", payloads.event_callback(town.slack.world, user.workspace, event)).ok


SAID: dict[str, Attempt] = {
    "fields-missing": _planning({}),
    "fields-too-long": _planning(_inputs(title=_text(CANARY * 1000), decision=_text(CANARY * 1000))),
    "fields-odd": _planning(ODD),
    "fields-shapeless": _planning(SHAPELESS),
    "note-with-markup": note_with_markup,
    "late-window": late_window,
    "document-not-mine": _fetching(FOLKE, "results/{old}/xlsx"),
    "document-of-another": _fetching(FOLKE, "answers/{round}/{school}/person:{other}"),
    "document-own-answers": _fetching(IDA, "answers/{round}/{school}/person:{me}"),
    "document-path": _fetching(IDA, "../../../etc/passwd"),
    "document-huge": _fetching(KIM, f"results/{'9' * 400}/csv"),
    "nonsense-command": nonsense_command,
    "nonsense-words": _writing(HANS, MARKUP),
    "far-too-long": _writing(KIM, CANARY * 1700),
    "file": file,
    "file-in-question": file_in_question,
    "edited": edited,
    "deleted": deleted,
    "mention-elsewhere": mention_elsewhere,
    "mention-in-team": mention_in_team,
    "press-by-outsider": press_by_outsider,
    "mention-by-outsider": mention_by_outsider,
    "file-in-channel": file_in_channel,
}
