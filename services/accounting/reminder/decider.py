"""The reminder's table of contents."""

from typing import Final

from services.accounting.reminder.events import (
    ReminderFailed,
    ReminderPosted,
    ReminderPrepared,
    ReminderReaddressed,
    ReminderSent,
    ReminderWithdrawn,
)
from services.accounting.reminder.preparing import (
    NoteReminderFailed,
    NoteReminderSent,
    PostReminder,
    PrepareReminder,
    ReaddressReminder,
    WithdrawReminder,
    note_reminder_failed,
    note_reminder_sent,
    post_reminder,
    prepare_reminder,
    readdress_reminder,
    withdraw_reminder,
)
from services.accounting.reminder.state import (
    Failed,
    NotPrepared,
    Posted,
    Reminder,
    Sent,
    ToPost,
    ToSend,
    Withdrawn,
    evolve,
)
from shared.kernel.decider import Decider

REMINDER: Final[Decider[Reminder]] = Decider(
    category="reminder",
    initial=NotPrepared(),
    evolve=evolve,
    decisions={
        PrepareReminder: prepare_reminder,
        NoteReminderSent: note_reminder_sent,
        NoteReminderFailed: note_reminder_failed,
        ReaddressReminder: readdress_reminder,
        PostReminder: post_reminder,
        WithdrawReminder: withdraw_reminder,
    },
    events=(ReminderPrepared, ReminderSent, ReminderFailed, ReminderReaddressed, ReminderPosted, ReminderWithdrawn),
    shapes=(NotPrepared, ToSend, Sent, Failed, ToPost, Posted, Withdrawn),
)
