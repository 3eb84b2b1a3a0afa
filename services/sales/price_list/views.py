"""What readers see of price lists."""

from datetime import date
from typing import Final, Literal, assert_never

from sqlalchemy import Text

from services.sales.price_list.decider import PRICE_LIST
from services.sales.price_list.state import Closed, Open, Price, PriceList, Unopened
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["open", "closed"]


@document
class PriceListDocument:
    """A price list with every price it has had, by SKU and first day."""

    code: str
    name: str
    currency: str
    status: Status
    closed_because: str
    closed_on: date | None
    prices: tuple[Price, ...]


def read(code: str, price_list: PriceList) -> PriceListDocument | None:
    """The list, laid flat."""
    match price_list:
        case Unopened():
            return None
        case Open():
            return _shown(code, price_list, status="open", because="", on=None)
        case Closed(reason=reason, closed_on=on):
            return _shown(code, price_list, status="closed", because=reason, on=on)
        case _:
            assert_never(price_list)


def _shown(code: str, price_list: Open | Closed, *, status: Status, because: str, on: date | None) -> PriceListDocument:
    return PriceListDocument(
        code=code,
        name=price_list.name,
        currency=price_list.currency,
        status=status,
        closed_because=because,
        closed_on=on,
        prices=tuple(price for sku in sorted(price_list.prices) for price in price_list.prices[sku]),
    )


PRICE_LISTS: Final = DocumentView(
    name="price_list",
    decider=PRICE_LIST,
    document=PriceListDocument,
    read=read,
    columns={"name": Shown(Text()), "currency": Shown(Text()), "status": Shown(Text())},
    filters=("status", "currency"),
    order_by=("id", "name"),
)
