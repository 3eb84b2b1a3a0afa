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
from tests.unit.accounting.dunning_case.late import BOSS, CASE, OTHER_BOSS, invoice_of, late_payer, pay, until
from tests.unit.accounting.examples import usd

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


@pytest.fixture
async def desk() -> Desk:
    """ACME was billed ten units, 1,000.00. A manager approves up to 200.00."""
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    body = {"limits": [{"role": MANAGER, "most": {"minor": 20_000, "currency": "USD"}}]}
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
