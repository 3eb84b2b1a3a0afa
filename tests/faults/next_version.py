"""The product as its next version might be: one published event that breaks, its listener, and a column of a view.

A copy of the code with a few lines changed. Each line has to be where it is looked for, so that the next version stays
one of the present code.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.deployed.company import ROOT

CHANGED_EVENT: Final = "sales.order.confirmed"
NEW_COLUMN: Final = "deliver_to"
_PACKAGES: Final = ("services", "shared", "deploy")

_NEW_VERSION: Final = '''
@published("sales.order.confirmed.v2", topic=SALES_ORDER)
class OrderConfirmedV2:
    """Credit is there. What version 1 called `ship_from` are `sites` now."""

    order_id: str
    contract_id: str
    customer_id: str
    lines: tuple[OrderLine, ...]
    sites: tuple[str, ...]
    deliver_to: str
    requested_on: date
    warranty_months: int
    confirmed_on: date
    service_months: int = 0


@upcasts(OrderConfirmedV1, to=OrderConfirmedV2)
def from_sites(told: OrderConfirmedV1) -> OrderConfirmedV2:
    """The same under its new name."""
    return OrderConfirmedV2(
        order_id=told.order_id,
        contract_id=told.contract_id,
        customer_id=told.customer_id,
        lines=told.lines,
        sites=told.ship_from,
        deliver_to=told.deliver_to,
        requested_on=told.requested_on,
        warranty_months=told.warranty_months,
        confirmed_on=told.confirmed_on,
        service_months=told.service_months,
    )

'''
_MIGRATION: Final = '''"""Find orders by where they go."""

import sqlalchemy as sa
from alembic import op

revision = "00000000next"
down_revision = "{before}"


def upgrade() -> None:
    """One more column, and the upsert that knows it."""
    op.add_column("order", sa.Column("deliver_to", sa.Text(), nullable=True))
    op.execute("SELECT make_view_upsert('order')")
'''
_BEFORE_THE_NEXT_EVENT: Final = '\n@published("sales.order.held.v1", topic=SALES_ORDER)'
_CHANGES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "shared/published/sales.py": (
        ("import published\n", "import published, upcasts\n"),
        (_BEFORE_THE_NEXT_EVENT, _NEW_VERSION + _BEFORE_THE_NEXT_EVENT),
    ),
    "services/sales/publishing.py": (
        ("OrderConfirmedV1", "OrderConfirmedV2"),
        ("        ship_from=call.ship_from,\n", "        sites=call.ship_from,\n"),
    ),
    "services/sales/order/views.py": (
        (
            '        "debt_heard_at": Shown(',
            '        "deliver_to": Shown(Text()),\n        "debt_heard_at": Shown(',
        ),
    ),
    "services/warehouse/reactions/when_order_confirmed_reserve_stock.py": (
        ("OrderConfirmedV1", "OrderConfirmedV2"),
        ("order.ship_from", "order.sites"),
    ),
}


def next_version(folder: Path) -> Path:
    """Writes it into that folder, and returns it: the root to start its processes from."""
    for package in _PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, changes in _CHANGES.items():
        place = folder / name
        code = place.read_text()
        for old, new in changes:
            assert old in code, f"{old!r} is not in {name} any more"
            code = code.replace(old, new)
        place.write_text(code)
    migrations = folder / "services/sales/migrations/versions"
    last = max(migrations.glob("2*.py"))
    (before,) = (line.split('"')[1] for line in last.read_text().splitlines() if line.startswith("revision ="))
    (migrations / "2999_01_01_0000_find_orders_by_place.py").write_text(_MIGRATION.format(before=before))
    return folder
