"""Up to which amount a role approves what somebody else has proposed."""

from datetime import date
from typing import Any, Final

import pytest

from services.accounting.approval_policy.decider import APPROVAL_POLICY
from services.accounting.approval_policy.events import ApprovalLimit, ApprovalPolicySet
from services.accounting.approval_policy.setting import LimitNamedTwice, SetApprovalPolicy
from services.accounting.approval_policy.state import DIRECTOR, MANAGER, ApprovalPolicy
from shared.testing.specification import spec_of
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import (
    BOSS,
    CASE,
    OTHER_BOSS,
    POLICY,
    case,
    invoice_of,
    late_payer,
    pay,
    until,
)
from tests.unit.accounting.examples import line, placed, registered, usd
from tests.unit.accounting.supplier_payment.examples import supplier_invoice

MONDAY: Final = date(2026, 3, 2)
LIMIT: Final = ApprovalLimit(role=MANAGER, most=usd(20_000))
THE_DIRECTOR: Final[dict[str, Any]] = {"person": "the.director", "roles": (DIRECTOR,)}
ABOVE: Final = (403, "accounting.approval-policy.above-limit")
a_policy = spec_of(APPROVAL_POLICY)


class TestSetting:
    def test_one_per_role_and_currency(self) -> None:
        command = SetApprovalPolicy(limits=(LIMIT,), by="the.director", on=MONDAY)
        a_policy.when(command).then(
            ApprovalPolicySet(limits=(LIMIT,), set_by="the.director", set_on=MONDAY)
        ).then_asked_again_nothing()
        twice = SetApprovalPolicy(limits=(LIMIT, LIMIT), by="the.director", on=MONDAY)
        a_policy.when(twice).then_rejected(LimitNamedTwice, field="limits.0")

    def test_up_to_the_limit_and_without_one_any_amount(self) -> None:
        policy = ApprovalPolicy(version=1, limits=(LIMIT,))
        assert policy.who_may(usd(20_000)) == (MANAGER, DIRECTOR)
        assert policy.who_may(usd(20_001)) == (DIRECTOR,)
        assert policy.who_may(usd(20_001), (MANAGER,)) == ()
        assert (policy.who_may_any("USD"), policy.who_may_any("EUR")) == ((DIRECTOR,), (MANAGER, DIRECTOR))


@pytest.fixture
async def desk() -> Desk:
    """ACME was billed ten units, 1,000.00. A manager approves up to 200.00."""
    return await limited(await late_payer(orders={"O-1": (10, 100_000)}), 20_000)


async def limited(desk: Desk, minor: int) -> Desk:
    body = {"limits": [{"role": MANAGER, "most": {"minor": minor, "currency": "USD"}}]}
    answer = await desk.ask("PUT", "/approval-policy", body, **THE_DIRECTOR)
    assert answer.status_code == 200, answer.text
    return desk


async def drafted(desk: Desk, units: int) -> str:
    body = {"lines": [{"line_no": 1, "quantity": str(units)}], "reason": "they leak"}
    note = await desk.post(f"/invoices/{(await invoice_of(desk))['invoice_id']}/credit-notes", body)
    return f"/credit-notes/{note['id']}"


async def test_who_is_limited_does_not_set_the_limit(desk: Desk) -> None:
    assert (await desk.ask("PUT", "/approval-policy", {"limits": []}, **BOSS)).status_code == 403
    assert (await desk.get("/approval-policy"))["version"] == 1


async def test_credit_notes_and_their_cancellations(desk: Desk) -> None:
    await desk.post(f"{await drafted(desk, 2)}/approval", **BOSS)
    path = await drafted(desk, 3)
    refused = (await desk.ask("POST", f"{path}/approval", **BOSS)).json()
    assert (refused["status"], refused["code"], refused["may"]) == (*ABOVE, DIRECTOR)
    assert refused["limit"] == {"minor": 20_000, "currency": "USD"}
    await desk.post(f"{path}/approval", **THE_DIRECTOR)
    await desk.post(f"{path}/cancellation", {"reason": "wrong"})
    assert await desk.refused(f"{path}/cancellation/approval", **BOSS) == ABOVE
    await desk.post(f"{path}/cancellation/approval", **THE_DIRECTOR)


async def test_refunds(desk: Desk) -> None:
    payment = await pay(desk, 150_000)
    await desk.post(f"/payments/{payment['id']}/refunds", {"reason": "too much"})
    (refund,) = (await desk.get(f"/payments/{payment['id']}"))["refunds"]
    path = f"/payments/{payment['id']}/refunds/{refund['refund_id']}/approval"
    assert await desk.refused(path, **BOSS) == ABOVE
    await desk.post(path, **THE_DIRECTOR)


async def test_write_offs(desk: Desk) -> None:
    await until(desk, date(2026, 4, 3))
    await desk.post(f"{CASE}/write-off", {"reason": "insolvent"}, **BOSS)
    assert await desk.refused(f"{CASE}/write-off/approval", **OTHER_BOSS) == ABOVE
    await desk.post(f"{CASE}/write-off/approval", **THE_DIRECTOR)


async def test_waivers() -> None:
    desk = await limited(await late_payer(POLICY), 2_000)
    await until(desk, date(2026, 4, 14))
    fee, interest = (f"{CASE}/charges/1.2.{kind}/waiver" for kind in ("fee", "interest"))
    for path in (fee, interest):
        await desk.post(path, {"reason": "a good customer"}, **BOSS)
    await desk.post(f"{fee}/approval", **OTHER_BOSS)
    await limited(desk, 239)
    assert await desk.refused(f"{interest}/approval", **OTHER_BOSS) == ABOVE
    await desk.post(f"{interest}/approval", **THE_DIRECTOR)
    assert (await case(desk))["charged"]["minor"] == 0


async def test_payments_to_suppliers() -> None:
    desk = await limited(await Desk.open(), 1_100)
    for invoice_id in ("si1", "si2", "si3"):
        await desk.hear(supplier_invoice(invoice_id), key=invoice_id)
    one, two = [await proposed(desk, *payables) for payables in (("si1",), ("si2", "si3"))]
    await desk.post(f"{one}/approval", **BOSS)
    assert await desk.refused(f"{two}/approval", **BOSS) == ABOVE
    assert await desk.refused(f"{two}/dispatch") == (409, "accounting.supplier-payment.not-approved")
    await desk.post(f"{two}/approval", **THE_DIRECTOR)
    await desk.post(f"{two}/dispatch")


async def test_raising_a_credit_limit_lets_goods_go_as_a_release_does() -> None:
    desk = await limited(await Desk.open(), 20_000)
    await desk.hear(registered(), key="ACME")
    path = "/credit-accounts/ACME/limit"

    def limit(minor: int | None) -> dict[str, Any]:
        amount = None if minor is None else {"minor": minor, "currency": "USD"}
        return {"limit": amount, "reason": "bank report"}

    await desk.post(path, limit(90_000), **BOSS)  # there was none, so that nothing was checked: this is less
    await desk.hear(placed(line(1, 1, 80_000, tax_code="EXEMPT")), key="O-1")
    await desk.post(path, limit(10_000), **BOSS)
    assert await desk.refused("/credit-accounts/ACME/holds/O-1/release", {"reason": "urgent"}, **BOSS) == ABOVE
    for more in (80_000, None):
        assert await desk.refused(path, limit(more), **BOSS) == ABOVE
    assert desk.told()[-1] == "accounting.credit.delivery-blocked.v1"
    await desk.post(path, limit(20_000), **BOSS)
    await desk.post(path, limit(80_000), **THE_DIRECTOR)
    assert desk.told()[-1] == "accounting.credit.delivery-unblocked.v1"
    await desk.post(path, limit(None), **THE_DIRECTOR)


async def test_nor_does_anybody_give_new_customers_more_than_they_may_approve() -> None:
    desk = await limited(await Desk.open(), 20_000)

    async def put(*minor: int, **by: Any) -> tuple[int, str]:
        body = {"default_limits": [{"minor": one, "currency": "USD"} for one in minor]}
        answer = await desk.ask("PUT", "/credit-policy", body, **by)
        return answer.status_code, answer.json().get("code", "")

    done = (200, "")
    assert await put(90_000, **BOSS) == done  # there was none, so that nothing was checked: this is less
    assert await put(10_000, **BOSS) == done
    assert (await put(20_001, **BOSS), await put(**BOSS)) == (ABOVE, ABOVE)
    assert await put(20_000, **BOSS) == done
    assert (await put(20_001, **THE_DIRECTOR), await put(**THE_DIRECTOR)) == (done, done)


async def proposed(desk: Desk, *payables: str) -> str:
    payment = await desk.post("/supplier-payments", {"supplier_id": "PUMPCO", "payables": list(payables)})
    return f"/supplier-payments/{payment['id']}"
