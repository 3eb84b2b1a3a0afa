"""What follows where something of an invoice is given up or let off, or owed again after all."""

from typing import Final

from services.accounting.reactions.when_invoice_written_off_move_exposure import when_invoice_written_off_move_exposure
from services.accounting.reactions.when_invoice_written_off_settle_disputes import (
    when_invoice_written_off_settle_disputes,
)
from services.accounting.reactions.when_invoice_written_off_watch_invoice import when_invoice_written_off_watch_invoice
from services.accounting.reactions.when_invoice_written_off_write_journal import when_invoice_written_off_write_journal
from services.accounting.reactions.when_small_difference_let_off_write_journal import (
    when_small_difference_let_off_write_journal,
)
from services.accounting.reactions.when_small_difference_restored_write_journal import (
    when_small_difference_restored_write_journal,
)
from services.accounting.reactions.when_write_off_reversed_move_exposure import when_write_off_reversed_move_exposure
from services.accounting.reactions.when_write_off_reversed_resume_disputes import (
    when_write_off_reversed_resume_disputes,
)
from services.accounting.reactions.when_write_off_reversed_watch_invoice import when_write_off_reversed_watch_invoice
from services.accounting.reactions.when_write_off_reversed_write_journal import when_write_off_reversed_write_journal
from shared.kernel.reaction import Reaction

FOLLOWS_LOSSES: Final[tuple[Reaction, ...]] = (
    when_invoice_written_off_write_journal,
    when_invoice_written_off_move_exposure,
    when_invoice_written_off_watch_invoice,
    when_invoice_written_off_settle_disputes,
    when_write_off_reversed_write_journal,
    when_write_off_reversed_move_exposure,
    when_write_off_reversed_watch_invoice,
    when_write_off_reversed_resume_disputes,
    when_small_difference_let_off_write_journal,
    when_small_difference_restored_write_journal,
)
"""The settlement that a small difference goes with moves the exposure and is watched: its debt is after both."""
