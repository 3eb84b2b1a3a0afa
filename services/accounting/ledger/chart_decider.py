"""The chart's table of contents. The journal's is decider.py, whose decisions read the chart."""

from typing import Final

from services.accounting.ledger.chart import Adopted, Chart, NotAdopted, evolve
from services.accounting.ledger.charting import (
    AddAccount,
    AdoptChart,
    PointRole,
    add_account,
    adopt_chart,
    point_role,
)
from services.accounting.ledger.events import AccountAdded, ChartAdopted, RolePointed
from shared.kernel.decider import Decider

THE_CHART: Final = "main"
"""The id of the one chart by which the department keeps its books."""

CHART: Final[Decider[Chart]] = Decider(
    category="chart",
    initial=NotAdopted(),
    evolve=evolve,
    decisions={AdoptChart: adopt_chart, AddAccount: add_account, PointRole: point_role},
    events=(ChartAdopted, AccountAdded, RolePointed),
    shapes=(NotAdopted, Adopted),
)
