"""Every verb of the checklist and the certificate."""

from conversations.context import Need
from conversations.dialogs.certification.certificate import checklist_schools, checklist_waiving
from conversations.dialogs.certification.certificate import issuing as certificate_issuing
from conversations.dialogs.certification.certificate import listing as certificate_list
from conversations.dialogs.certification.certificate import naming as certificate_naming
from conversations.dialogs.certification.certificate import withdrawing as certificate_withdrawing
from conversations.dialogs.verb import ANYBODY, COORDINATORS, LEADERS, PRINCIPALS, Verb

_NEEDS = frozenset({Need.CERTIFICATION})
_WITH_SCHOOLS = frozenset({Need.CERTIFICATION, Need.SCHOOLS})
_list, _certificates = checklist_schools, certificate_list
_issue, _back = certificate_issuing, certificate_withdrawing

VERBS: dict[str, Verb] = {
    "checklist": Verb(_list.checklist, _NEEDS, LEADERS | COORDINATORS, send=_list.checklist),
    "waive": Verb(checklist_waiving.waive, _NEEDS, COORDINATORS, send=checklist_waiving.waive),
    "waive_undo": Verb(checklist_waiving.undo, _NEEDS, COORDINATORS, send=checklist_waiving.undo),
    "certify": Verb(_issue.certify, _NEEDS, COORDINATORS),
    "certify_yes": Verb(_issue.certify_yes, _NEEDS, COORDINATORS),
    "certificate": Verb(
        _certificates.certificate_or_all, _NEEDS, ANYBODY, send=_certificates.certificate_or_all
    ),
    "certificates": Verb(_certificates.certificates, _NEEDS, COORDINATORS),
    "certificate_withdraw": Verb(_back.withdraw, _NEEDS, COORDINATORS, send=_back.withdraw),
    "certificate_restore": Verb(_back.restore, _NEEDS, COORDINATORS, send=_back.restore),
    "be_named": Verb(certificate_naming.be_named, _WITH_SCHOOLS, PRINCIPALS),
}
