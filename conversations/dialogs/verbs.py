"""Every verb a button, a form or typed words can carry: what it does, what it needs, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass

from conversations.context import Context, Need
from conversations.dialogs import (
    application,
    assessment,
    channels,
    coordinator,
    dashboard,
    extension,
    frozen,
    home,
    own_answers,
    participation,
    planning,
    reminders,
    team,
)
from conversations.facts import Role
from conversations.messages import Action
from conversations.turn import Turn

Step = Callable[[Context, Action], Turn]
FormStep = Callable[[Context, Action, dict[str, str]], Turn]

DESKS = frozenset({Need.DESKS})
SCHOOLS = frozenset({Need.SCHOOLS})
TEAM = frozenset({Need.TEAM})

ANYBODY: frozenset[Role] = frozenset(
    {"staff", "team_leader", "principal", "representative", "coordinator", "researcher"}
)
RESPONDENTS: frozenset[Role] = frozenset({"staff", "team_leader", "principal"})
MEMBERS: frozenset[Role] = frozenset({"staff", "team_leader"})
PRINCIPALS: frozenset[Role] = frozenset({"principal"})
LEADERS: frozenset[Role] = frozenset({"principal", "representative"})
COORDINATORS: frozenset[Role] = frozenset({"coordinator"})


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be asked; ``private`` never happens in a channel, ``send`` takes a form's fields.

    One that ``shows`` answers with what is kept nowhere, where nothing hinders it.
    """

    do: Step | None = None
    needs: frozenset[Need] = frozenset()
    roles: frozenset[Role] = ANYBODY
    private: bool = True
    send: FormStep | None = None
    shows: bool = False


VERBS: dict[str, Verb] = {
    "home": Verb(home.home, DESKS | TEAM, private=False),
    "dashboard": Verb(dashboard.dashboard, DESKS | TEAM | SCHOOLS | {Need.WORK, Need.CHANNELS}, shows=True),
    "help": Verb(home.help_, private=False),
    "who": Verb(home.who, private=False, shows=True),
    "language": Verb(home.language, DESKS),
    "welcome": Verb(home.welcomed, DESKS, RESPONDENTS),
    "later": Verb(home.later, DESKS, RESPONDENTS),
    "begin": Verb(assessment.begin, DESKS),
    "ask": Verb(assessment.ask, DESKS, RESPONDENTS),
    "answer": Verb(assessment.answer, DESKS, RESPONDENTS),
    "back": Verb(assessment.back, DESKS),
    "pause": Verb(assessment.pause, DESKS),
    "terms": Verb(assessment.terms, DESKS, shows=True),
    "review": Verb(own_answers.review, DESKS, shows=True),
    "change": Verb(own_answers.review, DESKS, RESPONDENTS, send=own_answers.change, shows=True),
    "erase": Verb(own_answers.erase, DESKS),
    "erase_yes": Verb(own_answers.erase_yes, DESKS, RESPONDENTS),
    "erase_no": Verb(own_answers.erase_no, DESKS),
    "mute": Verb(reminders.mute, DESKS),
    "discussed": Verb(needs=TEAM, roles=MEMBERS, private=False, send=team.discussed),
    "undiscussed": Verb(team.undiscussed, TEAM, MEMBERS, private=False),
    "counts": Verb(team.counts, TEAM, private=False),
    "participation": Verb(participation.participation, SCHOOLS, LEADERS),
    "extend": Verb(extension.extend, SCHOOLS, PRINCIPALS, send=extension.extend),
    "results": Verb(frozen.results, SCHOOLS),
    "criteria": Verb(frozen.criteria, SCHOOLS, shows=True),
    "teams": Verb(frozen.teams, SCHOOLS, LEADERS, shows=True),
    "apply": Verb(application.apply, SCHOOLS | {Need.WAITING}, PRINCIPALS),
    "overview": Verb(coordinator.overview, SCHOOLS, COORDINATORS),
    "school": Verb(coordinator.school, SCHOOLS, COORDINATORS, send=coordinator.school, shows=True),
    "export": Verb(coordinator.export, SCHOOLS, COORDINATORS),
    "channels": Verb(channels.channels, frozenset({Need.CHANNELS}), COORDINATORS, send=channels.channels),
    "plan": Verb(planning.plan, SCHOOLS, COORDINATORS, send=planning.plan),
}

SHOWING = frozenset(name for name, verb in VERBS.items() if verb.shows)
"""The verbs whose answer must leave no history: where a chat has windows for that, one is opened for them."""
