"""Who may do what: route name -> roles. A route that is not listed here stops the start-up."""

from typing import Final

AGENT: Final = "care.agent"
MANAGER: Final = "care.manager"
AUDITOR: Final = "company.auditor"

ROLES: Final = frozenset({AGENT, MANAGER, AUDITOR})
_EVERYBODY: Final = frozenset({AGENT, MANAGER, AUDITOR, "company.reader"})
_STAFF: Final = frozenset({AGENT, MANAGER})
_MANAGERS: Final = frozenset({MANAGER})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "check warranty entitlement": _EVERYBODY,
    "list warranties": _EVERYBODY,
    "read warranty": _EVERYBODY,
    "read warranty history": _EVERYBODY,
    "dispatch survey": _STAFF,
    "answer survey": _STAFF,
    "list surveys": _EVERYBODY,
    "list survey queue": _EVERYBODY,
    "read survey": _EVERYBODY,
    "read survey history": _EVERYBODY,
    "open support case": _STAFF,
    "assign support case": _STAFF,
    "prioritise support case": _STAFF,
    "escalate support case": _STAFF,
    "begin support case": _STAFF,
    "add support case note": _STAFF,
    "await customer of support case": _STAFF,
    "await third party of support case": _STAFF,
    "resume support case": _STAFF,
    "resolve support case": _STAFF,
    "reopen support case": _STAFF,
    "close support case": _STAFF,
    "merge support case": _STAFF,
    "mark support case as spam": _STAFF,
    "list support cases": _EVERYBODY,
    "list support case queue": _EVERYBODY,
    "read support case": _EVERYBODY,
    "read support case history": _EVERYBODY,
    "set service level": _MANAGERS,
    "list service levels": _EVERYBODY,
    "read service level": _EVERYBODY,
    "read service level history": _EVERYBODY,
    "open complaint": _STAFF,
    "verify complaint": _STAFF,
    "correct complaint": _STAFF,
    "assign complaint": _STAFF,
    "prioritise complaint": _STAFF,
    "add complaint note": _STAFF,
    "ask customer about complaint": _STAFF,
    "await third party about complaint": _STAFF,
    "resume complaint": _STAFF,
    "escalate complaint": _STAFF,
    "resolve complaint": _STAFF,
    "reopen complaint": _STAFF,
    "close complaint": _STAFF,
    "withdraw complaint": _STAFF,
    "list complaints": _EVERYBODY,
    "list complaint queue": _EVERYBODY,
    "read complaint": _EVERYBODY,
    "read complaint history": _EVERYBODY,
    "request return": _STAFF,
    "name complaint of return": _STAFF,
    "approve return": _STAFF,
    "approve return in goodwill": _MANAGERS,
    "approve chargeable return": _STAFF,
    "refuse return": _STAFF,
    "cancel return": _STAFF,
    "grant remedy": _STAFF,
    "list customer returns": _EVERYBODY,
    "list customer return queue": _EVERYBODY,
    "read customer return": _EVERYBODY,
    "read customer return history": _EVERYBODY,
    "read site list": _EVERYBODY,
    "read site list history": _EVERYBODY,
}
