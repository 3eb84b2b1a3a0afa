"""Saying how far the bank is reconciled, so that nobody is dunned for money that is there and not noted yet."""

from datetime import date

from services.accounting.dunning_policy.events import BankReconciled, DunningPolicyEvent
from services.accounting.dunning_policy.state import DunningPolicy
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class ReconciledInTheFuture(Rejection):
    """What is to come from the bank cannot be reconciled yet."""

    code = "accounting.dunning-policy.reconciled-in-the-future"
    ground = Ground.UNACCEPTABLE


class ReconciledFurtherAlready(Rejection):
    """The bank is reconciled up to a later day; to begin anew say that it is not reconciled at all."""

    code = "accounting.dunning-policy.reconciled-further-already"


@command
class NoteBankReconciled:
    """All money up to that day, included, is noted; None: do without."""

    until: date | None
    by: str
    on: date


def note_bank_reconciled(request: NoteBankReconciled, policy: DunningPolicy) -> list[DunningPolicyEvent]:
    """Day by day onwards. The same day again changes nothing."""
    until, known = request.until, policy.bank_reconciled_until
    if until == known:
        return []
    if until is not None and until > request.on:
        raise ReconciledInTheFuture(f"{until} is after {request.on}", field="until")
    if until is not None and known is not None and until < known:
        raise ReconciledFurtherAlready(f"up to {known}", known=known)
    return [BankReconciled(until=until, noted_by=request.by, noted_on=request.on)]
