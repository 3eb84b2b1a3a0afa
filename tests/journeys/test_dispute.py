"""A contested invoice is not dunned while its complaint is open, and the customer's others are. Three settings."""

from deploy.journeys.dispute import dispute
from deploy.journeys.shop import customer
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, owes_nothing, proof_holds


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
    await owes_nothing(people, buyer)
    await books_balance(people)
    await proof_holds(setting)
