"""A complaint about goods: the invoices that bill them are contested by what the goods come to, and nothing else is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.accounting.billing.decider import BILLING
from services.accounting.contested_goods.contesting import (
    HearContestedAgain,
    HearContestEnded,
    HearGoodsContested,
    NoteContestedReturnSettled,
    NoteInvoicePosted,
)
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.contested_goods.events import (
    ContestedGoodsInvoiced,
    ContestedReturnSettled,
    GoodsContested,
    GoodsContestEnded,
)
from services.accounting.dispute.state import goods_dispute_of
from shared.published.care import (
    ComplaintReopenedV1,
    ComplaintReturnsSettledV1,
    ComplaintWithdrawnV1,
    ReturnCreditGrantedV1,
    ReturnItem,
    ReturnSettledV1,
    SettledReturn,
)
from shared.testing.specification import spec_of
from tests.unit.accounting.contested_goods.pumps import (
    ACCEPTED,
    COMPLAINT,
    DAY,
    ENDED,
    OPENED,
    PUMPS,
    corrected,
    deliver,
    disputed,
    disputes,
    invoice_id,
    invoices,
)
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import case, pay, reminders, until
from tests.unit.accounting.examples import placed, registered


class TestContesting:
    async def test_the_units_of_the_line_are_contested_on_each_invoice_that_bills_them(self, desk: Desk) -> None:
        await desk.hear(OPENED, key=COMPLAINT)
        await desk.hear(OPENED, key=COMPLAINT)
        assert await disputed(desk) == [60_000, 40_000]
        assert {one["reference"] for one in await disputes(desk)} == {COMPLAINT}
        await until(desk, DAY)
        letter = str((await reminders(desk))[-1]["text"])
        assert "In all: $710.00" in letter  # hose 200.00, freight 10.00 and the other order's 500.00

    async def test_without_a_line_all_goods_of_the_order_are(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, line_no=None), key=COMPLAINT)
        assert await disputed(desk) == [80_000, 40_000]

    async def test_never_more_than_is_open(self, desk: Desk) -> None:
        await pay(desk, 101_000, "O-1")
        await desk.hear(OPENED, key=COMPLAINT)
        assert await disputed(desk) == [0, 20_000]

    @pytest.mark.parametrize(
        "what", [{"kind": "service"}, {"order_id": "O-9"}, {"customer_id": "BOLT"}, {"line_no": 7}, {"order_id": ""}]
    )
    async def test_what_is_not_about_goods_of_theirs_contests_nothing(self, desk: Desk, what: dict[str, Any]) -> None:
        await desk.hear(replace(OPENED, **what), key=COMPLAINT)
        assert await disputed(desk) == [0, 0]

    async def test_what_is_invoiced_after_the_complaint_is_contested_at_once(self) -> None:
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        await desk.hear(placed(PUMPS, order_id="O-1"), key="O-1")
        await desk.hear(OPENED, key=COMPLAINT)
        await deliver(desk, "S-1", (1, 6))
        assert await disputed(desk) == [60_000]
        await desk.hear(ComplaintWithdrawnV1(**ENDED, reason="they do not", withdrawn_on=DAY), key=COMPLAINT)
        await deliver(desk, "S-2", (1, 4))
        assert await disputed(desk) == [0, 0]


class TestUnitsOfALine:
    @pytest.mark.parametrize(
        ("quantity", "contested"),
        [("3", [30_000, 0]), ("6", [60_000, 0]), ("7", [60_000, 10_000]), ("10", [60_000, 40_000])],
    )
    async def test_only_so_many_are_contested_of_those_that_were_shipped_first(
        self, desk: Desk, quantity: str, contested: list[int]
    ) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(quantity)), key=COMPLAINT)
        assert await disputed(desk) == contested

    async def test_the_rest_of_the_line_is_dunned(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(3)), key=COMPLAINT)
        await until(desk, DAY)
        letter = str((await reminders(desk))[-1]["text"])
        assert "In all: $1,410.00" in letter  # seven pumps 700.00, hose 200.00, freight 10.00, the other order's 500.00

    async def test_more_than_was_delivered_contests_what_was(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(12)), key=COMPLAINT)
        assert await disputed(desk) == [60_000, 40_000]

    async def test_those_that_are_invoiced_later_are_contested_then_and_no_more_of_them(self) -> None:
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        await desk.hear(placed(PUMPS, order_id="O-1"), key="O-1")
        await desk.hear(replace(OPENED, quantity=Decimal(7)), key=COMPLAINT)
        await deliver(desk, "S-1", (1, 2))
        await deliver(desk, "S-2", (1, 6))
        await deliver(desk, "S-3", (1, 2))
        assert await disputed(desk) == [20_000, 50_000, 0]

    async def test_a_corrected_quantity_is_contested_instead(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(3)), key=COMPLAINT)
        await desk.hear(corrected(quantity_before=Decimal(3), quantity=Decimal(8)), key=COMPLAINT)
        assert await disputed(desk) == [60_000, 20_000]
        await desk.hear(corrected(quantity_before=Decimal(8)), key=COMPLAINT)
        assert await disputed(desk) == [60_000, 40_000]

    async def test_reopened_it_is_about_the_same_units(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(3)), key=COMPLAINT)
        await desk.hear(replace(ACCEPTED, outcome="rejected"), key=COMPLAINT)
        assert await disputed(desk) == [0, 0]
        await desk.hear(ComplaintReopenedV1(**ENDED, reason="but they do", reopened_on=DAY), key=COMPLAINT)
        assert await disputed(desk) == [30_000, 0]

    async def test_two_complaints_never_contest_more_than_the_line(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(5)), key=COMPLAINT)
        await desk.hear(replace(OPENED, complaint_id="CP-2", quantity=Decimal(5)), key="CP-2")
        first = (await invoices(desk, "O-1"))[0]
        assert first["disputed"]["minor"] <= first["open"]["minor"] == 81_000


class TestCorrecting:
    async def test_what_it_is_about_after_all_is_contested_and_nothing_else(self, desk: Desk) -> None:
        await desk.hear(OPENED, key=COMPLAINT)
        hoses = corrected(line_no=2)
        await desk.hear(hoses, key=COMPLAINT)
        assert await disputed(desk) == [20_000, 0]
        first = (await invoices(desk, "O-1"))[0]
        invoice = corrected(kind="invoice", line_no=None, line_no_before=2, invoice_id=first["invoice_id"], order_id="")
        await desk.hear(invoice, key=COMPLAINT)
        assert await disputed(desk) == [81_000, 0]
        goods_again = corrected(
            kind_before="invoice",
            order_id_before="",
            line_no_before=None,
            invoice_id_before=first["invoice_id"],
        )
        await desk.hear(goods_again, key=COMPLAINT)
        assert await disputed(desk) == [60_000, 40_000]

    async def test_what_stays_is_left_as_it_is(self, desk: Desk) -> None:
        await desk.hear(OPENED, key=COMPLAINT)
        before = await disputes(desk)
        await desk.hear(corrected(invoice_id="nobody-knows"), key=COMPLAINT)
        assert await disputes(desk) == before


class TestDeciding:
    async def test_rejected_it_is_dunned_again_and_reopened_it_is_not(self, desk: Desk) -> None:
        await desk.hear(OPENED, key=COMPLAINT)
        await desk.hear(replace(ACCEPTED, outcome="rejected"), key=COMPLAINT)
        assert {one["outcome"] for one in await disputes(desk)} == {"for-us"}
        assert await disputed(desk) == [0, 0]
        await desk.hear(ComplaintReopenedV1(**ENDED, reason="but they do", reopened_on=DAY), key=COMPLAINT)
        assert await disputed(desk) == [60_000, 40_000]

    async def test_accepted_it_is_to_be_credited(self, desk: Desk) -> None:
        await desk.hear(OPENED, key=COMPLAINT)
        await desk.hear(ACCEPTED, key=COMPLAINT)
        assert [one["status"] for one in await disputes(desk)] == ["to-credit", "to-credit"]
        await until(desk, date(2026, 5, 15))
        assert (await case(desk))["disputed"]["minor"] == 100_000

    async def test_goods_that_come_back_are_credited_and_end_it(self, desk: Desk) -> None:
        await desk.hear(OPENED, key=COMPLAINT)
        await desk.hear(ACCEPTED, key=COMPLAINT)
        granted = ReturnCreditGrantedV1(
            return_id="R-1",
            grant_id="G-1",
            order_id="O-1",
            customer_id="ACME",
            item=ReturnItem(item_no=1, line_no=1, sku="SKU-1", shipment_id="S-2", quantity=Decimal(1)),
            reason="it leaks",
            requested_by="cara.agent",
            granted_by="carl.care-manager",
            granted_on=DAY,
            complaint_id=COMPLAINT,
        )
        await desk.hear(granted, key="R-1")
        assert await disputed(desk) == [60_000, 30_000]
        over = ReturnSettledV1(
            return_id="R-1", order_id="O-1", customer_id="ACME", complaint_id=COMPLAINT, settled_on=DAY
        )
        await desk.hear(over, key="R-1")
        assert {(one["status"], one["outcome"]) for one in await disputes(desk)} == {("settled", "for-customer")}
        assert await disputed(desk) == [0, 0]


class TestSeveralReturns:
    """Two returns because of one complaint: what is contested waits for the last of them."""

    AWAITING = replace(ACCEPTED, awaits_returns=True)

    @staticmethod
    def settled(*return_ids: str) -> ComplaintReturnsSettledV1:
        returns = tuple(SettledReturn(return_id=one, order_id="O-1", settled_on=DAY) for one in return_ids)
        return ComplaintReturnsSettledV1(complaint_id=COMPLAINT, customer_id="ACME", returns=returns)

    @pytest.mark.parametrize("last", [("R-1", "R-2"), ("R-1",)], ids=["both settled", "the second brought nothing"])
    @pytest.mark.parametrize("named", [False, True])
    async def test_one_that_was_settled_before_another_followed_ends_nothing(
        self, desk: Desk, last: tuple[str, ...], *, named: bool
    ) -> None:
        named_invoice = await invoice_id(desk, 0) if named else ""
        about: dict[str, Any] = {"kind": "invoice", "order_id": "", "invoice_id": named_invoice} if named else {}
        await desk.hear(replace(OPENED, **about), key=COMPLAINT)
        await desk.hear(self.settled("R-1"), key=COMPLAINT)
        await desk.hear(replace(self.AWAITING, **about), key=COMPLAINT)
        assert {one["status"] for one in await disputes(desk)} == {"to-credit"}
        assert sum(await disputed(desk)) > 0
        await desk.hear(self.settled(*last), key=COMPLAINT)
        assert {(one["status"], one["outcome"]) for one in await disputes(desk)} == {("settled", "for-customer")}
        assert await disputed(desk) == [0, 0]

    async def test_what_is_invoiced_meanwhile_waits_for_it_too(self) -> None:
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        await desk.hear(placed(PUMPS, order_id="O-1"), key="O-1")
        for told in (OPENED, self.settled("R-1"), self.AWAITING):
            await desk.hear(told, key=COMPLAINT)
        await deliver(desk, "S-1", (1, 6))
        assert await disputed(desk) == [60_000]
        await desk.hear(self.settled("R-1"), key=COMPLAINT)
        assert await disputed(desk) == [0]

    async def test_the_first_does_not_end_it_where_the_complaint_tells(self, desk: Desk) -> None:
        await desk.hear(OPENED, key=COMPLAINT)
        await desk.hear(self.AWAITING, key=COMPLAINT)
        over = ReturnSettledV1(
            return_id="R-1",
            order_id="O-1",
            customer_id="ACME",
            complaint_id=COMPLAINT,
            settled_on=DAY,
            complaint_tells=True,
        )
        await desk.hear(over, key="R-1")
        assert await disputed(desk) == [60_000, 40_000]


CONTESTED = GoodsContested(
    complaint_id=COMPLAINT,
    customer_id="ACME",
    line_no=1,
    note="they leak",
    invoice_ids=(),
    contested_by="care",
    contested_on=DAY,
)
CONTEST = HearGoodsContested(
    order_id="O-1", complaint_id=COMPLAINT, customer_id="ACME", line_no=1, note="they leak", by="care", on=DAY
)
ONE_OF_BOTH = {1: Decimal(1), 2: Decimal(1)}
goods = spec_of(CONTESTED_GOODS)


class TestTwice:
    def test_goods_that_nobody_was_billed_for_yet_are_remembered(self) -> None:
        unbilled = goods.beside(BILLING, "O-1")
        unbilled.when(CONTEST).then(CONTESTED).then_asked_again_nothing()
        posted = NoteInvoicePosted(order_id="O-1", invoice_id="i1", units=ONE_OF_BOTH, on=DAY)
        unbilled.given(CONTESTED).when(posted).then(
            ContestedGoodsInvoiced(
                complaint_id=COMPLAINT,
                customer_id="ACME",
                line_no=1,
                note="they leak",
                invoice_id="i1",
                invoiced_on=DAY,
            )
        ).then_asked_again_nothing()
        unbilled.given(CONTESTED).when(replace(posted, units={2: Decimal(1)})).then_nothing()

    def test_a_complaint_ends_once_and_may_begin_again(self) -> None:
        end = HearContestEnded(complaint_id=COMPLAINT, outcome="for-us", reason="they do not", by="care", on=DAY)
        ended = GoodsContestEnded(
            complaint_id=COMPLAINT,
            outcome="for-us",
            reason="they do not",
            invoice_ids=(),
            ended_by="care",
            ended_on=DAY,
            customer_id="ACME",
            line_no=1,
        )
        goods.given(CONTESTED).when(end).then(ended).then_asked_again_nothing()
        again = HearContestedAgain(order_id="O-1", complaint_id=COMPLAINT, note="but they do", by="care", on=DAY)
        unbilled = goods.beside(BILLING, "O-1")
        unbilled.given(CONTESTED, ended).when(again).then(
            replace(CONTESTED, note="but they do", again=True)
        ).then_asked_again_nothing()

    def test_a_return_that_is_settled_before_its_complaint_is_heard_of_is_remembered(self) -> None:
        heard = NoteContestedReturnSettled(complaint_id=COMPLAINT, return_id="R-1", on=DAY)
        early = ContestedReturnSettled(complaint_id=COMPLAINT, return_id="R-1", invoice_ids=(), settled_on=DAY)
        goods.when(heard).then(early).then_asked_again_nothing()
        unbilled = goods.beside(BILLING, "O-1")
        unbilled.given(early).when(CONTEST).then(CONTESTED, early).then_asked_again_nothing()
        posted = NoteInvoicePosted(order_id="O-1", invoice_id="i1", units={1: Decimal(1)}, on=DAY)
        invoiced = ContestedGoodsInvoiced(
            complaint_id=COMPLAINT, customer_id="ACME", line_no=1, note="they leak", invoice_id="i1", invoiced_on=DAY
        )
        unbilled.given(early, CONTESTED, early).when(posted).then(
            invoiced, replace(early, invoice_ids=("i1",))
        ).then_asked_again_nothing()

    def test_of_a_complaint_that_is_about_no_goods_nothing_is_noted(self) -> None:
        end = HearContestEnded(complaint_id="CP-2", outcome="for-us", reason="no", by="care", on=DAY)
        goods.given(CONTESTED).when(end).then_nothing()
        assert goods_dispute_of("CP-1", "i1") != goods_dispute_of("CP-2", "i1")
