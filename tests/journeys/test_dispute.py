"""A contested invoice is not dunned while its complaint is open, and the customer's others are. Three settings."""

from deploy.journeys.dispute import dispute
from deploy.journeys.people import People
from deploy.journeys.shop import customer
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, owes_nothing, proof_holds

CONTESTED = ("order.invoice-fell-overdue", "order.invoice-disputed", "order.invoice-dispute-ended")


async def test_dispute(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 16)
    told = await dispute(people, buyer, setting.time)
    assert told.other["number"] in told.meanwhile["text"]
    assert told.contested["number"] not in told.meanwhile["text"]
    assert told.other["number"] in told.afterwards["text"]
    assert told.contested["number"] in told.afterwards["text"]
    page = await people.get("anh.accountant", f"/accounting/disputes?customer_id={buyer}")
    (found,) = page["items"]
    assert (found["reference"], found["raised_by"]) == (told.complaint_id, "care")
    assert (found["status"], found["outcome"]) == ("settled", "for-us")
    debt = await people.get("sara.rep", f"/sales/customers/{buyer}/debt")
    assert [one["minor"] for one in (*debt["open"], *debt["overdue"])] == [0, 0]
    await _dispute_is_told(people, told.contested["contract_id"])
    await owes_nothing(people, buyer)
    await books_balance(people)
    await proof_holds(setting)


async def _dispute_is_told(people: People, contract_id: str) -> None:
    """Its day passed while it was contested, so that it was late only once it was not contested any more."""
    story = await people.until(
        "dana.director",
        f"/sales/contracts/{contract_id}/timeline",
        lambda told: any(one["event_type"] == "order.completed" for one in told["entries"]),
        "the whole story of the contested invoice",
    )
    debts = [one["what"] for one in story["entries"] if one["event_type"] in CONTESTED]
    assert debts[0].startswith("Contested by the customer")
    assert debts[1].endswith("is overdue")
    assert len(debts) == 2
