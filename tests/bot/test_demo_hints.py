from dataclasses import replace
from datetime import date

import pytest

from bot.play.hints import Standing, hint
from conversations.certification import Certification
from conversations.cohorts import VisitFacts
from tests.conversations.dialogs.certification.the_visiting_schools import (
    ALM,
    AUTHORITY,
    BJORK,
    RETURN,
    VISIT,
    a_year_of_sessions,
    cohort,
    result,
)

TODAY = date(2026, 11, 20)
OTHERS = replace(RETURN, day=date(2026, 12, 4), proposed_by=BJORK.id)
MADE = replace(VISIT, status="made", day=date(2026, 11, 10))
AGREED = replace(VISIT, status="agreed", day=date(2026, 11, 30))


def hinted(*visits: VisitFacts) -> str:
    """The hint at Almskolan once its first session is behind it."""
    view = result(ALM, 3, 3, 3, 3, 3)
    road = Certification(cohorts=(cohort(*visits, sessions=a_year_of_sessions(done=True)),))
    at = Standing(view, (view,), road, (), AUTHORITY.calendar, TODAY)
    return hint(at, AUTHORITY.calendar.opening(TODAY))


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (replace(MADE, protocol={"saw": "Mycket"}), "certification"),
        (MADE, "protocol"),
        (replace(AGREED, day=date(2026, 11, 10)), "protocol"),
        (AGREED, "agree"),
        (VISIT, "agree"),
    ],
)
def test_what_the_school_has_done_itself_comes_before_what_another_proposes(
    own: VisitFacts, told: str
) -> None:
    assert hinted(own, OTHERS) == told


def test_a_school_that_visits_nobody_still_answers_a_proposal() -> None:
    assert hinted(OTHERS) == "agree"
    assert hinted(RETURN) == "certification"
