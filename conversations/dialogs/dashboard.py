"""Everything that concerns somebody at a glance: a section for each of their roles, shown and never kept."""

from conversations.context import Context
from conversations.dialogs import dashboard_authority, dashboard_road, dashboard_school, dashboard_staff
from conversations.dialogs.parts import button, titled
from conversations.messages import Action, Buttons, Part, Text
from conversations.texts import say
from conversations.turn import Show, Turn


def dashboard(context: Context, _action: Action) -> Turn:
    """What I answer, then my work team, the schools that I lead and what follows, the whole authority."""
    language = context.language
    sections = (
        *dashboard_staff.answering(context),
        *dashboard_staff.teams(context),
        *dashboard_school.schools(context),
        *dashboard_road.after_the_result(context),
        *dashboard_authority.authority(context),
    )
    name = context.me.name.split()[0] if context.me else ""
    heading = say(language, "dashboard.start.heading", name=name)
    nothing: tuple[Part, ...] = (Text(say(language, "home.nothing.text")),)
    ways = Buttons(
        (
            button(context, "home.privacy.more", Action("who")),
            button(context, "dashboard.start.language", Action("language")),
            button(context, "home.menu.help", Action("help")),
        )
    )
    summary = say(language, "dashboard.start.summary")
    return Turn((Show(titled(context, summary, heading, *(sections or nothing), ways)),))
