"""Which channel is meant for which work team, by their names; proposed only where it can be no other."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W\d_]+|\d+")
_TEAM = "lag"
_TEAM_WORDS = frozenset({"lag", "laget", "arbetslag", "arbetslaget", "team", "workteam"})
_SCHOOL_WORDS = ("skolan", "skola", "school")
# These letters are not composed of a plain one and a mark.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l"})
# What is shorter says too little by itself: "1" may be a school year, a floor, or a team.
_TELLING_LETTERS = 3


@dataclass(frozen=True, slots=True)
class NamedTeam:
    """A work team and its school, as people call them; ``channel`` is the one it has."""

    id: int
    name: str
    school: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class NamedChannel:
    """A channel's id and name in the chat; ``group`` is the user group whose channel it is by default."""

    id: str
    name: str
    group: str = ""


def proposals(teams: Sequence[NamedTeam], channels: Iterable[NamedChannel]) -> dict[int, str]:
    """Channels for teams that have none, by team, in the teams' order.

    A channel is proposed when it, or the user group whose channel it is, is called as the team is, with or
    without the school's name before or after it, when no other team of the authority may be meant by that
    name, and no other channel by the team's.
    Case, accents, punctuation and the words for a work team do not count. Every team and channel counts
    against the others, also those that belong together already.
    """
    called: dict[Words, list[NamedTeam]] = defaultdict(list)
    for team in teams:
        for name in set(_names(team)):
            called[name].append(team)
    meant = [pair for channel in channels for pair in _meant(channel, called)]
    times = Counter(team.id for team, _ in meant)
    taken = {team.channel for team in teams}
    found = {
        team.id: channel
        for team, channel in meant
        if times[team.id] == 1 and not team.channel and channel not in taken
    }
    return {team.id: found[team.id] for team in teams if team.id in found}


def _meant(channel: NamedChannel, called: Mapping[Words, list[NamedTeam]]) -> Iterator[tuple[NamedTeam, str]]:
    """The team that a channel is called after, or else its user group; none when the two do not agree."""
    owners = [called.get(words(name), []) for name in (channel.name, channel.group) if name]
    found = {each.id: each for named in owners for each in named}
    if len(found) == 1:
        yield from ((team, channel.id) for team in found.values())


def likeliest(team: NamedTeam, channels: Iterable[NamedChannel]) -> tuple[NamedChannel, ...]:
    """The channels in the order in which they may be the team's: its own words first, then its school's."""
    own = set(words(team.name)) - {_TEAM}
    school = {word for name in _schools(team.school) for word in name}

    def rank(channel: NamedChannel) -> tuple[int, int, str, str]:
        there = set(words(channel.name))
        return -len(own & there), -len(school & there), channel.name, channel.id

    return tuple(sorted(channels, key=rank))


def words(name: str) -> Words:
    """A name's words as they are compared: small letters without marks, numbers apart, one word for team."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    found: list[str] = _WORD.findall(plain.translate(_PLAIN))
    return tuple(_TEAM if word in _TEAM_WORDS else word for word in found)


def _names(team: NamedTeam) -> Iterator[Words]:
    """Everything that the team's channel may be called."""
    schools = _schools(team.school)
    for own in _own_names(words(team.name), schools):
        if own != (_TEAM,):
            yield own
        for school in schools:
            yield (*school, *own)
            yield (*own, *school)


def _own_names(name: Words, schools: tuple[Words, ...]) -> Iterator[Words]:
    """The team's own name, without its school's, with and without the word for a team."""
    for bare in (name, *(_without(name, school) for school in schools)):
        if not bare:
            continue
        yield bare
        rest = tuple(word for word in bare if word != _TEAM)
        if sum(len(word) for word in rest if word.isalpha()) >= _TELLING_LETTERS:
            yield from (rest, (_TEAM, *rest), (*rest, _TEAM))


def _schools(name: str) -> tuple[Words, ...]:
    """A school's name in full and without the word for a school."""
    full = words(name)
    *first, last = full or ("",)
    ending = next((word for word in _SCHOOL_WORDS if last.endswith(word)), "")
    short = tuple(filter(None, (*first, last.removesuffix(ending))))
    telling = sum(len(word) for word in short) >= _TELLING_LETTERS
    return tuple(dict.fromkeys(each for each in (full, short if telling else ()) if each))


def _without(name: Words, school: Words) -> Words:
    """The name without the school's before or after it; empty where that leaves nothing."""
    if name[: len(school)] == school:
        return name[len(school) :]
    return name[: -len(school)] if name[-len(school) :] == school else ()
