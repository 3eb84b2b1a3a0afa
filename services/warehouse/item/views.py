"""What readers see of items."""

from typing import Final, Literal, assert_never

from sqlalchemy import Text

from services.warehouse.item.decider import ITEM
from services.warehouse.item.state import Delisted, Item, Listed, Unlisted
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["listed", "delisted"]


@document
class ItemDocument:
    """An item as it is on offer now. `delisted_because` is empty while it is."""

    sku: str
    name: str
    unit: str
    status: Status
    delisted_because: str


def read(sku: str, item: Item) -> ItemDocument | None:
    """The item, laid flat."""
    match item:
        case Unlisted():
            return None
        case Listed(name=name, unit=unit):
            return ItemDocument(sku=sku, name=name, unit=unit, status="listed", delisted_because="")
        case Delisted(name=name, unit=unit, reason=reason):
            return ItemDocument(sku=sku, name=name, unit=unit, status="delisted", delisted_because=reason)
        case _:
            assert_never(item)


ITEMS: Final = DocumentView(
    name="item",
    decider=ITEM,
    document=ItemDocument,
    read=read,
    columns={"name": Shown(Text()), "status": Shown(Text())},
    filters=("status", "name"),
    order_by=("id", "name"),
)
