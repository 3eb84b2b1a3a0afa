"""Letters as the mail room sends them."""

from datetime import datetime
from typing import Final

from services.care.letter.decider import LETTER
from services.care.letter.writing import NoteLetterFailed, NoteLetterSent
from shared.kernel.decider import Send
from shared.mail.port import OutgoingMail


def _sent(letter_id: str, message_id: str, at: datetime) -> Send:
    return Send(NoteLetterSent(message_id=message_id, at=at), LETTER.stream(letter_id))


def _failed(letter_id: str, reason: str, at: datetime) -> Send:
    return Send(NoteLetterFailed(reason=reason, at=at), LETTER.stream(letter_id))


LETTER_MAIL: Final = OutgoingMail(view="letter", waiting={"status": "to-send"}, sent=_sent, failed=_failed)
