"""What follows where an approved credit note is cancelled: all that it had done is put back."""

from typing import Final

from services.accounting.reactions.when_credit_cancelled_move_exposure import when_credit_cancelled_move_exposure
from services.accounting.reactions.when_credit_cancelled_note_units_back import when_credit_cancelled_note_units_back
from services.accounting.reactions.when_credit_cancelled_resume_disputes import when_credit_cancelled_resume_disputes
from services.accounting.reactions.when_credit_cancelled_watch_invoice import when_credit_cancelled_watch_invoice
from services.accounting.reactions.when_credit_cancelled_withdraw_customer_credit import (
    when_credit_cancelled_withdraw_customer_credit,
)
from services.accounting.reactions.when_credit_cancelled_write_journal import when_credit_cancelled_write_journal
from services.accounting.reactions.when_credit_note_cancelled_cancel_credit import (
    when_credit_note_cancelled_cancel_credit,
)
from services.accounting.reactions.when_credit_note_cancelled_take_number import when_credit_note_cancelled_take_number
from services.accounting.reactions.when_dispute_credit_cancelled_mark_invoice import (
    when_dispute_credit_cancelled_mark_invoice,
)
from shared.kernel.reaction import Reaction

CANCELLING_CREDIT: Final[tuple[Reaction, ...]] = (
    when_credit_note_cancelled_take_number,
    when_credit_note_cancelled_cancel_credit,
    when_credit_cancelled_write_journal,
    when_credit_cancelled_withdraw_customer_credit,
    when_credit_cancelled_move_exposure,
    when_credit_cancelled_watch_invoice,
    when_credit_cancelled_resume_disputes,
    when_credit_cancelled_note_units_back,
    when_dispute_credit_cancelled_mark_invoice,
)
"""What the customer was left with is withdrawn before what is owed again counts."""
