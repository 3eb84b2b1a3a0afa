"""What a payment that leaves does elsewhere in accounting: its payables are paid, the books say so."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.paying import PayPayable
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
    for payable_id in payable_ids:
        command = PayPayable(supplier_payment_id=supplier_payment_id, on=on, beside=tuple(payable_ids))
        yield Send(command, to=PAYABLE.stream(payable_id))
    yield entry(
        entry_id,
        source=SOURCE,
        text=f"Supplier payment {supplier_payment_id}",
        posted_on=on,
        lines=[debit("payable", amount, supplier_id), credit("bank", amount)],
    )
