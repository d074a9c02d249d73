from collections.abc import Iterator
from datetime import date

import pytest

from bot.play.coordinating import Coordinator, Wanted
from bot.play.stage import LocalStage
from storage.sending import Delivery

SCHOOL = 1
COHORT = Wanted("Kullen", date(2027, 3, 1), date(2027, 6, 10))


class Nobody:
    def send(self, delivery: Delivery) -> str:
        return f"nobody-{delivery.id}"


@pytest.fixture(scope="module")
def stage() -> Iterator[LocalStage]:
    stage = LocalStage(Nobody)
    yield stage
    stage.close()


def test_the_story_leads_from_the_discussion_to_the_certificate(stage: LocalStage) -> None:
    told = [stage.next_step(SCHOOL)]
    stage.advance("week", SCHOOL)
    stage.let_others(SCHOOL, 0)
    stage.advance("close", SCHOOL)
    told.append(stage.next_step(SCHOOL))
    assert stage.leaps(SCHOOL) == ("day", "week", "next")
    stage._schools().do_their_part(eager=True)
    told.append(stage.next_step(SCHOOL))
    person = stage.people().schools[0].coordinator
    assert person
    coordinator = Coordinator(stage._world.hands, person.id)
    coordinator.look_after(stage._schools().moment())
    told.append(stage.next_step(SCHOOL))
    coordinator.make(COHORT)
    told.append(stage.next_step(SCHOOL))
    assert stage.leaps(SCHOOL) == ("day", "week", "next", "certification")
    stage.advance("certification", SCHOOL)
    told.append(stage.next_step(SCHOOL))
    coordinator.look_after(stage._schools().moment())
    told.append(stage.next_step(SCHOOL))
    assert told == ["discuss", "plan", "accept", "cohort", "reply", "certify", "done"]
