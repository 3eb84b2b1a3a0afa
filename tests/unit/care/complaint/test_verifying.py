"""A complaint about what care has not heard of is taken down, and marked until a person has looked it up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.events import Kind, Subject
from services.care.complaint.opening import ComplaintUnknown, OtherCustomersOrder
from services.care.complaint.verifying import VerifyComplaint
from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import CoveredLine, WarrantyStarted
from shared.testing.company import MemoryCompany
from shared.testing.specification import spec_of
from tests.unit.care.complaint.test_complaint import MONDAY, OPEN, after, unopened
from tests.unit.care.conftest import ClientOf, Tell
from tests.unit.care.test_care_api import delivered, post, refused

STARTED = WarrantyStarted(
    shipment_id="S1",
    contract_id="CT1",
    customer_id="C1",
    lines=(CoveredLine(line_no=1, sku="PUMP", quantity=Decimal(2), until=date(2027, 3, 1)),),
    started_on=date(2026, 3, 1),
)
known = (
    spec_of(COMPLAINT).beside(SERVICE_LEVEL, THE_SERVICE_LEVEL).beside(WARRANTY, "O1", STARTED).beside(WARRANTY, "O2")
)
VERIFY = VerifyComplaint(reason="seen in sales", by="ann", at=MONDAY)


class TestOpening:
    @pytest.mark.parametrize(
        ("about", "unverified"),
        [
            (Subject(kind=Kind.GOODS, order_id="O1", line_no=1), ()),
            (Subject(kind=Kind.GOODS, order_id="O1"), ()),
            (Subject(kind=Kind.DELIVERY, order_id="O1", line_no=2), ("line",)),
            (Subject(kind=Kind.GOODS, order_id="O1", line_no=1, quantity=Decimal(2)), ()),
            (Subject(kind=Kind.GOODS, order_id="O1", line_no=1, quantity=Decimal(3)), ("quantity",)),
            (Subject(kind=Kind.GOODS, order_id="O1", line_no=2, quantity=Decimal(1)), ("line",)),
            (Subject(kind=Kind.DELIVERY, order_id="O2", line_no=2), ("customer", "order")),
            (Subject(kind=Kind.INVOICE, order_id="O1", invoice_id="I1"), ("invoice",)),
            (Subject(kind=Kind.INVOICE, invoice_id="I1"), ("customer", "invoice")),
            (Subject(kind=Kind.SERVICE), ("customer",)),
        ],
    )
    def test_what_care_has_not_heard_of_is_marked(self, about: Subject, unverified: tuple[str, ...]) -> None:
        (opened,) = known.when(replace(OPEN, about=about)).then_asked_again_nothing().facts
        assert opened.unverified == unverified

    def test_what_care_knows_to_be_otherwise_is_refused(self) -> None:
        known.when(replace(OPEN, customer_id="C2")).then_rejected(OtherCustomersOrder, field="about.order_id")


class TestVerifying:
    def test_a_person_looks_it_up_once(self) -> None:
        assert after(OPEN).when(VERIFY).then_asked_again_nothing().state_after().file.unverified == ()
        unopened().when(VERIFY).then_rejected(ComplaintUnknown)

    async def test_it_waits_in_a_queue_until_then(
        self, company: MemoryCompany, client_of: ClientOf, tell: Tell
    ) -> None:
        await tell(delivered(), key="S1")
        about: dict[str, Any] = {"kind": "goods", "order_id": "O1"}
        async with client_of() as client:
            other = await refused(client, "/complaints", customer_id="C2", title="Leaks", about=about)
            assert other == (422, "care.complaint.other-customers-order")
            await post(client, "/complaints", customer_id="C1", title="Leaks", about=about)
            late = about | {"order_id": "O9"}
            complaint = (await post(client, "/complaints", customer_id="C1", title="Where is it?", about=late)).json()[
                "id"
            ]
            (waiting,) = (await client.get("/complaints/queues/unverified")).json()["items"]
            assert (waiting["complaint_id"], waiting["unverified"]) == (complaint, ["customer", "order"])
            await post(client, f"/complaints/{complaint}/verification", reason="ordered yesterday, seen in sales")
            assert (await client.get("/complaints/queues/unverified")).json()["items"] == []
            assert company.parked() == []
