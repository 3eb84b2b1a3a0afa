"""The guard of the simulation notices what may never be shown, on the row that a commit changed."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from deploy.simulation.guard import BY_VIEW
from shared.kernel.money import Money


def _dong(minor: int) -> Money:
    return Money(minor=minor, currency="VND")


def _dunning(**changed: int) -> SimpleNamespace:
    charge = {"amount": 10, "settled": 4, "waived": 0, "written_off": 0, "open": 6} | changed
    money = {name: _dong(value) for name, value in charge.items()}
    return SimpleNamespace(
        id="C:VND",
        status="running",
        charges=(SimpleNamespace(charge_id="1.2.fee", **money),),
        charged=money["open"],
        invoices=(),
        open=_dong(0),
        disputed=_dong(0),
    )


def _invoice(*, written_off: int = 0, let_off: int = 0, disputed: int = 0) -> SimpleNamespace:
    one = {"amount": 10, "settled": 4, "credited": 0, "written_off": written_off, "let_off": let_off, "open": 6}
    instalment = SimpleNamespace(instalment_no=1, **{name: _dong(value) for name, value in one.items()})
    return SimpleNamespace(number="INV-1", instalments=(instalment,), disputed=_dong(disputed), open=_dong(6))


def _return(*, received: int = 2, given: int = 1) -> SimpleNamespace:
    units = {"approved": 2, "received": received, "good": 2, "repair": 0, "scrap": 0}
    item = SimpleNamespace(item_no=1, **{name: Decimal(value) for name, value in units.items()})
    grant = SimpleNamespace(item_no=1, quantity=Decimal(given), in_advance=False)
    return SimpleNamespace(return_id="R", items=(item,), grants=(grant,))


def _warranty(claimed: int, *, kept: int = 0) -> SimpleNamespace:
    line = SimpleNamespace(line_no=1, quantity=Decimal(2))
    delivery = SimpleNamespace(shipment_id="S", lines=(line,))
    claim = SimpleNamespace(shipment_id="S", line_no=1, quantity=Decimal(claimed))
    one = SimpleNamespace(shipment_id="S", line_no=1, quantity=Decimal(kept))
    return SimpleNamespace(deliveries=(delivery,), claims=(claim,), kept=(one,))


def _reservation(ordered: int) -> SimpleNamespace:
    units = {"reserved": 1, "short": 0, "shipped": 2, "returned": 0, "ordered": ordered}
    line = SimpleNamespace(line_no=1, **{name: Decimal(value) for name, value in units.items()})
    return SimpleNamespace(lines=(line,))


def _order(delivered: int) -> SimpleNamespace:
    units = {"quantity": 2, "shipped": 2, "returned": 1, "delivered": delivered}
    line = SimpleNamespace(line_no=1, **{name: Decimal(value) for name, value in units.items()})
    return SimpleNamespace(lines=(line,))


def _account(charges: int, *, on_account: int = 0) -> SimpleNamespace:
    buckets = {"reserved": 1, "shipped": 2, "open": 3, "overdue": 4, "charges": charges, "total": 15}
    buckets["on_account"] = on_account
    exposure = SimpleNamespace(**{name: _dong(value) for name, value in buckets.items()})
    return SimpleNamespace(customer_id="C", exposure=exposure)


GOOD = [
    ("accounting", "credit_account", _account(5)),
    ("accounting", "credit_account", _account(7, on_account=-2)),
    ("accounting", "dunning_case", _dunning()),
    ("accounting", "invoice", _invoice(disputed=6)),
    ("care", "customer_return", _return()),
    ("care", "warranty", _warranty(2)),
    ("care", "warranty", _warranty(3, kept=1)),
    ("warehouse", "reservation", _reservation(3)),
    ("sales", "order", _order(1)),
]
WRONG = [
    ("accounting", "credit_account", _account(4)),
    ("accounting", "credit_account", _account(3, on_account=2)),
    ("accounting", "credit_account", _account(5, on_account=-2)),
    ("accounting", "dunning_case", _dunning(settled=8, waived=4, open=-2)),
    ("accounting", "dunning_case", _dunning(waived=4)),
    ("accounting", "invoice", _invoice(written_off=6)),
    ("accounting", "invoice", _invoice(let_off=6)),
    ("accounting", "invoice", _invoice(disputed=7)),
    ("care", "customer_return", _return(received=3)),
    ("care", "customer_return", _return(received=1)),
    ("care", "customer_return", _return(given=3)),
    ("care", "warranty", _warranty(3)),
    ("warehouse", "reservation", _reservation(2)),
    ("sales", "order", _order(2)),
]


def _said(department: str, view: str, document: SimpleNamespace) -> list[str]:
    return list(BY_VIEW[department, view]([{"id": "X", "document": document}]))


@pytest.mark.parametrize(("department", "view", "document"), GOOD)
def test_what_may_be_is_passed(department: str, view: str, document: SimpleNamespace) -> None:
    assert _said(department, view, document) == []


@pytest.mark.parametrize(("department", "view", "document"), WRONG)
def test_what_may_never_be_is_noticed(department: str, view: str, document: SimpleNamespace) -> None:
    assert _said(department, view, document) != []
