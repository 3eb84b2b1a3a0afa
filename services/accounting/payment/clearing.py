"""Settling a debtor's charges with money that is on account, because a person says so."""

from datetime import date
from typing import assert_never

from services.accounting.dunning_case.clearing import (
    cleared_after_principal,
    cleared_before_principal,
    cleared_sum,
)
from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from services.accounting.payment.allocating import NotIdentified
from services.accounting.payment.events import PaymentEvent
from services.accounting.payment.matching_charges import charges_cleared
from services.accounting.payment.receiving import PaymentUnknown, PaymentWasReturned, PaymentWasVoided
from services.accounting.payment.state import Identified, NotReceived, Payment, Returned, Unidentified, Voided
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NothingToClear(Rejection):
    """Nothing of the payment is free, or no charge of the debtor is open."""

    code = "accounting.payment.nothing-to-clear"


@command
class ClearCharges:
    """Settle the debtor's open charges with money on account. Given their dunning case and the dunning policy."""

    dunning_case_id: str
    by: str
    on: date


def clear_charges(request: ClearCharges, payment: Payment, given: Given) -> list[PaymentEvent]:
    """As many as there is money for, in the clearing order, also those that were claimed after it came.

    Asked again there is nothing left to do, and it says so.
    """
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified():
            raise NotIdentified("identify it first")
        case Returned(reason=reason):
            raise PaymentWasReturned(reason)
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case Identified():
            case, policy = given.of(DUNNING_CASE, request.dunning_case_id), given.of(DUNNING_POLICY, MAIN)
            before = cleared_before_principal(case, policy, payment.free, paid_on=request.on)
            left = payment.free - cleared_sum(before, payment.free.currency)
            clearings = (*before, *cleared_after_principal(case, policy, left, paid_on=request.on))
            if not clearings:
                raise NothingToClear(f"{payment.free} is free")
            return list(
                charges_cleared(
                    request.dunning_case_id,
                    payment.customer_id,
                    clearings,
                    payment.last_clearing_no,
                    request.on,
                    paid_on=payment.receipt.received_on,
                )
            )
        case _:
            assert_never(payment)
