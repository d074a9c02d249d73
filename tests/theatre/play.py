"""Plays a transcript through the dispatcher and writes it down again, word for word."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from re import Match

from bot.platforms.envelope import Reply
from conversations.events import Attached, Event, Opened, Pressed, Submitted, Wrote
from conversations.messages import Action, Document, Field, Form, Heading, Message
from conversations.texts.dates import clock, day
from conversations.turn import To
from tests.theatre.buttons import prefilled, pressable
from tests.theatre.crowd import given, means
from tests.theatre.house import Card, House
from tests.theatre.scene import scene
from tests.theatre.script import ZONE, directions, instant
from tests.theatre.speech import OF_BLOCK, SWEDISH, Speech
from tests.theatre.voices import quoted

WORLD = ("clock", "round", "follow", "lost", "channels", "answer", "cohort", "parts", "moves")
DIRECTIONS = (*WORLD, "press", "fill", "write", "opens", "dashboard", "attach", "fetch")


def performed(text: str, file: Path) -> str:
    """The transcript as it reads when its stage directions are played on the database in ``file``."""
    blocks = directions(text)
    played = list(_Play(file).blocks(blocks))
    return "\n\n".join(played) + "\n"


def _filled(form: Form, line: str) -> tuple[Field, str]:
    """Which field a line fills in, and with what; a label may itself hold a colon."""
    for each in form.fields:
        if f"{line} ".startswith(f"{each.label}: "):
            return each, line.removeprefix(f"{each.label}:").strip()
    raise LookupError(f"the form asks for {[each.label for each in form.fields]}, not {line}")


@dataclass
class _Play:
    file: Path
    speech: Speech = SWEDISH
    house: House | None = None
    block: list[str] = field(default_factory=list)
    shown: dict[int, Message] = field(default_factory=dict)
    names: dict[To, str] = field(default_factory=dict)
    following: set[To] = field(default_factory=set)

    def blocks(self, blocks: list[str]) -> Iterator[str]:
        try:
            for block in blocks:
                yield block
                try:
                    yield from self._played(block)
                except (LookupError, AssertionError) as error:
                    raise AssertionError(f"at “{block}”: {error}") from error
        finally:
            if self.house:
                self.house.installed.close()

    def _played(self, block: str) -> Iterator[str]:
        first = block.split("\n", maxsplit=1)[0]
        if first.startswith("```"):
            self.speech, self.block = OF_BLOCK[first[3:]], block.split("\n")[1:-1]
            return
        for name in DIRECTIONS:
            if found := getattr(self.speech, name).match(block):
                yield from getattr(self, f"_{name}")(found)
                return
        assert not first.startswith(("**", "---")), "this is no stage direction"

    def _clock(self, found: Match[str]) -> Iterator[str]:
        until = instant(self.speech, found)
        if self.house is None:
            made = scene(self.speech, self.block)
            self.house = House(made, self.file, until)
            self.names = self.house.names()
            self.following = {self._whom(name) for name in made.follow}
        else:
            assert until > self.house.clock(), "time goes forward"
            self.house.live_until(until)
        yield from self._told()

    def _round(self, found: Match[str]) -> Iterator[str]:
        self.house.plan(found["round"])
        yield from self._told()

    def _follow(self, found: Match[str]) -> Iterator[str]:
        names = [] if found["names"] == self.speech.nobody else found["names"].split(", ")
        self.following = {self._whom(name) for name in names}
        yield from ()

    def _lost(self, found: Match[str]) -> Iterator[str]:
        self.house.post.lost = {self._whom(name) for name in found["names"].split(", ")}
        yield from ()

    def _channels(self, found: Match[str]) -> Iterator[str]:
        self.house.has_channels(found["names"].split(", "))
        yield from ()

    def _cohort(self, found: Match[str]) -> Iterator[str]:
        self.house.has_cohort(found["cohort"])
        yield from self._told()

    def _parts(self, found: Match[str]) -> Iterator[str]:
        self.house.do_their_part(found["but"] or "", instant(self.speech, found))
        yield from self._told()

    def _moves(self, found: Match[str]) -> Iterator[str]:
        self.house.has_moved(found["moves"])
        self.names = self.house.names()
        yield from self._told()

    def _write(self, found: Match[str]) -> Iterator[str]:
        yield from self._happens(*self._where(found), Wrote(found["text"]))

    def _opens(self, found: Match[str]) -> Iterator[str]:
        yield from self._happens(*self._where(found), Opened())

    def _dashboard(self, found: Match[str]) -> Iterator[str]:
        yield from self._happens(*self._where(found), Pressed(Action("dashboard")))

    def _attach(self, found: Match[str]) -> Iterator[str]:
        yield from self._happens(*self._where(found), Attached())

    def _press(self, found: Match[str]) -> Iterator[str]:
        person, place = self._where(found)
        looked_at = self._whom(found["owner"]) if found["owner"] else place
        card, pressed = self._button(looked_at, found, old=bool(found["old"]))
        event: Event = (
            Submitted(pressed.action, prefilled(pressed)) if isinstance(pressed, Form) else Pressed(pressed)
        )
        key = self.house.new_key()
        yield from self._happens(person, place, event, card.id, key)
        if found["how"]:
            again = self.house.new_key() if found["how"] in {" två gånger", " twice"} else key
            yield from self._happens(person, place, event, card.id, again)

    def _fill(self, found: Match[str]) -> Iterator[str]:
        person, place = self._where(found)
        card, form = self._button(place, found, old=False)
        fields = prefilled(form)
        for line in found["lines"].split("\n"):
            wanted, value = _filled(form, line.removeprefix("- "))
            options = {label: value for value, label in wanted.options}
            if wanted.type == "checkbox":
                value = "yes" if value == self.speech.yes else ""
            fields[wanted.name] = options.get(value, value)
        yield from self._happens(person, place, Submitted(form.action, fields), card.id)
        if found["how"]:
            yield from self._happens(person, place, Submitted(form.action, fields), card.id)

    def _happens(
        self, person: int, place: To, event: Event, message: int = 0, key: str = ""
    ) -> Iterator[str]:
        self.shown.pop(person, None)
        reply = self.house.handle(person, place, event, message, key)
        news = list(self._told())
        yield from news
        yield from self._shown(person, reply, kept=person != 0)

    def _shown(self, person: int, reply: Reply, *, kept: bool) -> Iterator[str]:
        message = reply.shown or (None if kept else reply.replaced)
        if message is None:
            return
        self.shown[person] = message
        name = self._first(To("person", person)) if person else self.speech.stranger
        private = self.speech.private.format(name=name)
        yield quoted(f"**{self.speech.to} {name}** ({private}):", message, self.speech)

    def _told(self) -> Iterator[str]:
        elsewhere: list[str] = []
        for card in self.house.news():
            if card.to in self.following:
                yield quoted(self._header(card), card.message, self.speech)
            elif self._first(card.to) not in elsewhere:
                elsewhere.append(self._first(card.to))
        if elsewhere:
            yield self.speech.also(elsewhere)

    def _header(self, card: Card) -> str:
        told = f"{self.speech.to if card.to.kind == 'person' else self.speech.within} {self._first(card.to)}"
        if card.revision > 1:
            return f"**{told}** ({self.speech.same_card}):"
        if card.created_at == self.house.clock():
            return f"**{told}:**"
        local = card.created_at.astimezone(ZONE)
        return f"**{told}** ({day(self.speech.code, local.date())} {clock(self.speech.code, local)}):"

    def _button(self, place: To, wanted: Match[str], *, old: bool) -> tuple[Card, Action | Form]:
        """The newest button with this label; on an old card, one that has since become something else."""
        cards = self.house.conversation(place)
        if old:
            cards = [past for card in cards for past in reversed(self.house.old[card.id])]
        elif place.kind == "person" and place.id in self.shown:
            cards = [Card(0, place, self.shown[place.id]), *cards]
        for card in cards:
            if wanted["under"] and Heading(wanted["under"]) not in card.message.parts:
                continue
            for label, what in pressable(card.message):
                if label == wanted["label"] and not isinstance(what, Document):
                    return card, what
        raise LookupError(f"there is no [{wanted['label']}]")

    def _fetch(self, found: Match[str]) -> Iterator[str]:
        person, place = self._where(found)
        messages = [
            *filter(None, [self.shown.get(person)]),
            *(each.message for each in self.house.conversation(place)),
        ]
        wanted = next(
            what
            for message in messages
            for label, what in pressable(message)
            if label == found["label"] and isinstance(what, Document)
        )
        made = self.house.fetch(person, wanted.name)
        assert made is not None, "there is no such file for this person"
        lines = [f"**{self.speech.file} {made.filename}**"]
        if made.media_type.startswith("text/"):
            lines += ["", "```", *made.content.decode("utf-8-sig").splitlines(), "```"]
        yield "\n".join(f"> {line}".rstrip() for line in lines)

    def _answer(self, found: Match[str]) -> Iterator[str]:
        waiting = [(name, desk) for name, desk in self.house.unfinished()]
        chosen = [desk for name, desk in waiting if means(found["who"], name, desk)]
        assert chosen, f"nobody waits: {[name for name, _ in waiting]}"
        for desk in chosen:
            self.house.answer(desk, given(found, desk.asked))
        yield from ()

    def _where(self, found: Match[str]) -> tuple[int, To]:
        who = found["who"]
        person = 0 if who == self.speech.stranger else self._whom(who).id
        team = found.groupdict().get("team")
        return person, self._whom(team) if team else To("person", person)

    def _whom(self, name: str) -> To:
        known = [to for to, full in self.names.items() if name in {full, full.split()[0]}]
        assert len(known) == 1, f"{name} is {len(known)}"
        return known[0]

    def _first(self, to: To) -> str:
        return self.names[to].split()[0] if to.kind == "person" else self.names[to]
