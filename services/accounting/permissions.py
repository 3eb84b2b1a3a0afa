"""Who may do what: route name -> roles. A route that is not listed here stops the start-up."""

from typing import Final

CLERK: Final = "accounting.clerk"
MANAGER: Final = "accounting.manager"
DIRECTOR: Final = "accounting.director"
AUDITOR: Final = "company.auditor"

ROLES: Final = frozenset({CLERK, MANAGER, DIRECTOR, AUDITOR})
_EVERYBODY: Final = frozenset({CLERK, MANAGER, DIRECTOR, AUDITOR, "company.reader"})
_BOOKS: Final = frozenset({CLERK, MANAGER, DIRECTOR, AUDITOR})
_STAFF: Final = frozenset({CLERK, MANAGER})
_MANAGERS: Final = frozenset({MANAGER})
_DIRECTORS: Final = frozenset({DIRECTOR})
_APPROVERS: Final = frozenset({MANAGER, DIRECTOR})
_REFUSERS: Final = _STAFF | _APPROVERS

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    # tax codes
    "name tax code": _MANAGERS,
    "set tax rate": _MANAGERS,
    "close tax code": _MANAGERS,
    "list tax codes": _EVERYBODY,
    "read tax code": _EVERYBODY,
    "read tax code history": _EVERYBODY,
    # credit: whoever decides about an order is not who placed it, which the account checks by person
    "set credit limit": _APPROVERS,
    "stop credit account": _MANAGERS,
    "lift credit stop": _MANAGERS,
    "release held order": _APPROVERS,
    "refuse held order": _APPROVERS,
    "explain credit account": _EVERYBODY,
    "list credit accounts": _EVERYBODY,
    "list credit account queue": _EVERYBODY,
    "read credit account": _EVERYBODY,
    "read credit account history": _EVERYBODY,
    # credit policy
    "set credit policy": _APPROVERS,
    "read credit policy": _EVERYBODY,
    "read credit policy history": _EVERYBODY,
    # billing
    "bill unbilled delivery": _MANAGERS,
    "clear unbilled delivery": _MANAGERS,
    "list billings": _EVERYBODY,
    "list billing queue": _EVERYBODY,
    "read billing": _EVERYBODY,
    "read billing history": _EVERYBODY,
    # invoices
    "post withheld invoice": _STAFF,
    "reverse write off": _MANAGERS,
    "take over invoice": _MANAGERS,
    "list invoices": _EVERYBODY,
    "list invoice queue": _EVERYBODY,
    "read invoice": _EVERYBODY,
    "read invoice history": _EVERYBODY,
    # ageing
    "read ageing": _EVERYBODY,
    # credit notes: whoever approves one is not who drafted it, which the credit note checks by person
    "draft credit note": _STAFF,
    "approve credit note": _APPROVERS,
    "draft withheld credit note": _MANAGERS,
    "refuse credit note": _REFUSERS,
    "propose credit note cancellation": _STAFF,
    "approve credit note cancellation": _APPROVERS,
    "refuse credit note cancellation": _REFUSERS,
    "list credit notes": _EVERYBODY,
    "list credit note queue": _EVERYBODY,
    "read credit note": _EVERYBODY,
    "read credit note history": _EVERYBODY,
    # number series
    "list number series": _EVERYBODY,
    "read number series": _EVERYBODY,
    "read number series history": _EVERYBODY,
    # ledger
    "adopt chart": _MANAGERS,
    "add account": _MANAGERS,
    "point role": _MANAGERS,
    "list charts": _EVERYBODY,
    "read chart": _EVERYBODY,
    "read chart history": _EVERYBODY,
    "draft entry": _STAFF,
    "approve entry": _MANAGERS,
    "refuse entry": _STAFF,
    "reverse entry": _MANAGERS,
    "list journal entries": _BOOKS,
    "list journal entry queue": _BOOKS,
    "read journal entry": _BOOKS,
    "read journal entry history": _BOOKS,
    "read trial balance": _BOOKS,
    "list account lines": _BOOKS,
    # payments: whoever approves a refund is not who proposed it, which the payment checks by person
    "receive payment": _STAFF,
    "identify payment": _STAFF,
    "release payment": _STAFF,
    "allocate payment": _STAFF,
    "match payment": _STAFF,
    "reclaim refund": _STAFF,
    "return payment": _STAFF,
    "void payment": _STAFF,
    "propose refund": _STAFF,
    "approve refund": _APPROVERS,
    "refuse refund": _REFUSERS,
    "note failed refund": _STAFF,
    "list payments": _BOOKS,
    "list payment queue": _BOOKS,
    "read payment": _BOOKS,
    "read payment history": _BOOKS,
    "clear charges": _STAFF,
    # approval policy: who is limited by it does not set it
    "set approval policy": _DIRECTORS,
    "read approval policy": _EVERYBODY,
    "read approval policy history": _EVERYBODY,
    # settlement policy
    "set settlement policy": _MANAGERS,
    "read settlement policy": _EVERYBODY,
    "read settlement policy history": _EVERYBODY,
    # dunning: whoever approves a waiver or a write-off is not who proposed it, which the case checks by person
    "set dunning policy": _MANAGERS,
    "set letterhead": _MANAGERS,
    "note bank reconciliation": _STAFF,
    "read dunning policy": _EVERYBODY,
    "read dunning policy history": _EVERYBODY,
    "review dunning case": _STAFF,
    "block dunning": _STAFF,
    "unblock dunning": _STAFF,
    "note promise": _STAFF,
    "take back promise": _STAFF,
    "agree payment plan": _MANAGERS,
    "take back payment plan": _MANAGERS,
    "hand over dunning case": _STAFF,
    "recall dunning case": _STAFF,
    "propose waiver": _STAFF,
    "approve waiver": _APPROVERS,
    "refuse waiver": _REFUSERS,
    "propose write off": _STAFF,
    "approve write off": _APPROVERS,
    "refuse write off": _REFUSERS,
    "list dunning cases": _EVERYBODY,
    "list dunning case queue": _EVERYBODY,
    "read dunning case": _EVERYBODY,
    "read dunning case history": _EVERYBODY,
    # disputes: whoever concedes one drafts the credit note, which somebody else approves
    "open dispute": _STAFF,
    "reject dispute": _STAFF,
    "withdraw dispute": _STAFF,
    "concede dispute": _STAFF,
    "reopen dispute": _STAFF,
    "list disputes": _EVERYBODY,
    "list dispute queue": _EVERYBODY,
    "read dispute": _EVERYBODY,
    "read dispute history": _EVERYBODY,
    # reminders and those they go to
    "readdress reminder": _STAFF,
    "post reminder": _STAFF,
    "list reminders": _BOOKS,
    "list reminder queue": _BOOKS,
    "read reminder": _BOOKS,
    "read reminder history": _BOOKS,
    "list debtors": _BOOKS,
    "read debtor": _BOOKS,
    "read debtor history": _BOOKS,
    # payable: whoever may propose a payment may hold one back, whoever may approve it lets it go
    "hold payable": _STAFF,
    "release payable": _APPROVERS,
    "list payables": _BOOKS,
    "list payable queue": _BOOKS,
    "read payable": _BOOKS,
    "read payable history": _BOOKS,
    # supplier payment: what comes to nothing is cleared, and what was paid back noted, by one person: no money leaves
    "propose supplier payment": _STAFF,
    "approve supplier payment": _APPROVERS,
    "refuse supplier payment": _REFUSERS,
    "dispatch supplier payment": _STAFF,
    "confirm supplier payment": _STAFF,
    "note failed supplier payment": _STAFF,
    "clear payables": _STAFF,
    "take back clearing": _STAFF,
    "note supplier refund": _STAFF,
    "list supplier payments": _BOOKS,
    "list supplier payment queue": _BOOKS,
    "read supplier payment": _BOOKS,
    "read supplier payment history": _BOOKS,
}
