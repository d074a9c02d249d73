"""What must not work on any chat platform: every case has an id, and each platform has a way to try it.

A platform's ``test_hostile`` holds a function for every id here, and fails when one is missing.
"""

from dataclasses import dataclass
from typing import Literal

Told = Literal["words", "nothing"]


@dataclass(frozen=True, slots=True)
class Case:
    """Something that somebody, or the platform, may try.

    ``told`` says whether the one who tries reads a sentence or nothing at all. ``noted`` says that the
    security log gets a line. ``has_effect`` is for what is right once and comes several times.
    """

    id: str
    sentence: str
    told: Told = "words"
    noted: bool = False
    has_effect: bool = False


FORGED = (
    Case("another-person", "an answer in somebody else's name", noted=True),
    Case("another-school", "an answer for a school where one does not work", noted=True),
    Case("another-round", "an answer in a round that there is not", noted=True),
    Case("another-team", "a team's form with the name of another team", noted=True),
    Case("level-nine", "an answer with a level of 9", noted=True),
    Case("odd-digit", "an answer with a 3 that is no ASCII digit", noted=True),
    Case("unknown-question", "an answer to a question that nobody asks"),
    Case("verb-of-coordinator", "a teacher presses what plans a round", noted=True),
    Case("verb-of-principal", "a teacher presses what extends the round", noted=True),
    Case("form-of-coordinator", "a teacher sends the form that plans a round", noted=True),
    Case("unknown-verb", "a press with a verb that there is not", noted=True),
    Case("undecodable", "a press with a value that is no action", noted=True),
    Case("huge-number", "a press with numbers that no database holds", noted=True),
    Case("foreign-row", "a press that names a card of somebody else's conversation", noted=True),
    Case("foreign-row-form", "a form that names a card of somebody else's conversation", noted=True),
)
FORMS = (
    Case("closed-round-form", "a form for a round that has closed"),
    Case("fields-missing", "a form without its fields"),
    Case("fields-too-long", "a form with ten thousand letters in a field"),
    Case("fields-odd", "a form with choices and days that there are not"),
    Case("fields-shapeless", "a form whose fields are of the wrong kinds"),
    Case("note-with-markup", "a note with mentions, links, escapes and turned writing", has_effect=True),
    Case("late-window", "a form that is opened after its press has expired"),
)
FILES = (
    Case("document-not-mine", "a teacher fetches the results' file", noted=True),
    Case("document-of-another", "somebody fetches somebody else's answers", noted=True),
    Case("document-own-answers", "one's own answers as a file, which would stay in the chat"),
    Case("document-path", "a file by a path that leads out of the folder", noted=True),
    Case("document-huge", "a file by numbers that no database holds", noted=True),
)
WORDS = (
    Case("nonsense-command", "a command with nonsense"),
    Case("nonsense-words", "words that mean nothing, with markup in them"),
    Case("far-too-long", "a message of twenty thousand letters"),
    Case("file", "a file instead of words"),
    Case("file-in-question", "a file in the middle of a question: the question is asked again"),
    Case("edited", "a message is edited into an answer", told="nothing"),
    Case("deleted", "a message is deleted", told="nothing"),
)
PLACES = (
    Case("mention-elsewhere", "an answer by mention, in a channel that is no team's"),
    Case("mention-in-team", "an answer by mention, in the team's channel"),
    Case("press-by-outsider", "a press in a team's channel by somebody of another school", noted=True),
    Case("mention-by-outsider", "a mention in a team's channel by somebody of another school"),
    Case("file-in-channel", "a file in a team's channel", told="nothing"),
)
PEOPLE = (
    Case(
        "unknown-workspace", "a command, a press and words from a workspace that is nobody's", told="nothing"
    ),
    Case(
        "stranger", "somebody who is not on the roster writes: told once a day, counted for the coordinator"
    ),
    Case("stranger-in-channel", "the same in a channel: nobody else reads the answer"),
    Case("stranger-presses", "somebody who is not on the roster presses an answer"),
    Case("bot", "another bot writes", told="nothing"),
    Case("guest", "a guest of single channels writes with a teacher's address"),
    Case("deactivated", "an account that has been deactivated writes", told="nothing"),
)
TIMES = (
    Case("pressed-twice", "a card is pressed twice at once", has_effect=True),
    Case("old-card", "a card of a round that has closed"),
    Case(
        "old-card-edits", "a card that has become another is pressed: the answer counts once", has_effect=True
    ),
    Case("event-again", "the same event a hundred times", has_effect=True),
    Case("press-again", "the same press a hundred times", has_effect=True),
    Case("form-again", "the same form a hundred times", has_effect=True),
)
DOOR = (
    Case("unsigned", "a request without a signature", told="nothing"),
    Case("wrong-signature", "a request that somebody else has signed", told="nothing"),
    Case("malformed-signature", "a signature that is none, or a time that is none", told="nothing"),
    Case(
        "stale-signature",
        "a request that was signed ten minutes ago, or is to be in ten minutes",
        told="nothing",
    ),
    Case("changed-body", "a signed request whose body has been changed", told="nothing"),
    Case("too-long", "a signed body of more than 64 KiB", told="nothing"),
    Case("no-json", "a signed body that cannot be read", told="nothing"),
    Case("odd-content-type", "a signed body of a kind that there is not", told="nothing"),
    Case("deeply-nested", "a signed body of ten thousand brackets", told="nothing"),
    Case("unknown-kind", "a signed event, press or payload of a kind that we do not know", told="nothing"),
    Case("shapeless", "signed payloads whose parts are of the wrong kinds", told="nothing"),
)
CASES = (*FORGED, *FORMS, *FILES, *WORDS, *PLACES, *PEOPLE, *TIMES, *DOOR)
