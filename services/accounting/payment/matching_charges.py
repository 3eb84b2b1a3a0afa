"""Charges of the debtor that money settles: before or after the invoices, by the clearing order that is policy."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.accounting.dunning_case.clearing import (
    cleared_after_principal,
    cleared_before_principal,
    cleared_sum,
)
from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.parts import Clearing
from services.accounting.dunning_case.state import case_id
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from services.accounting.payment.events import Allocation, ChargesCleared, ChargesRestored
from services.accounting.payment.matching import match_invoices
from services.accounting.payment.state import Identified, allocated_by
from shared.kernel.decider import Given
from shared.kernel.money import Money


def match_all(
    amount: Money,
    customer_id: str,
    paid_on: date,
    *,
    named: Sequence[str],
    others: Sequence[str],
    after_no: int,
    dunning_case_id: str,
    given: Given,
) -> tuple[tuple[Allocation, ...], tuple[Clearing, ...]]:
    """What the amount, which is with us since `paid_on`, settles of invoices and of charges.

    Charges only of the case that the decision was given.
    """
    if not customer_id or dunning_case_id != case_id(customer_id, amount.currency):
        return match_invoices(amount, customer_id, named=named, others=others, after_no=after_no, given=given), ()
    case, policy = given.of(DUNNING_CASE, dunning_case_id), given.of(DUNNING_POLICY, MAIN)
    before = cleared_before_principal(case, policy, amount, paid_on=paid_on)
    left = amount - cleared_sum(before, amount.currency)
    allocations = match_invoices(left, customer_id, named=named, others=others, after_no=after_no, given=given)
    left = left - allocated_by(allocations, amount.currency)
    return allocations, (*before, *cleared_after_principal(case, policy, left, paid_on=paid_on))


def charges_cleared(
    dunning_case_id: str,
    customer_id: str,
    clearings: tuple[Clearing, ...],
    last_no: int,
    on: date,
    *,
    paid_on: date | None = None,
) -> Iterable[ChargesCleared]:
    """The fact, when there is something to clear; `paid_on`: as in the fact."""
    if clearings:
        yield ChargesCleared(
            clearing_no=last_no + 1,
            customer_id=customer_id,
            case_id=dunning_case_id,
            clearings=clearings,
            amount=cleared_sum(clearings, clearings[0].amount.currency),
            cleared_on=on,
            paid_on=paid_on,
        )


def charges_restored(payment: Identified, reason: str, on: date) -> Iterable[ChargesRestored]:
    """What of the payment settles charges, taken back."""
    for one in payment.cleared_charges:
        yield ChargesRestored(
            clearing_no=one.clearing_no,
            customer_id=payment.customer_id,
            case_id=one.case_id,
            amount=one.amount,
            reason=reason,
            restored_on=on,
        )
