"""The sentences that explain a frozen result, made from its own numbers."""

from decimal import Decimal

from conversations.facts import RoundFacts
from conversations.snapshot import Index, Share, Snapshot
from conversations.texts import say
from conversations.texts.dates import joined, number, percent

_NAMED = 3


def outcome(language: str, facts: RoundFacts, snapshot: Snapshot) -> str:
    """What the school reached, in one sentence."""
    if snapshot.kind == "pulse":
        return say(language, "overview.outcome.pulse")
    reached = sum(result.reached for result in snapshot.criteria)
    key = "by_rule" if snapshot.qualifies and reached < len(snapshot.criteria) else snapshot.outcome
    return say(
        language,
        f"overview.outcome.{key}",
        level=qualifying_level(language, facts),
        n=len(snapshot.missing),
        reached=reached,
        total=len(snapshot.criteria),
    )


def missing(language: str, facts: RoundFacts, snapshot: Snapshot) -> str:
    """What keeps the school from qualifying; empty when nothing does, and after a pulse."""
    if snapshot.kind == "pulse":
        return ""
    level = qualifying_level(language, facts)
    told = {result.id: result for result in snapshot.criteria if result.shown}
    shown = tuple(criterion for criterion in snapshot.missing if criterion in told)
    hidden = tuple(criterion for criterion in snapshot.missing if criterion not in told)
    sentences = []
    if shown and snapshot.outcome == "needs_answers":
        more = say(language, "overview.missing.more", n=max(told[each].more_answers for each in shown))
        titles = some_titles(language, facts, shown)
        sentences.append(say(language, "overview.missing.answers", criteria=titles, count=more, level=level))
    elif shown:
        titles = some_titles(language, facts, shown)
        sentences.append(say(language, "overview.missing.sentence", level=level, criteria=titles))
    if hidden:
        titles = some_titles(language, facts, hidden)
        sentences.append(say(language, "overview.missing.hidden", criteria=titles))
    return " ".join(sentences)


def certainty(language: str, snapshot: Snapshot) -> str:
    """Whether those who did not answer could have changed the outcome; empty when everybody answered."""
    doubtful = sum(result.certainty != "certain" for result in snapshot.criteria)
    if not doubtful:
        everybody = snapshot.answered == snapshot.eligible
        return "" if everybody else say(language, "overview.result.certainty_all")
    return say(language, "overview.result.certainty_some", n=doubtful)


def spread(language: str, facts: RoundFacts, snapshot: Snapshot) -> str:
    """Where the staff's answers are far apart: a start for a talk, empty where they are not."""
    divided = tuple(result.id for result in snapshot.criteria if result.spread == "divided")
    if not divided:
        return ""
    titles = some_titles(language, facts, divided)
    return say(language, "overview.result.spread_divided", n=len(divided), titles=titles)


def gap(language: str, facts: RoundFacts, snapshot: Snapshot) -> str:
    """Where leadership and staff see the school differently by half a level or more; empty without both."""
    seen = [area for area in snapshot.areas if area.gap]
    if not seen:
        return ""
    words = facts.framework.words(language)
    apart = [
        say(language, "overview.missing.title", title=words.area(area.id).name)
        for area in seen
        if area.gap != "alike"
    ]
    if not apart:
        return say(language, "overview.result.gap_none")
    return say(language, "overview.result.gap", areas=joined(language, apart))


def rule(language: str, facts: RoundFacts) -> str:
    """The framework's rule for qualifying, in one sentence."""
    key = facts.framework.rule.replace("-", "_")
    return say(language, f"overview.rule.{key}", level=qualifying_level(language, facts))


def shown_index(language: str, index: Index | None) -> str:
    """An area's figure in words, as exactly as the gate lets it be told."""
    if index is None:
        return say(language, "overview.result.index_hidden")
    return say(language, f"overview.result.index_{index.bound}", value=number(language, index.value, 1))


def shown_share(language: str, share: Share | None) -> str | None:
    """A share in words, as exactly as the gate lets it be told; nothing where it may not be."""
    if share is None:
        return None
    told = percent(language, Decimal(share.percent) / 100)
    return say(language, f"overview.result.share_{share.bound}", value=told)


def level_name(language: str, facts: RoundFacts, level: int) -> str:
    """A level's name, or that nobody has rated."""
    if not level:
        return say(language, "overview.result.not_rated")
    return facts.framework.words(language).level(level).name


def qualifying_level(language: str, facts: RoundFacts) -> str:
    """The name of the level to reach."""
    return facts.framework.words(language).level(facts.framework.qualifying_level).name


def some_titles(language: str, facts: RoundFacts, criteria: tuple[str, ...]) -> str:
    """The first few criteria by their titles, and how many more there are."""
    words = facts.framework.words(language)
    titles = [
        say(language, "overview.missing.title", title=words.criterion(criterion).title)
        for criterion in criteria
    ]
    if len(titles) <= _NAMED + 1:
        return joined(language, titles)
    first = ", ".join(titles[:_NAMED])
    return say(language, "overview.missing.many", titles=first, count=len(titles) - _NAMED)
