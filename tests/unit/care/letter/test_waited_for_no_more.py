"""Over HTTP: a letter that has not left when nobody waits for the answer any more does not go out."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from shared.mail.memory import MemoryMailer
from shared.mail.port import Mail
from shared.testing.company import MemoryCompany
from tests.unit.care.conftest import ClientOf, Tell
from tests.unit.care.letter.test_written_to import REGISTERED, room_of
from tests.unit.care.test_care_api import delivered, post, refused

COMPLAINT = {"customer_id": "C1", "title": "Too late", "about": {"kind": "delivery"}}
CASE = {"customer_id": "C1", "subject": "It leaks"}
ENDS: list[tuple[str, dict[str, Any]]] = [
    ("notes", {"kind": "from-customer", "text": "three days"}),
    ("resumption", {}),
    ("third-party", {"party": "DHL", "awaited": "the proof of delivery"}),
    ("waiting", {"question": "And since when?"}),
]
COMPLAINT_ENDS = [
    *ENDS,
    ("resolution", {"outcome": "accepted", "resolution": "a voucher"}),
    ("withdrawal", {"reason": "it came"}),
]
CASE_ENDS = [*ENDS, ("resolution", {"resolution": "told how"}), ("spam", {"reason": "an advertisement"})]


async def reminded(company: MemoryCompany, agent: httpx2.AsyncClient, things: str, body: dict[str, Any]) -> str:
    """The path of something whose customer was asked, and reminded four days later."""
    opened = await post(agent, f"/{things}", **body)
    path = f"/{things}/{opened.json()['id']}"
    await post(agent, f"{path}/assignment", agent="ann")
    await post(agent, f"{path}/waiting", question="By how much?")
    await company.pass_time(timedelta(days=4))
    return path


async def letters(client: httpx2.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get("/letters")).json()["items"]
    return found


@pytest.mark.parametrize(
    ("things", "body", "ends"),
    [
        *(("complaints", COMPLAINT, ends) for ends in COMPLAINT_ENDS),
        *(("support-cases", CASE, ends) for ends in CASE_ENDS),
    ],
)
async def test_a_reminder_lapses_as_soon_as_its_answer_is_waited_for_no_more(
    company: MemoryCompany, client_of: ClientOf, things: str, body: dict[str, Any], ends: tuple[str, dict[str, Any]]
) -> None:
    async with client_of() as agent:
        path = await reminded(company, agent, things, body)
        (letter,) = (await agent.get("/letters/queues/to-address")).json()["items"]
        step, said = ends
        answer = await post(agent, f"{path}/{step}", **said)
        assert answer.status_code in (200, 201), answer.text
        assert [one["status"] for one in await letters(agent)] == ["lapsed"]
        address = f"/letters/{letter['id']}/address"
        assert await refused(agent, address, email="a@b.example") == (409, "care.letter.lapsed")
        assert await room_of(company, MemoryMailer()).send_waiting() == 0


async def test_the_next_question_has_a_letter_of_its_own(company: MemoryCompany, client_of: ClientOf) -> None:
    async with client_of() as agent:
        path = await reminded(company, agent, "complaints", COMPLAINT)
        await post(agent, f"{path}/waiting", question="And since when?")
        await company.pass_time(timedelta(days=5))
        assert sorted(one["status"] for one in await letters(agent)) == ["lapsed", "to-address"]


async def test_what_left_before_stays_sent(company: MemoryCompany, client_of: ClientOf, tell: Tell) -> None:
    await tell(REGISTERED, key="C1")
    async with client_of() as agent:
        path = await reminded(company, agent, "complaints", COMPLAINT)
        assert await room_of(company, MemoryMailer()).send_waiting() == 1
        await post(agent, f"{path}/notes", kind="from-customer", text="three days")
        assert [one["status"] for one in await letters(agent)] == ["sent"]


async def test_a_letter_that_was_leaving_as_the_answer_came_has_left(
    company: MemoryCompany, client_of: ClientOf, tell: Tell
) -> None:
    await tell(REGISTERED, key="C1")
    async with client_of() as agent:
        path = await reminded(company, agent, "complaints", COMPLAINT)

        class AnsweredMeanwhile(MemoryMailer):
            async def send(self, mail: Mail) -> str:
                await post(agent, f"{path}/notes", kind="from-customer", text="three days")
                assert [one["status"] for one in await letters(agent)] == ["lapsed"]
                return await super().send(mail)

        assert await room_of(company, AnsweredMeanwhile()).send_waiting() == 1
        assert [one["status"] for one in await letters(agent)] == ["sent"]


async def test_a_survey_is_not_mailed_once_it_is_answered(
    company: MemoryCompany, client_of: ClientOf, tell: Tell
) -> None:
    await tell(REGISTERED, key="C1")
    await tell(delivered(), key="S1")
    await company.pass_time(timedelta(days=8))
    async with client_of() as agent:
        assert (await post(agent, "/surveys/O1/answer", score=9, comment="by telephone")).status_code == 200
        assert await room_of(company, MemoryMailer()).send_waiting() == 0
        assert [one["status"] for one in await letters(agent)] == ["lapsed"]
