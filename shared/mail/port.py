"""What a mail room asks of whoever carries mail. Adapters: SMTP, memory; one behaviour suite for both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.kernel.decider import Send


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A plain text mail to one address. A mail that is sent again has the same `key`, which makes its Message-ID."""

    key: str
    to: str
    subject: str
    text: str
    language: str


def mail_of(document: Mapping[str, Any]) -> Mail:
    """What waits, as its view shows it. To another address it is another mail."""
    return Mail(
        key=f"{document['id']}.{document['attempt']}",
        to=document["email"],
        subject=document["subject"],
        text=document["text"],
        language=document["language"],
    )


@dataclass(frozen=True, kw_only=True)
class OutgoingMail:
    """Where a department's mail waits, and what is recorded of it."""

    view: str
    waiting: Mapping[str, Any]
    sent: Callable[[str, str, datetime], Send]
    failed: Callable[[str, str, datetime], Send]


class MailServerAway(Exception):
    """Nobody takes mail at the moment, whatever it is: ask again later."""


class MailDeferred(Exception):
    """This mail is not taken at the moment; others may be. Ask again later."""


class MailRefused(Exception):
    """This mail will never be taken: the address is wrong, or its content is."""


class Mailer(Protocol):
    """Hands mail over to a mail server."""

    async def send(self, mail: Mail) -> str:
        """Returns the Message-ID once the server took it. Raises MailServerAway, MailDeferred, MailRefused."""
        ...


def message_id_of(mail: Mail, sender: str) -> str:
    """The same for every sending of the same mail: a mailbox that has it already can drop the second."""
    return f"<{mail.key}@{sender.rpartition('@')[2]}>"
