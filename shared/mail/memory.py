"""Mail that goes nowhere and can be read: for tests, the simulation and a company without a mail server."""

from collections.abc import Mapping
from typing import Final

from shared.mail.port import Mail, message_id_of

SENDER: Final = "accounts@company.example"


class MemoryMailer:
    """Keeps every mail that was sent; `answers` are the exceptions that addresses are answered with."""

    def __init__(self, answers: Mapping[str, Exception] | None = None) -> None:
        self.sent: list[Mail] = []
        self.answers = dict(answers or {})
        self.away: Exception | None = None

    async def send(self, mail: Mail) -> str:
        """Takes it, unless it is told to answer otherwise."""
        if self.away is not None:
            raise self.away
        if (answer := self.answers.get(mail.to)) is not None:
            raise answer
        self.sent.append(mail)
        return message_id_of(mail, SENDER)
