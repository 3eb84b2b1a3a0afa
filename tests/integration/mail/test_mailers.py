"""One behaviour of everybody who carries mail: in memory, and over SMTP to a server that keeps what it is given."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest

from deploy.embedded.kept_process import free_port
from shared.clocks.driven import DrivenClock
from shared.mail.memory import MemoryMailer
from shared.mail.port import Mail, MailDeferred, Mailer, MailRefused, MailServerAway
from shared.mail.smtp import MailServer, SmtpMailer
from tests.real.mailbox import Mailbox, mail_server

CLOCK = DrivenClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
MAIL = Mail(key="r-1.1", to="ap@acme.example", subject="Nợ quá hạn", text="Dear Acme,\n\n€ 5\n", language="en")


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """A mailbox, and the port of its server."""
    with mail_server() as served:
        yield served


def over_smtp(port: int) -> SmtpMailer:
    return SmtpMailer(MailServer(host="127.0.0.1", port=port, sender="money@o2c.example"), CLOCK)


@pytest.fixture(params=["memory", "smtp"])
def mailer(request: pytest.FixtureRequest) -> Mailer:
    if request.param == "memory":
        answers = {"wrong@acme.example": MailRefused("550"), "busy@acme.example": MailDeferred("451")}
        return MemoryMailer(answers)
    _, port = request.getfixturevalue("mailbox")
    return over_smtp(port)


def to(address: str) -> Mail:
    return Mail(key="r-2.1", to=address, subject="s", text="t", language="en")


class TestEveryMailer:
    async def test_sending_again_has_the_same_message_id(self, mailer: Mailer) -> None:
        assert await mailer.send(MAIL) == await mailer.send(MAIL)
        assert await mailer.send(MAIL) != await mailer.send(to("ap@acme.example"))

    async def test_an_address_that_will_never_do_is_refused(self, mailer: Mailer) -> None:
        with pytest.raises(MailRefused, match="550"):
            await mailer.send(to("wrong@acme.example"))

    async def test_an_address_that_does_not_do_now_is_deferred(self, mailer: Mailer) -> None:
        with pytest.raises(MailDeferred, match="451"):
            await mailer.send(to("busy@acme.example"))


async def test_what_the_server_gets(mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    message_id = await over_smtp(port).send(MAIL)
    (kept,) = box.kept
    assert kept["Message-ID"] == message_id == "<r-1.1@o2c.example>"
    assert (kept["To"], kept["From"], kept["Subject"]) == ("ap@acme.example", "money@o2c.example", "Nợ quá hạn")
    assert (kept["Date"], kept["Content-Language"]) == ("Mon, 02 Mar 2026 08:00:00 +0000", "en")
    assert kept.get_content().replace("\r\n", "\n") == MAIL.text


async def test_a_server_that_is_not_there_is_away() -> None:
    with pytest.raises(MailServerAway):
        await over_smtp(free_port()).send(MAIL)


@pytest.mark.parametrize(
    "address",
    ["no address at all", "ap@acme..example", "ap@.acme.example", "<ap@acme.example>", "a@[", "a,b@c.example"],
)
async def test_what_is_no_address_is_refused_before_it_is_sent(address: str, mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    with pytest.raises(MailRefused, match="this is no e-mail address"):
        await over_smtp(port).send(to(address))
    assert box.kept == []


async def test_a_domain_in_other_letters_is_written_in_those_that_every_server_takes(
    mailbox: tuple[Mailbox, int],
) -> None:
    box, port = mailbox
    await over_smtp(port).send(to("ap@müller.example"))
    assert [mail["To"] for mail in box.kept] == ["ap@xn--mller-kva.example"]


class TestRudeServers:
    """What goes wrong before a server hears of the mail is no word about the mail."""

    @pytest.mark.parametrize(
        "answers", [("554 you are on a list",), ("220 hello", "550 not you", "550 nor so"), ("421 closing",), ()]
    )
    async def test_one_that_takes_nobody_is_away(self, answers: tuple[str, ...]) -> None:
        async with answering(*answers) as port:
            with pytest.raises(MailServerAway):
                await over_smtp(port).send(MAIL)

    async def test_one_that_will_not_encrypt_is_away_where_that_is_wanted(self) -> None:
        async with answering("220 hello", "250-me\r\n250 STARTTLS", "554 no") as port:
            server = MailServer(host="127.0.0.1", port=port, sender="money@o2c.example", start_tls=True)
            with pytest.raises(MailServerAway):
                await SmtpMailer(server, CLOCK).send(MAIL)

    async def test_one_that_takes_nothing_from_us_is_away(self) -> None:
        async with answering("220 hello", "250 me", "550 unknown sender") as port:
            with pytest.raises(MailServerAway, match="unknown sender"):
                await over_smtp(port).send(MAIL)

    async def test_one_that_hangs_up_over_a_mail_defers_that_mail_only(self) -> None:
        async with answering("220 hello", "250 me", "250 sender", "250 recipient", "354 go on") as port:
            with pytest.raises(MailDeferred):
                await over_smtp(port).send(MAIL)

    @pytest.mark.parametrize(("answer", "meant"), [("554 spam", MailRefused), ("451 full", MailDeferred)])
    async def test_what_it_says_of_the_text_is_said_of_the_mail(self, answer: str, meant: type[Exception]) -> None:
        async with answering("220 hello", "250 me", "250 sender", "250 recipient", "354 go on", answer) as port:
            with pytest.raises(meant, match=answer):
                await over_smtp(port).send(MAIL)


@asynccontextmanager
async def answering(*answers: str) -> AsyncIterator[int]:
    """A server that says the first at once, each other one when it was asked something, and hangs up; its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            for number, answer in enumerate(answers):
                if number and answers[number - 1].startswith("354"):
                    await reader.readuntil(b"\r\n.\r\n")
                elif number:
                    await reader.readline()
                writer.write(f"{answer}\r\n".encode())
                await writer.drain()
            if answers and answers[-1].startswith("354"):
                await reader.readuntil(b"\r\n.\r\n")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
