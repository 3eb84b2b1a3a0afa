"""Who may do what: route name -> roles. A route that is not listed here stops the start-up."""

from typing import Final

CLERK: Final = "warehouse.clerk"
MANAGER: Final = "warehouse.manager"
AUDITOR: Final = "company.auditor"

ROLES: Final = frozenset({CLERK, MANAGER, AUDITOR})
_EVERYBODY: Final = frozenset({CLERK, MANAGER, AUDITOR, "company.reader"})
_STAFF: Final = frozenset({CLERK, MANAGER})
_MANAGERS: Final = frozenset({MANAGER})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "list item": _STAFF,
    "describe item": _STAFF,
    "delist item": _MANAGERS,
    "list items": _EVERYBODY,
    "read item": _EVERYBODY,
    "read item history": _EVERYBODY,
    "open site": _MANAGERS,
    "rename site": _MANAGERS,
    "close site": _MANAGERS,
    "vacate site": _MANAGERS,
    "reopen site": _MANAGERS,
    "read site list": _EVERYBODY,
    "read site list history": _EVERYBODY,
    "read availability": _EVERYBODY,
    "list stock items": _EVERYBODY,
    "list stock item queue": _EVERYBODY,
    "read stock item": _EVERYBODY,
    "read stock item history": _EVERYBODY,
    "list reservations": _EVERYBODY,
    "list reservation queue": _EVERYBODY,
    "read reservation": _EVERYBODY,
    "withdraw reserved goods": _MANAGERS,
    "read reservation history": _EVERYBODY,
    "pick shipment": _STAFF,
    "pack shipment": _STAFF,
    "undo shipment step": _STAFF,
    "dispatch shipment": _STAFF,
    "record delivery": _STAFF,
    "record delivery failure": _STAFF,
    "start redelivery": _STAFF,
    "return shipment": _STAFF,
    "inspect shipment": _STAFF,
    "declare shipment lost": _MANAGERS,
    "list shipments": _EVERYBODY,
    "list shipment queue": _EVERYBODY,
    "read shipment": _EVERYBODY,
    "read shipment history": _EVERYBODY,
    "list expected receipts": _EVERYBODY,
    "list expected receipt queue": _EVERYBODY,
    "read expected receipt": _EVERYBODY,
    "read expected receipt history": _EVERYBODY,
    "receive goods": _STAFF,
    "correct goods receipt": _MANAGERS,
    "list goods receipts": _EVERYBODY,
    "read goods receipt": _EVERYBODY,
    "read goods receipt history": _EVERYBODY,
    "count stock": _STAFF,
    "approve stock count": _MANAGERS,
    "refuse stock count": _MANAGERS,
    "list stock counts": _EVERYBODY,
    "list stock count queue": _EVERYBODY,
    "read stock count": _EVERYBODY,
    "read stock count history": _EVERYBODY,
    "receive customer return": _STAFF,
    "correct customer return receipt": _MANAGERS,
    "inspect customer return": _STAFF,
    "regrade customer return": _MANAGERS,
    "list customer returns": _EVERYBODY,
    "list customer return queue": _EVERYBODY,
    "read customer return": _EVERYBODY,
    "read customer return history": _EVERYBODY,
}
