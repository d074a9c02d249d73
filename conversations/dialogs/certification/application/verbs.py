"""The verbs of applying: the school's own application, and what a coordinator decides."""

from conversations.context import Need
from conversations.dialogs.certification.application import answering as deciding_answer
from conversations.dialogs.certification.application import deadline as deciding_deadline
from conversations.dialogs.certification.application import deciding, log
from conversations.dialogs.certification.application import exception as deciding_exception
from conversations.dialogs.certification.application import form as application_form
from conversations.dialogs.certification.application import one as deciding_one
from conversations.dialogs.certification.application import opening as application
from conversations.dialogs.certification.application import sending as application_sending
from conversations.dialogs.certification.application import undoing as deciding_undoing
from conversations.dialogs.verb import COORDINATORS, LEADERS, PRINCIPALS, Verb

_READING = frozenset({Need.SCHOOLS, Need.CERTIFICATION})
_OWN = _READING | {Need.COLLEAGUES}
_FORM = _OWN | {Need.NOTES}

VERBS: dict[str, Verb] = {
    "apply": Verb(application.apply, _FORM, PRINCIPALS),
    "application_fill": Verb(application_form.fill, _FORM, PRINCIPALS, send=application_form.save),
    "application_examples": Verb(application_form.examples, _FORM, PRINCIPALS),
    "application_send": Verb(application_sending.send, _OWN, PRINCIPALS),
    "application_withdraw": Verb(application_sending.withdraw, _OWN, PRINCIPALS),
    "application_withdraw_yes": Verb(application_sending.withdraw_yes, _OWN, PRINCIPALS),
    "applications": Verb(deciding.applications, _READING, COORDINATORS),
    "application": Verb(deciding_one.one, _OWN, COORDINATORS | LEADERS, send=deciding_one.one),
    "application_decide": Verb(deciding_answer.decide, _READING, COORDINATORS, send=deciding_answer.decide),
    "exception": Verb(
        deciding_exception.exception, _READING, COORDINATORS, send=deciding_exception.exception
    ),
    "exception_undo": Verb(deciding_undoing.undo, _READING, COORDINATORS, send=deciding_undoing.undo),
    "deadline": Verb(deciding_deadline.deadline, _READING, COORDINATORS, send=deciding_deadline.deadline),
    "decisions": Verb(
        log.decisions, frozenset({Need.SCHOOLS, Need.LOG}), PRINCIPALS | COORDINATORS, shows=True
    ),
}
