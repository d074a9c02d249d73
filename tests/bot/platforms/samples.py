"""Messages with every part there is, and words that are hard on a renderer."""

from collections.abc import Iterator
from typing import get_args

from conversations.charts import Bar, Chart, HeatMap, HeatRow
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Choice,
    Document,
    Facts,
    Field,
    FieldKind,
    Form,
    Heading,
    Message,
    Option,
    Part,
    Picture,
    Progress,
    Style,
    Table,
    Text,
    Tone,
)

ACTION = Action("answer", 3, 1, "person:7", "c1", "2")
HOSTILE = (
    "<!channel> <!here> <!everyone> <!subteam^S1> <@U1> <#C1>",
    "*bold* _italic_ ~struck~ `code` ```block``` > quoted",
    ":smile: :+1: a:b:c :man-walking:",
    "<https://x.example|y> https://x.example mailto:a@b.example <mailto:a@b.example|a>",
    "&lt;!channel&gt; &amp;lt; & < >",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnidulc\N{RIGHT-TO-LEFT ISOLATE} ord",
    "å\N{COMBINING DIAERESIS}\N{ZERO WIDTH JOINER}ord\x00\x08\x1b[31m",
    "<!date^1392734382^{date}|x> {0} {name} %s",
    "\N{GRINNING FACE}" * 200,
    "två\nrader\r\noch\ten flik",
)
INVISIBLE = ("", " ", "\n\n", "\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}\N{HANGUL FILLER}", "\x00\x07")
LONG = ("ord " * 2500, "x" * 10_000, "\N{GRINNING FACE}" * 10_000, "&" * 10_000, "rad\n" * 2500)


def form(words: str) -> Form:
    return Form(ACTION, words, tuple(fields(words)))


def fields(words: str) -> Iterator[Field]:
    for kind in get_args(FieldKind):
        for required in (True, False):
            name = f"{kind}{required}"
            yield Field(name, words, kind, words, ((words, words), ("", words)), words, words, required, 20)


def every_part(words: str) -> tuple[Part, ...]:
    chart = Chart(words, (words, words), (Bar(words, 1.5, words), Bar(words, None, words)), 2, words)
    return (
        Heading(words),
        *(Text(words, tone) for tone in get_args(Tone)),
        Progress(1, 2, words),
        Facts(((words, words),)),
        Table((words, words), ((words, words),), words),
        Table((words, words, words), ((words, words, words),), words),
        Choice((Option(words, words, ACTION), Option(words, "", ACTION))),
        Buttons(tuple(Button(words, Action(words), style) for style in get_args(Style))),
        form(words),
        Picture(chart, words),
        Picture(
            HeatMap(words, (words, words), (words,), (HeatRow(words, (2,)), HeatRow(words, (0,))), words),
            words,
        ),
        Document(words, words),
    )


def said(words: str, *parts: Part) -> Message:
    return Message(words, parts or every_part(words))
