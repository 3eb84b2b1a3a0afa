"""The price list's table of contents."""

from typing import Final

from services.sales.price_list.events import (
    PriceListClosed,
    PriceListOpened,
    PriceListRenamed,
    PriceListReopened,
    PriceSet,
    PriceWithdrawn,
)
from services.sales.price_list.opening import (
    ClosePriceList,
    OpenPriceList,
    ReopenPriceList,
    close_price_list,
    open_price_list,
    reopen_price_list,
)
from services.sales.price_list.pricing import SetPrice, WithdrawPrice, set_price, withdraw_price
from services.sales.price_list.state import Closed, Open, PriceList, Unopened, evolve
from shared.kernel.decider import Decider

PRICE_LIST: Final[Decider[PriceList]] = Decider(
    category="price_list",
    initial=Unopened(),
    evolve=evolve,
    decisions={
        OpenPriceList: open_price_list,
        SetPrice: set_price,
        WithdrawPrice: withdraw_price,
        ClosePriceList: close_price_list,
        ReopenPriceList: reopen_price_list,
    },
    events=(
        PriceListOpened,
        PriceListRenamed,
        PriceSet,
        PriceWithdrawn,
        PriceListClosed,
        PriceListReopened,
    ),
    shapes=(Unopened, Open, Closed),
    snapshot_every=100,
)
