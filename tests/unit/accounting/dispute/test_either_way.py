"""What is heard of a complaint, and what people do about it, in either order: the end is the same."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import pytest

from shared.published.care import (
    ComplaintCorrectedV1,
    ComplaintOpenedV1,
    ComplaintReopenedV1,
    ComplaintResolvedV1,
    ComplaintReturnsSettledV1,
    ComplaintWithdrawnV1,
    ReturnCreditGrantedV1,
    ReturnItem,
    SettledReturn,
)
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, OTHER_BOSS, invoice_of, late_payer, pay, until

DAY: Final = date(2026, 3, 4)
COMPLAINT: Final = "CP-1"
NOTE: Final = f"/credit-notes/{COMPLAINT}.credit1"
WHY: Final[dict[str, Any]] = {"reason": "not so"}


class Contested:
    """ACME owes 1,000.00 for O-1 and 500.00 for O-2, and complains about the first invoice."""

    def __init__(self, desk: Desk, invoices: tuple[str, str]) -> None:
        self.desk = desk
        self.first, self.second = invoices
        self.common: dict[str, Any] = {"complaint_id": COMPLAINT, "customer_id": "ACME", "order_id": ""}

    async def hear(self, told: Any) -> None:
        await self.desk.hear(told, key=COMPLAINT)

    async def opened(self) -> None:
        await self.hear(
            ComplaintOpenedV1(**self.common, invoice_id=self.first, kind="invoice", subject="they leak", opened_on=DAY)
        )

    async def accepted(self, invoice_id: str = "", *, awaits_returns: bool = True) -> None:
        await self.hear(
            ComplaintResolvedV1(
                **self.common,
                invoice_id=invoice_id or self.first,
                kind="invoice",
                outcome="accepted",
                resolution="they do leak",
                resolved_on=DAY,
                awaits_returns=awaits_returns,
            )
        )

    async def withdrawn(self) -> None:
        await self.hear(
            ComplaintWithdrawnV1(**self.common, invoice_id=self.first, reason="a mistake", withdrawn_on=DAY)
        )

    async def corrected(self) -> None:
        """It is about the second invoice."""
        await self.hear(
            ComplaintCorrectedV1(
                **self.common,
                subject="they leak",
                kind="invoice",
                line_no=None,
                invoice_id=self.second,
                kind_before="invoice",
                order_id_before="",
                line_no_before=None,
                invoice_id_before=self.first,
                reason="the wrong number",
                corrected_on=DAY,
            )
        )

    async def reopened(self, on: date) -> None:
        await self.hear(
            ComplaintReopenedV1(
                **self.common, invoice_id=self.first, reason="more of them leak", reopened_on=on, kind="invoice"
            )
        )

    async def all_is_settled(self, **returns: date) -> None:
        """Of R_1, unless others are named."""
        settled = tuple(
            SettledReturn(return_id=name, order_id="O-1", settled_on=day)
            for name, day in (returns or {"R_1": DAY}).items()
        )
        await self.hear(ComplaintReturnsSettledV1(complaint_id=COMPLAINT, customer_id="ACME", returns=settled))

    async def credited(self, units: int = 3, *, return_id: str = "R_1") -> None:
        """Of goods that came back because of it: told on another topic."""
        granted = ReturnCreditGrantedV1(
            return_id=return_id,
            grant_id=f"{return_id}.{units}",
            order_id="O-1",
            customer_id="ACME",
            item=ReturnItem(item_no=1, line_no=1, sku="SKU-1", shipment_id="S-O-1", quantity=Decimal(units)),
            reason="they leak",
            requested_by="cara.agent",
            granted_by="carl.care-manager",
            granted_on=DAY,
            complaint_id=COMPLAINT,
        )
        await self.desk.hear(granted, key=return_id)

    async def conceded(self, minor: int) -> None:
        body = {"reason": "agreed", "amount": {"minor": minor, "currency": "USD"}}
        await self.desk.post(f"/disputes/{COMPLAINT}/concession", body, **BOSS)

    async def refused(self) -> None:
        await self.desk.post(f"{NOTE}/refusal", WHY, **OTHER_BOSS)

    async def approved(self) -> None:
        await self.desk.post(f"{NOTE}/approval", **OTHER_BOSS)

    async def credit_cancelled(self, units: int = 3, *, issued_anew: bool = False) -> None:
        notes = (await self.desk.get("/credit-notes", params={"order_id": "O-1"}))["items"]
        (note,) = [one for one in notes if one["total"]["minor"] == units * 10_000]
        path = f"/credit-notes/{note['credit_note_id']}/cancellation"
        await self.desk.post(path, WHY | {"issued_anew": issued_anew}, **BOSS)
        await self.desk.post(f"{path}/approval", **OTHER_BOSS)

    async def ends(self) -> tuple[str, str, int]:
        """The stage of the dispute, its outcome, and what of the first invoice is contested."""
        dispute = await self.desk.get(f"/disputes/{COMPLAINT}")
        return dispute["status"], dispute["outcome"], (await invoice_of(self.desk))["disputed"]["minor"]


@pytest.fixture
async def contested() -> Contested:
    desk = await late_payer(orders={"O-1": (10, 100_000), "O-2": (5, 50_000)})
    first, second = [(await invoice_of(desk, order))["invoice_id"] for order in ("O-1", "O-2")]
    found = Contested(desk, (first, second))
    await until(desk, DAY)
    await found.opened()
    return found


class TestWhileACreditNoteWaits:
    @pytest.mark.parametrize("settled_first", [True, False])
    async def test_all_that_came_back_is_settled_and_a_credit_makes_it_lapse(
        self, contested: Contested, settled_first: bool
    ) -> None:
        await contested.conceded(80_000)
        await contested.accepted()
        steps = (contested.all_is_settled, contested.credited)
        for step in steps if settled_first else reversed(steps):
            await step()
        assert await contested.ends() == ("settled", "for-customer", 0)
        assert (await contested.desk.get(f"/disputes/{COMPLAINT}"))["credit_note_id"]
        assert (await contested.desk.get(NOTE))["status"] == "refused"

    @pytest.mark.parametrize("refused_first", [True, False])
    async def test_all_that_came_back_is_settled_and_it_is_refused(
        self, contested: Contested, refused_first: bool
    ) -> None:
        await contested.conceded(30_000)
        await contested.accepted()
        await contested.credited()
        steps = (contested.refused, contested.all_is_settled)
        for step in steps if refused_first else reversed(steps):
            await step()
        assert await contested.ends() == ("settled", "for-customer", 0)

    @pytest.mark.parametrize("refused_first", [True, False])
    async def test_care_decides_for_goods_that_were_made_good_before(
        self, contested: Contested, refused_first: bool
    ) -> None:
        await contested.conceded(30_000)
        await contested.all_is_settled()
        if refused_first:
            await contested.refused()
        await contested.accepted(awaits_returns=False)
        if not refused_first:
            await contested.refused()
        assert await contested.ends() == ("settled", "for-customer", 0)

    async def test_the_complaint_is_withdrawn_and_it_is_refused(self, contested: Contested) -> None:
        await contested.conceded(30_000)
        await contested.withdrawn()
        assert await contested.ends() == ("conceded", "", 100_000)
        await contested.refused()
        assert await contested.ends() == ("settled", "withdrawn", 0)

    async def test_the_complaint_is_withdrawn_and_it_is_approved_all_the_same(self, contested: Contested) -> None:
        await contested.conceded(30_000)
        await contested.withdrawn()
        await contested.approved()
        assert await contested.ends() == ("settled", "for-customer", 0)

    async def test_what_was_withdrawn_and_reopened_is_open_when_it_is_refused(self, contested: Contested) -> None:
        await contested.conceded(30_000)
        await contested.withdrawn()
        await contested.reopened(DAY)
        await contested.refused()
        assert await contested.ends() == ("open", "", 100_000)

    @pytest.mark.parametrize("corrected_first", [True, False])
    async def test_the_complaint_is_about_another_invoice(self, contested: Contested, corrected_first: bool) -> None:
        if corrected_first:
            await contested.corrected()
        else:
            await contested.conceded(30_000)
            await contested.corrected()
            assert (await contested.desk.get(NOTE))["status"] == "refused"
        await contested.accepted(contested.second, awaits_returns=False)
        assert await contested.ends() == ("to-credit", "", 0)
        assert (await invoice_of(contested.desk, "O-2"))["disputed"]["minor"] == 50_000


class TestACreditIsCancelled:
    @pytest.mark.parametrize("settled_first", [True, False])
    async def test_before_or_after_all_that_came_back_is_settled(
        self, contested: Contested, settled_first: bool
    ) -> None:
        await contested.accepted()
        await contested.credited()
        steps = (contested.all_is_settled, contested.credit_cancelled)
        for step in steps if settled_first else reversed(steps):
            await step()
        assert await contested.ends() == ("to-credit", "", 100_000)
        await contested.all_is_settled(R_1=DAY, R_2=DAY)
        assert await contested.ends() == ("to-credit", "", 100_000), "another return says nothing of what was cancelled"

    @pytest.mark.parametrize("accepted_first", [True, False])
    async def test_the_return_is_settled_anew_on_another_day(self, contested: Contested, accepted_first: bool) -> None:
        if accepted_first:
            await contested.accepted()
        await contested.credited(3)
        await contested.credited(2, return_id="R_2")
        await contested.all_is_settled(R_1=DAY, R_2=DAY)
        await contested.credit_cancelled(3)
        later = DAY + timedelta(days=2)
        await contested.all_is_settled(R_1=DAY, R_2=later)
        assert (await contested.ends())[0] == ("to-credit" if accepted_first else "open")
        await contested.all_is_settled(R_1=later, R_2=later)
        if not accepted_first:
            await contested.accepted(awaits_returns=False)
        assert await contested.ends() == ("settled", "for-customer", 0)

    async def test_what_accounting_credits_anew_is_not_settled_by_the_return(self, contested: Contested) -> None:
        await contested.accepted()
        await contested.credited()
        await contested.credit_cancelled(issued_anew=True)
        await contested.all_is_settled(R_1=DAY + timedelta(days=2))
        assert await contested.ends() == ("to-credit", "", 100_000)

    @pytest.mark.parametrize("refused_first", [True, False])
    async def test_before_or_after_what_was_conceded_is_refused(
        self, contested: Contested, refused_first: bool
    ) -> None:
        await contested.conceded(20_000)
        await contested.accepted()
        await contested.credited()
        await contested.all_is_settled()
        steps = (contested.refused, contested.credit_cancelled)
        for step in steps if refused_first else reversed(steps):
            await step()
        assert await contested.ends() == ("to-credit", "", 100_000)

    @pytest.mark.parametrize("cancelled", [2, 3])
    @pytest.mark.parametrize("place", [0, 1, 2])
    async def test_either_of_two(self, contested: Contested, place: int, cancelled: int) -> None:
        await contested.accepted()
        for number, units in enumerate((2, 3)):
            if number == place:
                await contested.all_is_settled()
            await contested.credited(units)
        if place == 2:
            await contested.all_is_settled()
        assert await contested.ends() == ("settled", "for-customer", 0)
        await contested.credit_cancelled(cancelled)
        assert (await contested.ends())[0] == "to-credit"

    @pytest.mark.parametrize("credited_first", [True, False])
    async def test_of_another_return_after_the_complaint_was_reopened(
        self, contested: Contested, credited_first: bool
    ) -> None:
        await contested.accepted()
        await contested.credited(3)
        await contested.all_is_settled()
        if credited_first:
            await contested.credited(2, return_id="R_2")
        await contested.reopened(date(2026, 3, 5))
        await contested.accepted()
        if not credited_first:
            await contested.credited(2, return_id="R_2")
        await contested.all_is_settled(R_1=DAY, R_2=date(2026, 3, 6))
        assert (await contested.ends())[:2] == ("settled", "for-customer")
        await contested.credit_cancelled(2)
        assert (await contested.ends())[0] == "to-credit"


async def bounced(contested: Contested) -> None:
    """The first invoice is paid in full, and the bank takes the money back."""
    payment = await pay(contested.desk, 100_000)
    assert await contested.ends() == ("settled", "paid", 0)
    await contested.desk.post(f"/payments/{payment['id']}/return", {"reason": "no funds"}, **BOSS)


async def test_money_that_did_not_stay_ends_nothing(contested: Contested) -> None:
    await bounced(contested)
    assert await contested.ends() == ("open", "", 100_000)
    await contested.accepted(awaits_returns=False)
    assert await contested.ends() == ("to-credit", "", 100_000)


@pytest.mark.parametrize("bounced_first", [True, False])
async def test_withdrawn_before_or_after_the_money_bounced(contested: Contested, bounced_first: bool) -> None:
    payment = await pay(contested.desk, 100_000)
    if not bounced_first:
        await contested.withdrawn()
    await contested.desk.post(f"/payments/{payment['id']}/return", {"reason": "no funds"}, **BOSS)
    if bounced_first:
        await contested.withdrawn()
    assert (await contested.ends())[::2] == ("settled", 0)


@pytest.mark.parametrize("settled_first", [True, False])
async def test_what_is_made_good_while_the_invoice_is_a_loss_is_not_to_be_credited(
    contested: Contested, settled_first: bool
) -> None:
    await until(contested.desk, date(2026, 5, 4))
    await contested.accepted()
    await contested.desk.post(f"{CASE}/write-off", {"reason": "insolvent"}, **BOSS)
    await contested.desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)
    if settled_first:
        await contested.credited()
        await contested.all_is_settled()
    await contested.desk.post(f"/invoices/{contested.first}/write-off-reversal", {"reason": "agreed"}, **BOSS)
    if not settled_first:
        await contested.credited()
        await contested.all_is_settled()
    assert (await contested.ends())[::2] == ("settled", 0)
