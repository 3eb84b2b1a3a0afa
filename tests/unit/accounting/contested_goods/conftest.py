"""An order on two invoices."""

from dataclasses import replace

import pytest

from tests.unit.accounting.contested_goods.pumps import HOSES, PUMPS, deliver
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, POLICY, bill
from tests.unit.accounting.examples import FREIGHT, placed, registered


@pytest.fixture
async def desk() -> Desk:
    """ACME has ten pumps and a hose of O-1 on two invoices: six pumps with the hose and the freight, four pumps."""
    desk = await Desk.open()
    assert (await desk.ask("PUT", "/dunning-policy", POLICY, **BOSS)).is_success
    await desk.hear(registered(), key="ACME")
    freight = replace(FREIGHT, tax_code="EXEMPT")
    await desk.hear(placed(PUMPS, HOSES, order_id="O-1", charges=(freight,)), key="O-1")
    await deliver(desk, "S-1", (1, 6), (2, 1))
    await deliver(desk, "S-2", (1, 4))
    await bill(desk, "O-2", 50_000)
    return desk
