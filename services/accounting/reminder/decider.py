"""The reminder's table of contents."""

from typing import Final

from services.accounting.reminder.events import (
    ReminderFailed,
    ReminderPosted,
    ReminderPrepared,
    ReminderReaddressed,
    ReminderSent,
)
from services.accounting.reminder.preparing import (
    NoteReminderFailed,
    NoteReminderSent,
    PostReminder,
    PrepareReminder,
    ReaddressReminder,
    note_reminder_failed,
    note_reminder_sent,
    post_reminder,
    prepare_reminder,
    readdress_reminder,
)
from services.accounting.reminder.state import Failed, NotPrepared, Posted, Reminder, Sent, ToPost, ToSend, evolve
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
    },
    events=(ReminderPrepared, ReminderSent, ReminderFailed, ReminderReaddressed, ReminderPosted),
    shapes=(NotPrepared, ToSend, Sent, Failed, ToPost, Posted),
)
