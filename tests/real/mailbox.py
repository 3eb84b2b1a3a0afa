"""A real SMTP server on this machine that keeps the mail it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.embedded.kept_process import free_port


@dataclass
class Mailbox:
    """A mail server's hands: keeps what comes, and answers some addresses with a refusal."""

    kept: list[EmailMessage] = field(default_factory=list)

    def subjects_to(self, address: str) -> list[str]:
        """What an address was written about."""
        return [str(mail["Subject"]) for mail in self.kept if mail["To"] == address]

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        """Wrong addresses for good, busy ones for now."""
        if address.startswith("wrong"):
            return "550 no such mailbox"
        if address.startswith("busy"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keeps it."""
        assert isinstance(envelope.content, bytes)
        kept: Any = BytesParser(policy=default).parsebytes(envelope.content)
        self.kept.append(kept)
        return "250 kept"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    """The mailbox, and the port that its server listens on."""
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()
