"""All that changes how much of a debtor's money is on account: their dunning case hears of each."""

from typing import Final

from services.accounting.reactions.when_charges_cleared_watch_money import when_charges_cleared_watch_money
from services.accounting.reactions.when_charges_restored_watch_money import when_charges_restored_watch_money
from services.accounting.reactions.when_credit_kept_watch_money import when_credit_kept_watch_money
from services.accounting.reactions.when_credit_withdrawn_watch_money import when_credit_withdrawn_watch_money
from services.accounting.reactions.when_payment_allocated_watch_money import when_payment_allocated_watch_money
from services.accounting.reactions.when_payment_identified_watch_money import when_payment_identified_watch_money
from services.accounting.reactions.when_payment_received_watch_money import when_payment_received_watch_money
from services.accounting.reactions.when_payment_released_watch_money import when_payment_released_watch_money
from services.accounting.reactions.when_payment_returned_watch_money import when_payment_returned_watch_money
from services.accounting.reactions.when_payment_voided_watch_money import when_payment_voided_watch_money
from services.accounting.reactions.when_refund_approved_watch_money import when_refund_approved_watch_money
from services.accounting.reactions.when_refund_failed_watch_money import when_refund_failed_watch_money
from shared.kernel.reaction import Reaction

WATCHING_MONEY: Final[tuple[Reaction, ...]] = (
    when_charges_cleared_watch_money,
    when_charges_restored_watch_money,
    when_credit_kept_watch_money,
    when_credit_withdrawn_watch_money,
    when_payment_allocated_watch_money,
    when_payment_identified_watch_money,
    when_payment_received_watch_money,
    when_payment_released_watch_money,
    when_payment_returned_watch_money,
    when_payment_voided_watch_money,
    when_refund_approved_watch_money,
    when_refund_failed_watch_money,
)
