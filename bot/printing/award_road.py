"""Certified schools, the cohorts' story, and examples, as far as outsiders may be told."""

from collections.abc import Iterator

from bot.printing.award_naming import is_named, name_of, without_names
from bot.printing.days import written
from bot.printing.report import Grid, Paragraph, Piece, Section
from conversations.certification import ApplicationFacts, CertificateFacts
from conversations.cohorts import CohortFacts, SessionFacts
from conversations.context import Context
from conversations.dialogs.applying import EXAMPLE
from conversations.dialogs.certification.session import words as session_words
from conversations.framework.schema import Framework
from conversations.framework.words import Words
from conversations.rules.validity import valid
from conversations.texts import say
from conversations.texts.dates import joined

_CERTIFIED_WIDTHS, _SESSION_WIDTHS, _EXAMPLE_WIDTHS = (3, 2, 2), (5, 3, 2), (3, 7, 3)


def certified(context: Context, framework: Framework) -> Section:
    """How many schools are certified today, and those of them that may be named."""
    language, award = context.language, framework.words(context.language).award
    valid = _valid(context)
    heading = say(language, "award.certified.heading")
    if not valid:
        return Section(heading, (Paragraph(say(language, "award.certified.zero", award=award)),))
    pieces: list[Piece] = [Paragraph(say(language, "award.certified.count", n=len(valid), award=award))]
    named = [each for each in valid if is_named(context, each.school.id)]
    if named:
        pieces.append(_certificates(language, named))
        if unnamed := len(valid) - len(named):
            pieces.append(Paragraph(say(language, "award.certified.more", n=unnamed), quiet=True))
    return Section(heading, tuple(pieces))


def _valid(context: Context) -> list[CertificateFacts]:
    """Each certified school's newest certificate, by the schools' names."""
    today = context.authority.calendar.local_date(context.now)
    newest = {
        each.school.id: each
        for each in sorted(
            valid(context.certification.certificates, today), key=lambda each: (each.issued_on, each.id)
        )
    }
    return sorted(newest.values(), key=lambda each: each.school.name)


def _certificates(language: str, named: list[CertificateFacts]) -> Grid:
    columns = tuple(say(language, f"award.certified.column_{name}") for name in ("school", "issued", "until"))
    rows = tuple(
        (each.school.name, written(language, each.issued_on), written(language, each.valid_until))
        for each in named
    )
    return Grid(columns, rows, _CERTIFIED_WIDTHS)


def cohorts(context: Context) -> Iterator[Section]:
    """Each cohort's learning sessions and visits, oldest cohort first."""
    for cohort in sorted(context.certification.cohorts, key=lambda each: (each.begins_on, each.id)):
        if cohort.present:
            heading = say(context.language, "award.cohort.heading", cohort=cohort.name)
            yield Section(
                heading, (Paragraph(" ".join(_story(context, cohort))), *_sessions(context, cohort))
            )


def _story(context: Context, cohort: CohortFacts) -> Iterator[str]:
    language = context.language
    first, last = written(language, cohort.begins_on), written(language, cohort.ends_on)
    yield say(language, "award.cohort.period", n=len(cohort.present), first=first, last=last)
    named = sorted(each.school.name for each in cohort.present if is_named(context, each.school.id))
    if named:
        yield say(language, "award.cohort.named", schools=joined(language, named))
    meetings = _planned(cohort)
    if meetings:
        held = sum(each.ends_at <= context.now for each in meetings)
        yield say(language, "award.cohort.sessions", n=held, total=len(meetings))
    visits = [each for each in cohort.visits if each.status != "cancelled"]
    if visits:
        made = sum(each.status == "made" for each in visits)
        yield say(language, "award.cohort.visits", n=made, total=len(visits))


def _planned(cohort: CohortFacts) -> list[SessionFacts]:
    return [each for each in cohort.sessions if each.cancelled_at is None]


def _sessions(context: Context, cohort: CohortFacts) -> tuple[Piece, ...]:
    language, meetings = context.language, _planned(cohort)
    if not meetings:
        return ()
    columns = tuple(say(language, f"award.cohort.column_{name}") for name in ("session", "day", "came"))
    rows = tuple(
        (
            session_words.title(language, cohort, each),
            written(language, session_words.local(context, each.begins_at).date()),
            _came(context, cohort, each),
        )
        for each in meetings
    )
    return (Grid(columns, rows, _SESSION_WIDTHS),)


def _came(context: Context, cohort: CohortFacts, session: SessionFacts) -> str:
    if session.ends_at > context.now:
        return say(context.language, "award.none")
    came = sum(session.part(each.school.id).attended is True for each in cohort.present)
    return say(context.language, "award.of", n=came, total=len(cohort.present))


def examples(context: Context, framework: Framework) -> Section:
    """What the accepted schools have written of each area, in the framework's order."""
    language, words = context.language, framework.words(context.language)
    heading = say(language, "award.examples.heading")
    rows = tuple(row for area in framework.areas for row in _examples_of(context, words, area.id))
    if not rows:
        return Section(heading, (Paragraph(say(language, "award.examples.none")),))
    columns = tuple(say(language, f"award.examples.column_{name}") for name in ("area", "example", "school"))
    about = Paragraph(say(language, "award.examples.text"), quiet=True)
    return Section(heading, (about, Grid(columns, rows, _EXAMPLE_WIDTHS)))


def _examples_of(context: Context, words: Words, area: str) -> Iterator[tuple[str, ...]]:
    """The named schools' examples first; the others in an order that tells nothing of their names."""
    name = words.area(area).name
    found = [(each, each.form.get(EXAMPLE + area, "").strip()) for each in _accepted(context)]
    for each, text in sorted(found, key=lambda pair: (not is_named(context, pair[0].school.id), pair[1])):
        if text:
            school = name_of(context, each.school.id, each.school.name)
            yield (name, without_names(context, text, each.school.id), school)


def _accepted(context: Context) -> list[ApplicationFacts]:
    """Each school's newest accepted application."""
    accepted = (each for each in context.certification.applications if each.status == "accepted")
    newest = {each.school.id: each for each in sorted(accepted, key=lambda each: (each.round, each.id))}
    return list(newest.values())
