"""A supplier credits what we owe: the bill is paid together with its credit, or once that was taken off elsewhere."""

from datetime import date

from services.accounting.payable.events import PayableCredited, PayableCreditSettled, PayableEvent
from services.accounting.payable.state import Payable, credits_of
from shared.kernel.shapes import command


@command
class NoteCredit:
    """The supplier credits it, in part or in whole, by a payable of less than nothing."""

    credit_id: str
    supplier_reference: str
    on: date


@command
class SettleCredit:
    """A payment took that credit off."""

    credit_id: str
    on: date


@command
class ReopenCredit:
    """The payment that took that credit off failed."""

    credit_id: str
    on: date


def note_credit(request: NoteCredit, payable: Payable) -> list[PayableEvent]:
    """Heard, so never refused: before the bill is known, and once it is in a payment or paid, too."""
    if any(known.credit_id == request.credit_id for known in credits_of(payable)):
        return []
    return [
        PayableCredited(
            credit_id=request.credit_id, supplier_reference=request.supplier_reference, credited_on=request.on
        )
    ]


def settle_credit(request: SettleCredit, payable: Payable) -> list[PayableEvent]:
    """By whichever payment: it is not taken off twice."""
    if any(known.credit_id == request.credit_id and known.is_open for known in credits_of(payable)):
        return [PayableCreditSettled(credit_id=request.credit_id, settled_on=request.on)]
    return []


def reopen_credit(request: ReopenCredit, payable: Payable) -> list[PayableEvent]:
    """It is to be taken off again."""
    return [
        PayableCredited(credit_id=known.credit_id, supplier_reference=known.supplier_reference, credited_on=request.on)
        for known in credits_of(payable)
        if known.credit_id == request.credit_id and not known.is_open
    ]
