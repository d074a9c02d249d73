"""What made-up schools write in forms; each school has its own way of putting things."""

from conversations.context import SchoolView
from conversations.dialogs.applying import EXAMPLE, form_fields
from conversations.dialogs.certification.session.filling import names_of
from conversations.framework.schema import Framework
from conversations.texts import variants

_RATED = (3, 4, 3, 2, 3, 4)


def words(language: str, name: str, school: int) -> str:
    """What this school writes in a field of some form."""
    told = variants(language, f"demo.written.{name}")
    return told[school % len(told)]


def application(language: str, view: SchoolView, representative: int) -> dict[str, str]:
    """An application's fields, where this person represents the school."""
    fields = {
        name: words(language, "example" if name.startswith(EXAMPLE) else name, view.school.id + place)
        for place, name in enumerate(form_fields(view.round.framework))
        if name not in {"represents", "heard"}
    }
    return {**fields, "represents": str(representative), "heard": "yes"}


def preparation(language: str, number: int, school: int) -> dict[str, str]:
    """What a school prepares for a cohort's session of this number."""
    return {name: words(language, name, school + number) for name in names_of("preparation", number)}


def reflection(language: str, school: int) -> dict[str, str]:
    """What a school takes home from a session."""
    return {name: words(language, name, school) for name in names_of("reflection", 1)}


def protocol(language: str, framework: Framework, visit: int) -> dict[str, str]:
    """What the guests of a visit saw, with their rating of each area."""
    highest = len(framework.levels)
    ratings = {
        f"rating_{area.id}": str(min(highest, _RATED[(visit + place) % len(_RATED)]))
        for place, area in enumerate(framework.areas)
    }
    return {
        "saw": words(language, "saw", visit),
        "take_home": words(language, "take_home", visit),
        **ratings,
    }
