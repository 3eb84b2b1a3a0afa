"""Over HTTP: surveys and reminders reach the customer as mail; what reaches nobody is seen."""

from datetime import timedelta

from services.care.letter.mailing import LETTER_MAIL
from shared.mail.memory import MemoryMailer
from shared.mail.port import MailRefused
from shared.mail.room import MailRoom
from shared.published.sales import CustomerDetailsCorrectedV1, CustomerRegisteredV1
from shared.testing.company import MemoryCompany
from tests.unit.care.conftest import ClientOf, Tell
from tests.unit.care.test_care_api import MONDAY, delivered, post, refused, told_by

REGISTERED = CustomerRegisteredV1(
    customer_id="C1",
    name="Acme",
    tax_id="",
    country="US",
    currency="USD",
    billing_email="wrong@acme.example",
    terms=(),
    registered_on=MONDAY.date(),
)
CORRECTED = CustomerDetailsCorrectedV1(
    customer_id="C1", name="Acme", tax_id="", country="US", billing_email="ap@acme.example", language="vi"
)


def room_of(company: MemoryCompany, mailer: MemoryMailer) -> MailRoom:
    return MailRoom(company.departments["care"].runtime, LETTER_MAIL, mailer)


async def test_a_survey_goes_to_the_address_that_sales_told_of_last(
    company: MemoryCompany, client_of: ClientOf, tell: Tell
) -> None:
    await tell(REGISTERED, key="C1")
    await tell(CORRECTED, key="C1")
    await tell(delivered(), key="S1")
    await company.pass_time(timedelta(days=8))
    mailer = MemoryMailer()
    room = room_of(company, mailer)
    assert [await room.send_waiting(), await room.send_waiting()] == [1, 0]
    (mail,) = mailer.sent
    assert (mail.to, mail.language) == ("ap@acme.example", "vi")
    assert "O1" in mail.subject
    async with client_of("r.reader", "company.reader") as reader:
        (letter,) = (await reader.get("/letters", params={"about": "O1"})).json()["items"]
        assert (letter["kind"], letter["status"], letter["message_id"]) == (
            "survey",
            "sent",
            f"<{letter['id']}.1@company.example>",
        )
        assert letter["until"] == (await reader.get("/surveys/O1")).json()["due_at"]
        assert (await reader.get("/addressees/C1")).json()["email"] == "ap@acme.example"
        assert await refused(reader, f"/letters/{letter['id']}/address", email="a@b.example") == (
            403,
            "shared.auth.role-missing",
        )


async def test_a_reminder_without_an_address_waits_for_a_person(
    company: MemoryCompany, client_of: ClientOf, tell: Tell
) -> None:
    mailer = MemoryMailer({"wrong@acme.example": MailRefused("550 no such mailbox")})
    room = room_of(company, mailer)
    async with client_of() as agent:
        about = {"kind": "delivery"}
        opened = await post(agent, "/complaints", customer_id="C1", title="Too late", about=about)
        path = f"/complaints/{opened.json()['id']}"
        await post(agent, f"{path}/assignment", agent="ann")
        await post(agent, f"{path}/waiting", question="By how much?")
        await company.pass_time(timedelta(days=4))
        assert "care.complaint.customer-reminded.v1" in told_by(company)
        (letter,) = (await agent.get("/letters/queues/to-address")).json()["items"]
        assert (letter["about"], letter["until"]) == (
            opened.json()["id"],
            (await agent.get(path)).json()["unanswered_at"],
        )
        assert await room.send_waiting() == 0
        address = f"/letters/{letter['id']}/address"
        assert (await post(agent, address, email="wrong@acme.example")).status_code == 200
        assert await refused(agent, address, email="ap@acme.example") == (409, "care.letter.waits-for-mail")
        assert await room.send_waiting() == 0
        (failed,) = (await agent.get("/letters/queues/failed")).json()["items"]
        assert failed["failed_because"] == "550 no such mailbox"
        assert (await post(agent, address, email="ap@acme.example")).status_code == 200
        assert await room.send_waiting() == 1
        assert [(mail.to, "By how much?" in mail.text) for mail in mailer.sent] == [("ap@acme.example", True)]
        assert await refused(agent, address, email="a@b.example") == (409, "care.letter.has-left")


async def test_what_was_not_sent_in_time_lapses(company: MemoryCompany, client_of: ClientOf, tell: Tell) -> None:
    await tell(REGISTERED, key="C1")
    await tell(delivered(), key="S1")
    await company.pass_time(timedelta(days=8))
    await company.pass_time(timedelta(days=30))
    assert await room_of(company, MemoryMailer()).send_waiting() == 0
    async with client_of() as agent:
        (letter,) = (await agent.get("/letters")).json()["items"]
        assert letter["status"] == "lapsed"
        path = f"/letters/{letter['id']}/address"
        assert await refused(agent, path, email="a@b.example") == (409, "care.letter.lapsed")
