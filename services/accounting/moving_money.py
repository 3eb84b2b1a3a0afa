"""All that changes how much of a customer's money is on account: their credit account counts it off."""

from typing import Final

from services.accounting.reactions.when_charges_cleared_move_exposure import when_charges_cleared_move_exposure
from services.accounting.reactions.when_credit_kept_move_exposure import when_credit_kept_move_exposure
from services.accounting.reactions.when_credit_withdrawn_move_exposure import when_credit_withdrawn_move_exposure
from services.accounting.reactions.when_payment_allocated_move_exposure import when_payment_allocated_move_exposure
from services.accounting.reactions.when_payment_identified_move_exposure import when_payment_identified_move_exposure
from services.accounting.reactions.when_payment_received_move_exposure import when_payment_received_move_exposure
from services.accounting.reactions.when_payment_released_move_exposure import when_payment_released_move_exposure
from services.accounting.reactions.when_payment_returned_move_exposure import when_payment_returned_move_exposure
from services.accounting.reactions.when_payment_voided_move_exposure import when_payment_voided_move_exposure
from services.accounting.reactions.when_refund_approved_move_exposure import when_refund_approved_move_exposure
from services.accounting.reactions.when_refund_failed_move_exposure import when_refund_failed_move_exposure
from shared.kernel.reaction import Reaction

MOVING_MONEY: Final[tuple[Reaction, ...]] = (
    when_payment_received_move_exposure,
    when_credit_kept_move_exposure,
    when_credit_withdrawn_move_exposure,
    when_payment_identified_move_exposure,
    when_payment_allocated_move_exposure,
    when_charges_cleared_move_exposure,
    when_payment_released_move_exposure,
    when_payment_returned_move_exposure,
    when_payment_voided_move_exposure,
    when_refund_approved_move_exposure,
    when_refund_failed_move_exposure,
)
"""Before what settles with it: used money counts off less before what it settles counts less, and lets goods go."""
