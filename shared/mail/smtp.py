"""Mail over SMTP: one connection per mail, every wait bounded."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

import aiosmtplib
from pydantic import SecretStr

from shared.kernel.clock import Clock
from shared.mail.address import address_of
from shared.mail.port import Mail, MailDeferred, MailRefused, MailServerAway, message_id_of

TIMEOUT_SECONDS: Final = 10.0
PERMANENT: Final = 500
"""From this code on the answer is final. Source: RFC 5321, section 4.2.1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed over, and as whom. `start_tls`: True always, False never, None where it is offered."""

    host: str
    port: int
    sender: str
    username: str | None = None
    password: SecretStr | None = None
    start_tls: bool | None = None


class SmtpMailer:
    """Hands mail over to that server."""

    def __init__(self, server: MailServer, clock: Clock) -> None:
        self._server = server
        self._clock = clock

    async def send(self, mail: Mail) -> str:
        """Returns the Message-ID once the server took it. Raises MailServerAway, MailDeferred, MailRefused.

        What goes wrong before the server is asked about this mail says nothing of it; what goes wrong afterwards, and
        be it a broken connection, says nothing of other mail.
        """
        message = self._message(mail)
        client = self._client()
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailServerAway(str(error)) from error
        try:
            async with client:
                await client.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _answer(refused.recipients[0]) from refused
        except aiosmtplib.SMTPSenderRefused as error:
            raise MailServerAway(f"{error.code} {error.message}") from error  # it is we who are refused, not the mail
        except aiosmtplib.SMTPResponseException as answer:
            raise _answer(answer) from answer
        except aiosmtplib.SMTPNotSupported as error:
            raise MailRefused(f"{mail.to}: {error}") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailDeferred(str(error)) from error
        return str(message["Message-ID"])

    def _client(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password.get_secret_value() if server.password else None,
            start_tls=server.start_tls,
            timeout=TIMEOUT_SECONDS,
        )

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        try:
            message["To"] = address_of(mail.to)
            message["Subject"] = mail.subject
            message.set_content(mail.text)
        except ValueError as error:
            raise MailRefused(f"{mail.to}: {error}") from error
        message["From"] = self._server.sender
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = message_id_of(mail, self._server.sender)
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = mail.language
        return message


def _answer(answer: aiosmtplib.SMTPResponseException) -> MailRefused | MailDeferred:
    told = f"{answer.code} {answer.message}"
    return MailRefused(told) if answer.code >= PERMANENT else MailDeferred(told)
