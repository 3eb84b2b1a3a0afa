"""Reminders as the mail room sends them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from services.accounting.reminder.decider import REMINDER
from services.accounting.reminder.preparing import NoteReminderFailed, NoteReminderSent
from shared.kernel.decider import Send
from shared.mail.port import Mail, OutgoingMail


def mail_of(reminder: Mapping[str, Any]) -> Mail:
    """A reminder that waits. To another address it is another mail."""
    return Mail(
        key=f"{reminder['id']}.{reminder['attempt']}",
        to=reminder["email"],
        subject=reminder["subject"],
        text=reminder["text"],
        language=reminder["language"],
    )


def _sent(reminder_id: str, message_id: str, at: datetime) -> Send:
    return Send(NoteReminderSent(message_id=message_id, at=at), REMINDER.stream(reminder_id))


def _failed(reminder_id: str, reason: str, at: datetime) -> Send:
    return Send(NoteReminderFailed(reason=reason, at=at), REMINDER.stream(reminder_id))


REMINDER_MAIL: Final = OutgoingMail(
    view="reminder", waiting={"status": "to-send"}, compose=mail_of, sent=_sent, failed=_failed
)
