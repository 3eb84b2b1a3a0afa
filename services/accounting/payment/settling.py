"""What a payment does elsewhere in accounting: invoices are settled or owed again, the books say so."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.settling import ReopenAmount, SettleInvoice
from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.ledger.recording import EntryLine
from services.accounting.ledger.roles import Role
from services.accounting.payment.events import Allocation
from services.accounting.settlement_policy.decider import THE_SETTLEMENT_POLICY
from shared.kernel.clock import derived_id
from shared.kernel.decider import Send
from shared.kernel.money import Money

SOURCE: Final = "payment"
"""The source of its journal entries."""


def settlement_id(payment_id: str, allocation: Allocation) -> str:
    """What the invoice knows an allocation by: it leads back to the payment, and is never used twice."""
    return f"{payment_id}.{allocation.allocation_no}"


def charges_settlement_id(payment_id: str, clearing_no: int) -> str:
    """What the dunning case knows a clearing of charges by."""
    return f"{payment_id}.charges.{clearing_no}"


def receipt_entry_id(payment_id: str, receipt_no: int = 1) -> str:
    """The journal entry of the money's arrival: known before it is written, so that it can be read ahead."""
    purpose = "received" if receipt_no == 1 else f"received {receipt_no}"
    return str(derived_id("journal", payment_id, purpose))


def settle(
    payment_id: str,
    allocations: Iterable[Allocation],
    on: date,
    *,
    paid_on: date | None = None,
    is_all: bool = True,
) -> Iterable[Send]:
    """The commands to the invoices that the payment settles; `paid_on`, where the money was with us before that day.

    It also was where an allocation settles only later, from a day of its own.

    `is_all` unless money is left: an invoice is left short only by a payment that is used up, as it is matched.
    """
    for allocation in allocations:
        later = allocation.settles_on
        yield Send(
            SettleInvoice(
                payment_id=settlement_id(payment_id, allocation),
                instalment_no=None,
                amount=allocation.amount,
                on=later or on,
                paid_on=paid_on or (on if later else None),
                is_all=is_all,
            ),
            to=INVOICE.stream(allocation.invoice_id),
            given=(THE_SETTLEMENT_POLICY,) if is_all else (),
        )


def reopen(payment_id: str, allocations: Iterable[Allocation], reason: str, on: date) -> Iterable[Send]:
    """The commands to the invoices that the payment does not settle any more."""
    for allocation in allocations:
        command = ReopenAmount(payment_id=settlement_id(payment_id, allocation), reason=reason, on=on)
        yield Send(command, to=INVOICE.stream(allocation.invoice_id))


def rest_role(customer_id: str) -> Role:
    """Where money that settles nothing stands: the customer's credit, or in suspense while nobody knows whose it is."""
    return "customer-credit" if customer_id else "suspense"


def credited_to(
    customer_id: str, allocations: Sequence[Allocation], rest: Money, *, back: bool = False
) -> list[EntryLine]:
    """The lines for what is allocated and for what is not; `back` takes them back."""
    side = debit if back else credit
    return [
        *(side("receivable", allocation.amount, customer_id) for allocation in allocations),
        side(rest_role(customer_id), rest, customer_id),
    ]


def used_for(entry_id: str, payment_id: str, customer_id: str, allocation: Allocation, on: date) -> Send:
    """The entry that settles the invoice with the customer's credit."""
    return entry(
        entry_id,
        source=SOURCE,
        text=f"Payment {payment_id} used for invoice {allocation.invoice_number}",
        posted_on=on,
        lines=[
            debit("customer-credit", allocation.amount, customer_id),
            credit("receivable", allocation.amount, customer_id),
        ],
    )
