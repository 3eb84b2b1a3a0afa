"""Sales hears of items, once or more often."""

from datetime import date
from typing import Any

from shared.published.warehouse import ItemDelistedV1, ItemListedV1
from tests.unit.sales.desk import Desk

LISTED = ItemListedV1(sku="PUMP", name="Pump", unit="EA", listed_on=date(2026, 3, 2))
DELISTED = ItemDelistedV1(sku="PUMP", reason="no longer made", delisted_on=date(2026, 3, 2))


async def test_each_word_counts_once_and_the_last_one_holds() -> None:
    desk = await Desk.open()
    await desk.retail()
    offer = {
        "customer_id": await desk.customer(tax_id=""),
        "price_list": "RETAIL",
        "currency": "USD",
        "lines": [{"sku": "PUMP", "quantity": "2"}],
    }
    words: list[tuple[Any, int]] = [(LISTED, 201), (DELISTED, 409), (LISTED, 201), (DELISTED, 409)]
    for told, status in words:
        await desk.company.tell("sales", told, key="PUMP", times=2)
        assert desk.company.parked() == []
        assert (await desk.ask("POST", "/quotations", offer)).status_code == status
