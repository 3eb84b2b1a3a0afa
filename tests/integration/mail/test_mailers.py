"""One behaviour of everybody who carries mail: in memory, and over SMTP to a server that keeps what it is given."""

from collections.abc import Iterator
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


async def test_what_is_no_address_is_refused_before_it_is_sent(mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    with pytest.raises(MailRefused):
        await over_smtp(port).send(to("no address at all"))
    assert box.kept == []
