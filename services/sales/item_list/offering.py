"""Offering items: what the warehouse delisted is promised to nobody any more, as far as we have heard."""

from collections.abc import Iterable

from services.sales.item_list.decider import ITEM_LIST
from services.sales.item_list.state import MAIN
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection


class ItemIsDelisted(Rejection):
    """The warehouse took the item off: nothing new is promised of it until it is listed again."""

    code = "sales.quotation.item-is-delisted"


def require_offered(skus: Iterable[str], given: Given) -> None:
    """The SKUs are those of the lines of an offer, in their order. Raises ItemIsDelisted for the first that is."""
    known = given.of(ITEM_LIST, MAIN)
    for position, sku in enumerate(skus):
        delisting = known.delisting_of(sku)
        if delisting is not None:
            raise ItemIsDelisted(
                f"{sku} was delisted on {delisting.delisted_on}: {delisting.reason}",
                field=f"lines.{position}.sku",
                sku=sku,
                reason=delisting.reason,
                delisted_on=str(delisting.delisted_on),
            )
