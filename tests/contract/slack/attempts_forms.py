"""Forms that are not filled in as they should be, and files that one may not have."""

import json
from collections.abc import Iterator

from tests.contract.slack.attempts import (
    CANARY,
    CHANNEL,
    DISCUSSED,
    MARKUP,
    TRUSTED,
    Attempt,
    delivered,
    forged,
    opened,
    questioned,
)
from tests.contract.slack.fake import payloads
from tests.contract.slack.fake.state import View
from tests.contract.slack.fake.words import Json, elements
from tests.contract.slack.open_town import KARIN, OLD, ONE, PLAN, SOUTH, TWO, OpenTown

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
GUN, HANS = SOUTH


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
    if not state:
        return
    assert isinstance(ack.body, dict)
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
LONG = ODD | _inputs(title=_text(CANARY * 900), decision=_text(CANARY * 900))
SHAPELESS = _inputs(
    title={"value": ["x"]}, opens_on={"selected_date": {}}, framework={"selected_option": [1]}
)


def note_with_markup(town: OpenTown) -> Iterator[str]:
    card = town.slack.channel(CHANNEL).standing[3]
    view = opened(town, ASTA, DISCUSSED, card)
    yield ASTA
    assert town.slack.submits(town.user(ASTA), view, {"field.note": MARKUP}).ok
    town.slack.until(lambda: CANARY in card.words)
    assert MARKUP.replace("\u202e", "") in json.dumps(card.blocks, ensure_ascii=False), "as it was written"
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
        numbers = {"round": town.round(PLAN.title), "old": town.round(OLD.title)}
        numbers |= {
            "school": town.school_id("Norra"),
            "me": town.person(name),
            "other": town.person(ASTA if name != ASTA else BO),
        }
        card = forged(questioned(town, name), TRUSTED, path.format(**numbers))
        for _, element in elements(card.blocks):
            if element["text"]["text"] == TRUSTED:
                element["action_id"] = "document9"
        yield name
        files = len(town.slack.workspace.files)
        assert town.slack.presses(town.user(name), card, TRUSTED).ok
        town.slack.settle()
        assert len(town.slack.workspace.files) == files, "no file is brought"

    return attempt


FORMS: dict[str, Attempt] = {
    "fields-missing": _planning({}),
    "fields-too-long": _planning(LONG),
    "fields-odd": _planning(ODD),
    "fields-shapeless": _planning(SHAPELESS),
    "note-with-markup": note_with_markup,
    "late-window": late_window,
    "document-not-mine": _fetching(FOLKE, "results/{old}/xlsx"),
    "document-of-another": _fetching(FOLKE, "answers/{round}/{school}/person:{other}"),
    "document-own-answers": _fetching(IDA, "answers/{round}/{school}/person:{me}"),
    "document-path": _fetching(IDA, "../../../etc/passwd"),
    "document-huge": _fetching(KIM, f"results/{'9' * 400}/csv"),
}
