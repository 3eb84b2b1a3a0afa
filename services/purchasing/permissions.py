"""Who may do what: route name -> roles. A route that is not listed here stops the start-up.

That the second person is another person is decided on the aggregates, not here.
"""

from typing import Final

BUYER: Final = "purchasing.buyer"
MANAGER: Final = "purchasing.manager"
AUDITOR: Final = "company.auditor"

ROLES: Final = frozenset({BUYER, MANAGER, AUDITOR})
_EVERYBODY: Final = frozenset({BUYER, MANAGER, AUDITOR, "company.reader"})
_STAFF: Final = frozenset({BUYER, MANAGER})
_MANAGERS: Final = frozenset({MANAGER})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "set policy": _MANAGERS,
    "read policy": _EVERYBODY,
    "read policy history": _EVERYBODY,
    "register supplier": _STAFF,
    "correct supplier": _STAFF,
    "approve supplier": _MANAGERS,
    "block supplier": _STAFF,
    "unblock supplier": _MANAGERS,
    "list suppliers": _EVERYBODY,
    "list supplier queue": _EVERYBODY,
    "read supplier": _EVERYBODY,
    "read supplier history": _EVERYBODY,
    "offer supply": _STAFF,
    "withdraw offer": _STAFF,
    "list supply sources": _EVERYBODY,
    "list supply source queue": _EVERYBODY,
    "read supply source": _EVERYBODY,
    "read supply source history": _EVERYBODY,
    "propose requisition": _STAFF,
    "approve requisition": _MANAGERS,
    "reject requisition": _MANAGERS,
    "source requisition line": _STAFF,
    "cancel requisition": _MANAGERS,
    "list requisitions": _EVERYBODY,
    "list requisition queue": _EVERYBODY,
    "read requisition": _EVERYBODY,
    "read requisition history": _EVERYBODY,
    "draft purchase order": _STAFF,
    "revise purchase order": _STAFF,
    "approve purchase order": _MANAGERS,
    "refuse purchase order": _MANAGERS,
    "dispatch purchase order": _STAFF,
    "acknowledge purchase order": _STAFF,
    "amend purchase order": _STAFF,
    "approve amendment": _MANAGERS,
    "refuse amendment": _STAFF,
    "cancel purchase order": _STAFF,
    "close purchase order": _STAFF,
    "list purchase orders": _EVERYBODY,
    "list purchase order queue": _EVERYBODY,
    "read purchase order": _EVERYBODY,
    "read purchase order history": _EVERYBODY,
    "record supplier invoice": _STAFF,
    "record supplier credit": _STAFF,
    "rematch supplier invoice": _STAFF,
    "release supplier invoice": _MANAGERS,
    "reject supplier invoice": _MANAGERS,
    "list supplier invoices": _EVERYBODY,
    "list supplier invoice queue": _EVERYBODY,
    "read supplier invoice": _EVERYBODY,
    "read supplier invoice history": _EVERYBODY,
    "read site list": _EVERYBODY,
    "read site list history": _EVERYBODY,
}
