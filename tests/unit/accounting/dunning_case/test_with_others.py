"""A debtor over HTTP who is handed over to a lawyer or an agency after the final level."""

from datetime import date
from typing import Any, Final

import pytest

from shared.mail.memory import MemoryMailer
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import (
    BOSS,
    CASE,
    OTHER_BOSS,
    case,
    invoice_of,
    late_payer,
    pay,
    reminders,
    until,
)
from tests.unit.accounting.dunning_case.test_mail_room import room_of

AUDITOR: Final[dict[str, Any]] = {"person": "an.auditor", "roles": ("accounting.auditor",)}
LAWYER: Final = {"to": "legal", "name": "Hall & Partners", "reference": "118/26", "reason": "no answer to the last"}
AGENCY: Final = {"to": "agency", "name": "Collect Ltd", "reason": "no answer to the last"}
WHY: Final = {"reason": "they called us"}
FINAL: Final = date(2026, 4, 21)


@pytest.fixture
async def desk() -> Desk:
    """The final notice has gone out, and credit is stopped."""
    desk = await late_payer()
    await until(desk, FINAL)
    await room_of(desk, MemoryMailer()).send_waiting()
    return desk


async def found(desk: Desk, **params: str) -> list[str]:
    """The ids of the cases that a list shows."""
    return [one["id"] for one in (await desk.get("/dunning-cases", params=params))["items"]]


async def test_a_clerk_hands_over_what_the_final_notice_did_not_bring_in(desk: Desk) -> None:
    await desk.post(f"{CASE}/hand-over", LAWYER)
    handed = await case(desk)
    assert (handed["status"], handed["next_review_on"]) == ("handed-over", None)
    theirs = handed["hand_over"]
    assert (theirs["to"], theirs["name"], theirs["reference"]) == ("legal", "Hall & Partners", "118/26")
    assert (theirs["handed_over_by"], theirs["handed_over_on"]) == ("a.clerk", "2026-04-21")
    assert (theirs["principal"]["minor"], theirs["charges"]["minor"]) == (100_000, 6240)
    assert await found(desk, handed_over_to="legal") == await found(desk, status="handed-over") == ["ACME:USD"]
    assert await found(desk, handed_over_to="agency") == []
    for queue, shown in (("handed-over", 1), ("running", 1), ("exhausted", 0)):
        assert len((await desk.get(f"/dunning-cases/queues/{queue}"))["items"]) == shown, queue
    history: Any = await desk.get(f"{CASE}/history")
    (fact,) = [one for one in history if one["type"] == "dunning_case.handed-over"]
    assert (fact["actor"], fact["reason"]) == ("a.clerk", "no answer to the last")
    assert (await desk.get("/ageing"))["items"][0]["charges_minor"] == 6240


async def test_nothing_is_written_and_credit_stays_stopped_until_it_is_paid(desk: Desk) -> None:
    await desk.post(f"{CASE}/hand-over", LAWYER)
    letters = len(await reminders(desk))
    await until(desk, date(2026, 7, 1))
    assert (len(await reminders(desk)), (await case(desk))["level"]) == (letters, 3)
    await pay(desk, 106_239)
    assert (await case(desk))["status"] == "handed-over"
    await pay(desk, 1)
    resolved = await case(desk)
    assert (resolved["status"], resolved["hand_over"]) == ("resolved", None)
    assert await found(desk, handed_over_to="legal") == []
    assert (await desk.get("/credit-accounts/ACME"))["standing"] == "stop"
    assert [kind for kind in desk.told() if kind.startswith("accounting.dunning")][-2:] == [
        "accounting.dunning.handed-over.v1",
        "accounting.dunning.resolved.v1",
    ]


async def test_it_is_recalled_and_goes_to_another(desk: Desk) -> None:
    await desk.post(f"{CASE}/hand-over", LAWYER)
    assert await desk.refused(f"{CASE}/hand-over", AGENCY) == (409, "accounting.dunning-case.is-handed-over")
    await desk.post(f"{CASE}/hand-over/recall", WHY)
    ours = await case(desk)
    assert (ours["status"], ours["level"], ours["hand_over"]) == ("exhausted", 3, None)
    assert desk.told()[-1] == "accounting.dunning.recalled.v1"
    await desk.post(f"{CASE}/hand-over", AGENCY)
    assert await found(desk, handed_over_to="agency") == ["ACME:USD"]


async def test_it_is_given_up_from_there(desk: Desk) -> None:
    await desk.post(f"{CASE}/hand-over", AGENCY)
    await desk.post(f"{CASE}/write-off", {"reason": "the agency found nothing"}, **BOSS)
    await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)
    assert (await case(desk))["status"] == "resolved"
    assert (await invoice_of(desk))["settlement"] == "written-off"


async def test_who_may_not_is_refused_and_bad_input_names_its_field(desk: Desk) -> None:
    for path, body in ((f"{CASE}/hand-over", LAWYER), (f"{CASE}/hand-over/recall", WHY)):
        assert (await desk.ask("POST", path, body, **AUDITOR)).status_code == 403
    for wrong, field in (({"to": "bailiff"}, "to"), ({"name": " "}, "name"), ({"reason": ""}, "reason")):
        answer = await desk.ask("POST", f"{CASE}/hand-over", LAWYER | wrong)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_before_the_final_level_it_is_ours() -> None:
    desk = await late_payer()
    await until(desk, date(2026, 4, 14))
    assert await desk.refused(f"{CASE}/hand-over", LAWYER) == (409, "accounting.dunning-case.final-level-not-reached")
    assert await desk.refused(f"{CASE}/hand-over/recall", WHY) == (409, "accounting.dunning-case.not-handed-over")


async def test_a_final_notice_that_lies_here_has_to_leave_first_or_somebody_says_why_not() -> None:
    desk = await late_payer()
    await until(desk, FINAL)
    assert not (await case(desk))["letter_left"]
    assert await desk.refused(f"{CASE}/hand-over", LAWYER) == (409, "accounting.dunning-case.final-letter-has-not-left")
    await room_of(desk, MemoryMailer()).send_waiting()
    assert (await case(desk))["letter_left"]
    await desk.post(f"{CASE}/hand-over", LAWYER)
    assert (await case(desk))["status"] == "handed-over"


async def test_without_its_letter_it_is_handed_over_for_a_reason() -> None:
    desk = await late_payer()
    await until(desk, FINAL)
    await desk.post(f"{CASE}/hand-over", LAWYER | {"without_letter_because": "served by a bailiff"})
    history: Any = await desk.get(f"{CASE}/history")
    (fact,) = [one for one in history if one["type"] == "dunning_case.handed-over"]
    assert fact["data"]["without_letter_because"] == "served by a bailiff"
