"""What follows from a dunning case elsewhere in accounting: reminders, credit, books and invoices."""

from typing import Final

from services.accounting.reactions.when_case_continued_hold_credit import when_case_continued_hold_credit
from services.accounting.reactions.when_charge_claimed_count_charges import when_charge_claimed_count_charges
from services.accounting.reactions.when_charge_claimed_write_journal import when_charge_claimed_write_journal
from services.accounting.reactions.when_charge_waived_count_charges import when_charge_waived_count_charges
from services.accounting.reactions.when_charge_waived_write_journal import when_charge_waived_write_journal
from services.accounting.reactions.when_charges_reopened_count_charges import when_charges_reopened_count_charges
from services.accounting.reactions.when_charges_settled_count_charges import when_charges_settled_count_charges
from services.accounting.reactions.when_dunning_resolved_lift_hold import when_dunning_resolved_lift_hold
from services.accounting.reactions.when_dunning_resolved_withdraw_reminders import (
    when_dunning_resolved_withdraw_reminders,
)
from services.accounting.reactions.when_level_raised_hold_credit import when_level_raised_hold_credit
from services.accounting.reactions.when_level_raised_stop_credit import when_level_raised_stop_credit
from services.accounting.reactions.when_reminder_issued_prepare_reminder import when_reminder_issued_prepare_reminder
from services.accounting.reactions.when_reminder_posted_note_letter_left import when_reminder_posted_note_letter_left
from services.accounting.reactions.when_reminder_sent_note_letter_left import when_reminder_sent_note_letter_left
from services.accounting.reactions.when_reminders_overtaken_withdraw_reminders import (
    when_reminders_overtaken_withdraw_reminders,
)
from services.accounting.reactions.when_review_fell_due_review_case import when_review_fell_due_review_case
from services.accounting.reactions.when_write_off_approved_count_charges import when_write_off_approved_count_charges
from services.accounting.reactions.when_write_off_approved_write_journal import when_write_off_approved_write_journal
from services.accounting.reactions.when_write_off_approved_write_off_invoices import (
    when_write_off_approved_write_off_invoices,
)
from shared.kernel.reaction import Reaction

FOLLOWS_DUNNING: Final[tuple[Reaction, ...]] = (
    when_review_fell_due_review_case,
    when_charge_claimed_write_journal,
    when_charge_claimed_count_charges,
    when_reminder_issued_prepare_reminder,
    when_reminder_sent_note_letter_left,
    when_reminder_posted_note_letter_left,
    when_reminders_overtaken_withdraw_reminders,
    when_level_raised_stop_credit,
    when_level_raised_hold_credit,
    when_case_continued_hold_credit,
    when_dunning_resolved_lift_hold,
    when_dunning_resolved_withdraw_reminders,
    when_charges_settled_count_charges,
    when_charges_reopened_count_charges,
    when_charge_waived_write_journal,
    when_charge_waived_count_charges,
    when_write_off_approved_write_journal,
    when_write_off_approved_count_charges,
    when_write_off_approved_write_off_invoices,
)
"""All reactions to facts of dunning cases. The composition has them beside the others."""
