"""Customer care over HTTP, in memory: what it hears, what people do, what it tells."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import httpx2

from shared.kernel.money import Money
from shared.published.sales import OrderPlacedV1
from shared.published.warehouse import ShipmentDeliveredV1, ShippedLine
from shared.testing.company import MemoryCompany
from tests.unit.care.conftest import ClientOf, Tell

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
_KEYS = count()


def delivered(shipment: str = "S1", quantity: int = 3, at: datetime = MONDAY) -> ShipmentDeliveredV1:
    line = ShippedLine(line_no=1, sku="PUMP-40", quantity=Decimal(quantity), cost=Money(minor=100, currency="USD"))
    return ShipmentDeliveredV1(
        shipment_id=shipment,
        order_id="O1",
        contract_id="CT1",
        customer_id="C1",
        lines=(line,),
        warranty_months=12,
        signed_by="Mr Tran",
        proof_sha256="0" * 64,
        delivered_at=at,
    )


def placed(currency: str, order_id: str = "O1") -> OrderPlacedV1:
    return OrderPlacedV1(
        order_id=order_id,
        contract_id="CT1",
        customer_id="C1",
        lines=(),
        charges=(),
        net=Money(minor=100, currency=currency),
        terms=(),
        placed_on=MONDAY.date(),
        placed_by="s.rep",
        customer_reference="",
    )


def told_by(company: MemoryCompany) -> list[str]:
    return sorted(row.type for rows in company.departments["care"].store.outbox.values() for row in rows)


async def post(client: httpx2.AsyncClient, path: str, **body: Any) -> httpx2.Response:
    return await client.post(path, json=body, headers={"Idempotency-Key": f"key-{next(_KEYS)}"})


async def refused(client: httpx2.AsyncClient, path: str, **body: Any) -> tuple[int, str]:
    answer = await post(client, path, **body)
    return answer.status_code, answer.json()["code"]


class TestWarranty:
    async def test_a_delivery_starts_it_and_anybody_may_check_it(
        self, company: MemoryCompany, client_of: ClientOf, tell: Tell
    ) -> None:
        await tell(delivered(), key="S1", event="the same event")
        await tell(delivered("S2", 2, MONDAY + timedelta(days=30)), key="S2")
        await tell(delivered(), key="S1", event="told again under another id")
        async with client_of("r.reader", "company.reader") as client:
            card = (await client.get("/warranties/O1")).json()
            assert [one["shipment_id"] for one in card["deliveries"]] == ["S1", "S2"]
            assert card["until"] == "2027-04-01"
            found = (await client.get("/warranties/O1/entitlement?line_no=1&on=2027-03-15")).json()
            assert (found["delivered"], found["covered"]) == ("5", "2")
            today = (await client.get("/warranties/O1/entitlement", params={"line_no": 1})).json()
            assert (today["on"], today["covered"]) == ("2026-03-02", "3")
            unknown = await client.get("/warranties/O9/entitlement", params={"line_no": 1})
            assert (unknown.status_code, unknown.json()["code"]) == (404, "shared.request.unknown-document")
            listed = (await client.get("/warranties", params={"customer_id": "C1"})).json()["items"]
            assert [one["order_id"] for one in listed] == ["O1"]
        assert told_by(company) == ["care.warranty.started.v1"] * 2


class TestChargeableReturn:
    async def test_its_price_is_in_the_currency_of_the_order(self, client_of: ClientOf, tell: Tell) -> None:
        await tell(placed("VND"), key="O1")
        await tell(delivered(), key="S1")
        async with client_of() as client, client_of("c.other") as other:
            assert (await client.get("/warranties/O1")).json()["currency"] == "VND"
            asked = await post(
                client,
                "/returns",
                order_id="O1",
                customer_id="C1",
                warehouse="main",
                lines=[{"line_no": 1, "quantity": "1", "fault": "dropped"}],
                reason="dropped",
            )
            path = f"/returns/{asked.json()['id']}/chargeable-approval"
            price: dict[str, Any] = {"line_no": 1, "unit_price": {"minor": 1900, "currency": "USD"}}
            answer = await post(other, path, agreed_with="Ms Hoa", prices=[price])
            assert answer.status_code == 422, answer.text
            assert answer.json()["code"] == "care.return.price-in-other-currency"
            assert answer.json()["field"] == "prices.0.unit_price"
            price["unit_price"]["currency"] = "VND"
            assert (await post(other, path, agreed_with="Ms Hoa", prices=[price])).status_code == 200


class TestSurvey:
    async def test_it_goes_out_a_week_after_the_last_delivery_and_is_answered_once(
        self, company: MemoryCompany, client_of: ClientOf, tell: Tell
    ) -> None:
        await tell(delivered(), key="S1")
        await company.pass_time(timedelta(days=4))
        await tell(delivered("S2", 1, MONDAY + timedelta(days=4)), key="S2")
        async with client_of() as client:
            await company.pass_time(timedelta(days=6))
            assert (await client.get("/surveys/O1")).json()["status"] == "scheduled"
            assert await refused(client, "/surveys/O1/answer", score=9) == (409, "care.survey.not-sent")
            await company.pass_time(timedelta(days=2))
            queue = (await client.get("/surveys/queues/to-answer")).json()["items"]
            assert [one["order_id"] for one in queue] == ["O1"]
            answered = await post(client, "/surveys/O1/answer", score=9, comment="well packed")
            assert answered.status_code == 200, answered.text
            assert await refused(client, "/surveys/O1/answer", score=2) == (409, "care.survey.answered-otherwise")
            assert await refused(client, "/surveys/O1/dispatch") == (409, "care.survey.over")
            await company.pass_time(timedelta(days=60))
            survey = (await client.get("/surveys/O1")).json()
            assert (survey["status"], survey["score"], survey["recorded_by"]) == ("answered", 9, "c.agent")
        told = [kind for kind in told_by(company) if kind.startswith("care.survey")]
        assert told == ["care.survey.answered.v1", "care.survey.sent.v1"]

    async def test_an_agent_need_not_wait_and_the_customer_may_stay_silent(
        self, company: MemoryCompany, client_of: ClientOf, tell: Tell
    ) -> None:
        await tell(delivered(), key="S1")
        async with client_of() as client:
            assert (await post(client, "/surveys/O1/dispatch")).json()["version"] == 2
            await company.pass_time(timedelta(days=31))
            assert (await client.get("/surveys/O1")).json()["status"] == "expired"
            assert await refused(client, "/surveys/O1/answer", score=9) == (409, "care.survey.expired")
            assert await refused(client, "/surveys/O9/dispatch") == (404, "shared.request.unknown-document")
            assert await refused(client, "/surveys/O1/answer", score=11) == (422, "shared.request.invalid")


class TestSupportCase:
    @staticmethod
    async def opened(client: httpx2.AsyncClient, **more: Any) -> str:
        answer = await post(client, "/support-cases", customer_id="C1", subject="It leaks", **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def test_from_the_customers_word_to_the_closed_case(
        self, company: MemoryCompany, client_of: ClientOf
    ) -> None:
        async with client_of() as client:
            case = await self.opened(client, about={"order_id": "O1", "line_no": 1}, priority="high")
            unassigned = (await client.get("/support-cases/queues/unassigned")).json()["items"]
            assert [one["case_id"] for one in unassigned] == [case]
            for step, body in (
                ("assignment", {"agent": "minh"}),
                ("escalation", {"reason": "the third leak"}),
                ("priority", {"priority": "urgent", "reason": "their line stands still"}),
                ("beginning", {}),
                ("waiting", {"question": "Which serial number?"}),
                ("notes", {"kind": "from-customer", "text": "SN-7"}),
                ("waiting", {"question": "Since when?"}),
                ("resumption", {}),
                ("resolution", {"resolution": "seal replaced"}),
            ):
                done = await post(client, f"/support-cases/{case}/{step}", **body)
                assert done.status_code == 200, done.text
            shown = (await client.get(f"/support-cases/{case}")).json()
            assert (shown["status"], shown["agent"], shown["priority"]) == ("resolved", "minh", "urgent")
            assert [(one["author"], one["text"]) for one in shown["notes"]] == [("c.agent", "SN-7")]
            assert not shown["escalated"]
            await company.pass_time(timedelta(days=8))
            assert (await client.get(f"/support-cases/{case}")).json()["status"] == "closed"
            history = (await client.get(f"/support-cases/{case}/history")).json()
            assert (history[-1]["type"], history[-1]["actor"]) == ("support_case.closed", "deadline:close")

    async def test_reopened_in_time_or_followed_by_a_new_case(
        self, company: MemoryCompany, client_of: ClientOf
    ) -> None:
        async with client_of() as client:
            case = await self.opened(client)
            await post(client, f"/support-cases/{case}/assignment", agent="minh")
            await post(client, f"/support-cases/{case}/resolution", resolution="explained")
            await company.pass_time(timedelta(days=8))
            assert (await post(client, f"/support-cases/{case}/reopening", reason="leaks again")).status_code == 200
            open_now = (await client.get("/support-cases/queues/open")).json()["items"]
            assert [one["status"] for one in open_now] == ["in-progress"]
            await post(client, f"/support-cases/{case}/resolution", resolution="seal replaced")
            assert (await post(client, f"/support-cases/{case}/closing")).status_code == 200
            await company.pass_time(timedelta(days=15))
            late = await refused(client, f"/support-cases/{case}/reopening", reason="leaks again")
            assert late == (409, "care.support-case.too-late-to-reopen")
            following = await self.opened(client, follows=case)
            assert (await client.get(f"/support-cases/{case}")).json()["followed_by"] == [following]
            nowhere = await refused(client, "/support-cases", customer_id="C1", subject="It leaks", follows="K9")
            assert nowhere == (404, "care.support-case.unknown")
            others = await refused(client, "/support-cases", customer_id="C2", subject="It leaks", follows=case)
            assert others == (422, "care.support-case.other-customer")

    async def test_two_cases_of_one_matter_become_one(self, company: MemoryCompany, client_of: ClientOf) -> None:
        async with client_of() as client:
            first, second = await self.opened(client), await self.opened(client)
            assert (await post(client, f"/support-cases/{second}/merge", into=first)).status_code == 200
            assert (await client.get(f"/support-cases/{first}")).json()["absorbed"] == [second]
            assert (await client.get(f"/support-cases/{second}")).json()["merged_into"] == first
            back = await refused(client, f"/support-cases/{first}/merge", into=second)
            assert back == (409, "care.support-case.target-over")
            assert (await client.get(f"/support-cases/{first}")).json()["status"] == "new"
            itself = await refused(client, f"/support-cases/{first}/merge", into=first)
            assert itself == (422, "care.support-case.merged-into-itself")

    async def test_spam_is_put_aside_and_can_come_back(self, company: MemoryCompany, client_of: ClientOf) -> None:
        async with client_of() as client:
            case = await self.opened(client)
            assert (await post(client, f"/support-cases/{case}/spam", reason="an advertisement")).status_code == 200
            assert (await client.get("/support-cases/queues/open")).json()["items"] == []
            assert (await post(client, f"/support-cases/{case}/reopening", reason="a customer")).status_code == 200
            assert (await client.get(f"/support-cases/{case}")).json()["status"] == "new"

    async def test_managers_find_what_was_escalated(self, company: MemoryCompany, client_of: ClientOf) -> None:
        async with client_of() as client:
            case = await self.opened(client)
            await post(client, f"/support-cases/{case}/escalation", reason="the third leak")
        async with client_of("boss", "care.manager") as boss:
            found = (await boss.get("/support-cases/queues/escalated")).json()["items"]
            assert [one["case_id"] for one in found] == [case]

    async def test_an_empty_note_says_nothing(self, company: MemoryCompany, client_of: ClientOf) -> None:
        async with client_of() as client:
            case = await self.opened(client)
            empty = await refused(client, f"/support-cases/{case}/notes", text="   ")
            assert empty == (422, "shared.request.invalid")
            loose = await refused(client, "/support-cases", customer_id="C1", subject="It leaks", about={"line_no": 1})
            assert loose == (422, "care.support-case.line-without-order")


async def test_deny_by_default(company: MemoryCompany, client_of: ClientOf) -> None:
    async with client_of("s.rep", "sales.rep") as client:
        assert await refused(client, "/support-cases", customer_id="C1", subject="x") == (
            403,
            "shared.auth.role-missing",
        )
        assert (await client.get("/warranties")).status_code == 403
    async with client_of("r.reader", "company.reader") as reader:
        assert await refused(reader, "/surveys/O1/dispatch") == (403, "shared.auth.role-missing")
