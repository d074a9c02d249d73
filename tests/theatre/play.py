"""Plays a transcript through the dispatcher and writes it down again, word for word."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from re import Match
from zoneinfo import ZoneInfo

from bot.platforms.envelope import Reply
from conversations.events import Event, Opened, Pressed, Submitted, Wrote
from conversations.messages import Action, Buttons, Choice, Document, Form, Heading, Message
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT
from conversations.texts import variants
from conversations.texts.dates import clock, day
from conversations.turn import To
from tests.theatre.house import Card, House
from tests.theatre.scene import scene
from tests.theatre.speech import ENGLISH, OF_BLOCK, SWEDISH, Speech
from tests.theatre.voices import quoted

ZONE = ZoneInfo("Europe/Stockholm")
_MARKS = {"–": NOT_APPLICABLE, "?": PREFER_NOT, "_": 0}


def performed(text: str, file: Path) -> str:
    """The transcript as it reads when its stage directions are played on the database in ``file``."""
    blocks = _directions(text)
    played = list(_Play(file).blocks(blocks))
    return "\n\n".join(played) + "\n"


def _directions(text: str) -> list[str]:
    """What the author wrote, without what the theatre wrote."""
    blocks = [block.strip("\n") for block in text.split("\n\n")]
    echoes = tuple(f"*{speech.others}" for speech in (SWEDISH, ENGLISH))
    return [block for block in blocks if block and not block.startswith((">", *echoes))]


@dataclass
class _Play:
    file: Path
    speech: Speech = SWEDISH
    house: House | None = None
    block: list[str] = field(default_factory=list)
    shown: dict[int, Message] = field(default_factory=dict)
    names: dict[To, str] = field(default_factory=dict)
    follow: set[To] = field(default_factory=set)

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
        first = block.split("\n")[0]
        if first.startswith("```"):
            self.speech, self.block = OF_BLOCK[first[3:]], block.split("\n")[1:-1]
        elif found := self.speech.clock.match(first):
            yield from self._time(found)
        elif found := self.speech.round.match(block):
            self.house.plan(found["round"])
            yield from self._told()
        elif found := self.speech.follow.match(block):
            self.follow = {self._whom(name) for name in found["names"].split(", ")}
        elif found := self.speech.answer.match(block):
            self._answers(found)
        elif found := self.speech.press.match(block):
            yield from self._presses(found)
        elif found := self.speech.fill.match(first):
            yield from self._fills(found, block.split("\n")[1:])
        elif found := self.speech.write.match(block):
            yield from self._does(found, Wrote(found["text"]))
        elif found := self.speech.opens.match(block):
            yield from self._does(found, Opened())
        elif found := self.speech.fetch.match(block):
            yield self._fetched(found)
        elif first.startswith(("**", "---")):
            raise AssertionError("this is no stage direction")

    def _time(self, found: Match[str]) -> Iterator[str]:
        instant = self._instant(found)
        if self.house is None:
            made = scene(self.speech, self.block)
            self.house = House(made, self.file, instant)
            self.names = self.house.names()
            self.follow = {self._whom(name) for name in made.follow}
        else:
            assert instant > self.house.clock(), "time goes forward"
            self.house.live_until(instant)
        yield from self._told()

    def _instant(self, found: Match[str]) -> datetime:
        *words, number, month, year = found["day"].split()
        months = variants(self.speech.code, "dates.long.months")
        local = date(int(year), months.index(month) + 1, int(number))
        assert found["day"] == f"{day(self.speech.code, local)} {year}", "the weekday is another"
        return datetime(
            local.year, local.month, local.day, int(found["hour"]), int(found["minute"]), tzinfo=ZONE
        ).astimezone(UTC)

    def _does(self, found: Match[str], event: Event) -> Iterator[str]:
        person, place = self._where(found)
        yield from self._happens(person, place, event)

    def _presses(self, found: Match[str]) -> Iterator[str]:
        person, place = self._where(found)
        looked_at = self._whom(found["owner"]) if found["owner"] else place
        card, pressed = self._button(looked_at, found, old=bool(found["old"]))
        event: Event = Submitted(pressed.action, _prefilled(pressed)) if isinstance(pressed, Form) else Pressed(pressed)
        key = self.house.new_key()
        yield from self._happens(person, place, event, card.id, key)
        if found["how"]:
            again = self.house.new_key() if found["how"] in {" två gånger", " twice"} else key
            yield from self._happens(person, place, event, card.id, again)

    def _fills(self, found: Match[str], lines: list[str]) -> Iterator[str]:
        person, place = self._where(found)
        card, form = self._button(place, found, old=False)
        fields = _prefilled(form)
        for line in lines:
            label, _, value = line.removeprefix("- ").partition(": ")
            wanted = next(each for each in form.fields if each.label == label)
            options = {label: value for value, label in wanted.options}
            if wanted.type == "checkbox":
                value = "yes" if value == self.speech.yes else ""
            fields[wanted.name] = options.get(value, value)
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
            if card.to in self.follow:
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
            for label, what in _pressable(card.message):
                if label == wanted["label"] and not isinstance(what, Document):
                    return card, what
        raise LookupError(f"there is no [{wanted['label']}]")

    def _fetched(self, found: Match[str]) -> str:
        person, place = self._where(found)
        messages = [*filter(None, [self.shown.get(person)]), *(each.message for each in self.house.conversation(place))]
        wanted = next(
            what for message in messages for label, what in _pressable(message)
            if label == found["label"] and isinstance(what, Document)
        )
        made = self.house.fetch(person, wanted.name)
        assert made is not None, "there is no such file for this person"
        lines = [f"**{self.speech.file} {made.filename}**"]
        if made.media_type.startswith("text/"):
            lines += ["", "```", *made.content.decode("utf-8-sig").splitlines(), "```"]
        return "\n".join(f"> {line}".rstrip() for line in lines)

    def _answers(self, found: Match[str]) -> None:
        waiting = [(name, desk) for name, desk in self.house.unfinished()]
        chosen = [desk for name, desk in waiting if _means(found["who"], name, desk)]
        assert chosen, f"nobody waits: {[name for name, _ in waiting]}"
        for desk in chosen:
            self.house.answer(desk, _given(found, desk.asked))

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


def _pressable(message: Message) -> Iterator[tuple[str, Action | Form | Document]]:
    for part in message.parts:
        match part:
            case Choice(options):
                yield from ((option.label, option.action) for option in options)
            case Buttons(buttons):
                yield from ((button.label, button.action) for button in buttons)
            case Form():
                yield part.submit, part
            case Document():
                yield part.label, part
            case _:
                pass


def _prefilled(form: Form) -> dict[str, str]:
    """What a browser sends of a form that nobody has touched."""
    filled = {each.name: each.value for each in form.fields}
    first = {each.name: each.options[0][0] for each in form.fields if each.options and not each.value}
    return {name: value for name, value in (filled | first).items() if value or name not in _boxes(form)}


def _boxes(form: Form) -> set[str]:
    return {each.name for each in form.fields if each.type == "checkbox"}


def _means(who: str, name: str, desk: object) -> bool:
    """Whether a direction such as “De andra på Myntaskolan” or “Bo, Cilla och Dag” means this respondent."""
    for opening in ("De andra på ", "The others at "):
        if who.startswith(opening):
            return desk.respondent.kind == "person" and desk.school.name == who.removeprefix(opening)
    for opening in ("Ledningen på ", "The leadership of "):
        if who.startswith(opening):
            return desk.respondent.kind == "leadership" and desk.school.name == who.removeprefix(opening)
    named = who.replace(" och ", ", ").replace(" and ", ", ").split(", ")
    return desk.respondent.kind in {"person", "team"} and (name in named or name.split()[0] in named)


def _given(found: Match[str], asked: tuple[int, ...]) -> dict[int, int]:
    levels = found["levels"].split()
    levels = levels * len(asked) if found["all"] else levels
    assert len(levels) == len(asked), f"{len(asked)} answers are asked for"
    return {
        place: _MARKS[level] if level in _MARKS else int(level)
        for place, level in zip(asked, levels, strict=True)
        if level != "_"
    }
