from collections.abc import Callable
from typing import Protocol

from conversations.dialogs.verbs import SHOWING, VERBS


class Heard(Protocol):
    showing: frozenset[Callable[..., object]]


def test_the_verbs_that_show_are_those_that_do(heard: Heard) -> None:
    showing = {name for name, verb in VERBS.items() if verb.do in heard.showing}
    assert heard.showing
    assert showing == SHOWING
