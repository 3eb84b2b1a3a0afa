"""Who may do what: route name -> roles. A route that is not listed here stops the start-up."""

from typing import Final

REP: Final = "sales.rep"
MANAGER: Final = "sales.manager"
AUDITOR: Final = "company.auditor"
READER: Final = "company.reader"

ROLES: Final = frozenset({REP, MANAGER, AUDITOR})
_EVERYBODY: Final = frozenset({REP, MANAGER, AUDITOR, READER})
_STAFF: Final = frozenset({REP, MANAGER})
_MANAGERS: Final = frozenset({MANAGER})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    # customers
    "register customer": _STAFF,
    "correct customer details": _STAFF,
    "agree customer terms": _MANAGERS,
    "add customer contact": _STAFF,
    "change customer contact": _STAFF,
    "remove customer contact": _STAFF,
    "block customer": _MANAGERS,
    "unblock customer": _MANAGERS,
    "list customers": _EVERYBODY,
    "list customer queue": _EVERYBODY,
    "read customer": _EVERYBODY,
    "read customer history": _EVERYBODY,
    "read customer debt": _EVERYBODY,
    # price lists
    "open price list": _MANAGERS,
    "set price": _MANAGERS,
    "withdraw price": _MANAGERS,
    "close price list": _MANAGERS,
    "reopen price list": _MANAGERS,
    "list price lists": _EVERYBODY,
    "read price list": _EVERYBODY,
    "read price list history": _EVERYBODY,
    # the policy
    "set policy": _MANAGERS,
    "read policy": _EVERYBODY,
    "read policy history": _EVERYBODY,
    # quotations
    "draft quotation": _STAFF,
    "revise quotation": _STAFF,
    "submit quotation": _STAFF,
    "approve quotation": _MANAGERS,
    "refuse quotation approval": _MANAGERS,
    "send quotation": _STAFF,
    "accept quotation": _STAFF,
    "reject quotation": _STAFF,
    "withdraw quotation": _STAFF,
    "list quotations": _EVERYBODY,
    "list quotation queue": _EVERYBODY,
    "read quotation": _EVERYBODY,
    "read quotation history": _EVERYBODY,
    # contracts
    "sign contract": _STAFF,
    "suspend contract": _MANAGERS,
    "resume contract": _MANAGERS,
    "close contract": _MANAGERS,
    "list contracts": _EVERYBODY,
    "list contract queue": _EVERYBODY,
    "read contract": _EVERYBODY,
    "read contract history": _EVERYBODY,
    "read contract timeline": _EVERYBODY,
    # orders
    "place order": _STAFF,
    "hold order": _STAFF,
    "release order hold": _MANAGERS,
    "reduce order": _STAFF,
    "ship order again": _STAFF,
    "cancel order": _STAFF,
    "acknowledge order irregularity": _MANAGERS,
    "list orders": _EVERYBODY,
    "list order queue": _EVERYBODY,
    "read order": _EVERYBODY,
    "read order history": _EVERYBODY,
    "read site list": _EVERYBODY,
    "read site list history": _EVERYBODY,
}
