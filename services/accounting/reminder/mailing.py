"""Reminders as the mail room sends them."""

from datetime import datetime
from typing import Final

from services.accounting.reminder.decider import REMINDER
from services.accounting.reminder.preparing import NoteReminderFailed, NoteReminderSent
from shared.kernel.decider import Send
from shared.mail.port import OutgoingMail


def _sent(reminder_id: str, message_id: str, at: datetime) -> Send:
    return Send(NoteReminderSent(message_id=message_id, at=at), REMINDER.stream(reminder_id))


def _failed(reminder_id: str, reason: str, at: datetime) -> Send:
    return Send(NoteReminderFailed(reason=reason, at=at), REMINDER.stream(reminder_id))


REMINDER_MAIL: Final = OutgoingMail(view="reminder", waiting={"status": "to-send"}, sent=_sent, failed=_failed)
