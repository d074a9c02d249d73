from dataclasses import replace

import pytest

from conversations.charts import Bar, Chart
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Choice,
    Document,
    Facts,
    Field,
    Form,
    Heading,
    Message,
    Option,
    Picture,
    Progress,
    Table,
    Text,
)
from conversations.snapshot import AreaResult, CriterionResult, Index, Share, Snapshot, Suggestion, TeamResult
from storage import codec

ACTION = Action("answer", 1, 2, "person:3", "t1", "4")
CHART = Chart(
    "Områden",
    ("Påbörjad", "Aktiverad"),
    (Bar("Ledarskap", None, "saknas"), Bar("Kultur", 2.5, "2,5")),
    3,
    "Trygg",
)
EVERY_PART = Message(
    "Fråga 1",
    (
        Heading("Undervisning"),
        Text("Så här:\n”citat” | <b>", "quiet"),
        Progress(1, 30, "1 av 30"),
        Facts((("Svar", "12"),)),
        Table(("Skola", "Nivå"), (("Oxie", "3"),), "Nivåer"),
        Choice((Option("Trygg", "Vi gör det ofta.", ACTION),)),
        Buttons((Button("Paus", ACTION, "danger"),)),
        Form(ACTION, "Spara", (Field("why", "Varför?", "choice", options=(("a", "A"),), required=False),)),
        Picture(CHART, "Ledarskap: saknas"),
        Document("Resultat", "results/7/xlsx"),
    ),
    "en",
)
SNAPSHOT = Snapshot(
    *("f" * 64, "yearly", "individual", ("half",), 40, 30),
    shown=True,
    outcome="near",
    criteria=(CriterionResult("t1", 3, reached=True, share=Share(70), distribution=(Share(10, "at_most"),)),),
    areas=(AreaResult("teaching", 3, Index(2.8, "at_least"), "higher"),),
    teams=(TeamResult(4, "Arbetslag 1", 8, (Index(2.5), None)),),
    suggestions=(Suggestion("t1", "3-4"),),
)


def test_every_part_of_a_message_comes_back_as_it_was() -> None:
    messages = codec.messages()
    assert messages.load(messages.dump(EVERY_PART)) == EVERY_PART
    assert messages.load(messages.dump(replace(EVERY_PART, parts=()))).parts == ()


def test_a_form_that_was_stored_before_anything_could_wait_is_still_read() -> None:
    messages = codec.messages()
    stored = messages.dump(EVERY_PART)
    before = stored.replace(',"can_wait":false', "")
    assert before != stored
    assert messages.load(before) == EVERY_PART
    waiting = Form(ACTION, "Spara", (Field("why", "Varför?", required=False, can_wait=True),))
    told = replace(EVERY_PART, parts=(waiting,))
    assert messages.load(messages.dump(told)) == told


def test_a_frozen_result_comes_back_as_it_was() -> None:
    snapshots = codec.snapshots()
    assert snapshots.load(snapshots.dump(SNAPSHOT)) == SNAPSHOT


@pytest.mark.parametrize("text", ["", "{}", '{"summary": "x", "parts": [{"kind": "unknown"}]}', "null"])
def test_a_text_that_is_not_a_message_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        codec.messages().load(text)
