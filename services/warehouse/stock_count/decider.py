"""The stock count's table of contents."""

from typing import Final

from services.warehouse.stock_count.approving import ApproveCount, RefuseCount, approve_count, refuse_count
from services.warehouse.stock_count.counting import CountStock, count_stock
from services.warehouse.stock_count.events import CountApproved, CountRefused, StockCounted
from services.warehouse.stock_count.state import Approved, Counted, NotCounted, Refused, StockCount, evolve
from shared.kernel.decider import Decider

STOCK_COUNT: Final[Decider[StockCount]] = Decider(
    category="stock_count",
    initial=NotCounted(),
    evolve=evolve,
    decisions={CountStock: count_stock, ApproveCount: approve_count, RefuseCount: refuse_count},
    events=(StockCounted, CountApproved, CountRefused),
    shapes=(NotCounted, Counted, Approved, Refused),
)
