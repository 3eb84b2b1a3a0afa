"""What a payment does elsewhere in accounting: to its payables, and where money leaves, in the books."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.paying import PayPayable, ReopenPayable, TakePayable
from shared.kernel.decider import Send
from shared.kernel.money import Money

SOURCE: Final = "supplier-payment"
"""The source of its journal entries."""


def settle(
    supplier_payment_id: str,
    supplier_id: str,
    payable_ids: Sequence[str],
    amount: Money,
    entry_id: str,
    on: date,
) -> Iterable[Send]:
    """The commands to the payables, and from payable to bank in the journal."""
    yield from pay(supplier_payment_id, payable_ids, on)
    yield entry(
        entry_id,
        source=SOURCE,
        text=f"Supplier payment {supplier_payment_id}",
        posted_on=on,
        lines=[debit("payable", amount, supplier_id), credit("bank", amount)],
    )


def take(supplier_payment_id: str, payable_ids: Sequence[str], on: date) -> Iterable[Send]:
    """The commands that keep other payments from them."""
    for payable_id in payable_ids:
        command = TakePayable(supplier_payment_id=supplier_payment_id, on=on, beside=tuple(payable_ids))
        yield Send(command, to=PAYABLE.stream(payable_id))


def pay(supplier_payment_id: str, payable_ids: Sequence[str], on: date) -> Iterable[Send]:
    """The commands by which nothing is owed of them any more."""
    for payable_id in payable_ids:
        command = PayPayable(supplier_payment_id=supplier_payment_id, on=on, beside=tuple(payable_ids))
        yield Send(command, to=PAYABLE.stream(payable_id))


def reopen(supplier_payment_id: str, payable_ids: Sequence[str], reason: str, on: date) -> Iterable[Send]:
    """The commands by which they are owed again."""
    for payable_id in payable_ids:
        command = ReopenPayable(supplier_payment_id=supplier_payment_id, reason=reason, on=on)
        yield Send(command, to=PAYABLE.stream(payable_id))
