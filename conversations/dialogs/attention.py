"""What a coordinator has to know so that somebody can mend it: who is not reached, what does not get out."""

from collections.abc import Iterator

from conversations.context import Context, SchoolView
from conversations.dialogs.participation import few
from conversations.messages import Part, Text
from conversations.texts import say


def attention(context: Context) -> Iterator[Part]:
    """Sentences with counts, never names; none where all is well."""
    work, language = context.work, context.language
    if work.unsent:
        yield Text(say(language, "dashboard.attention.unsent", n=work.unsent), "quiet")
    if work.parked:
        yield Text(say(language, "dashboard.attention.parked", n=work.parked), "warning")
    if work.stuck:
        yield Text(say(language, "dashboard.attention.stuck", n=work.stuck), "warning")
    yield from people(context, context.schools)


def people(context: Context, views: tuple[SchoolView, ...]) -> Iterator[Part]:
    """How many respondents are not reached at these schools, and how many unknown people have written."""
    lost_at: dict[int, int] = {}
    for view in views:
        # Whoever is asked in two rounds at once is one person.
        lost_at[view.school.id] = max(lost_at.get(view.school.id, 0), _unreachable(view))
    if lost := sum(lost_at.values()):
        yield Text(say(context.language, "dashboard.attention.unreachable", n=lost), "warning")
    if context.authority.strangers:
        yield Text(say(context.language, "dashboard.attention.strangers", n=context.authority.strangers))


def _unreachable(view: SchoolView) -> int:
    return 0 if few(view) else view.counts.unreachable
