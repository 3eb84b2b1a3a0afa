"""What can happen to an item. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.shapes import event


@event("item.listed")
class ItemListed:
    """The item may be kept, sold and bought from that day."""

    name: str
    unit: str
    listed_on: date


@event("item.described")
class ItemDescribed:
    """The item's name was put right."""

    name: str
    described_on: date


@event("item.delisted")
class ItemDelisted:
    """The item is not offered any more."""

    reason: str
    delisted_on: date


ItemEvent = ItemListed | ItemDescribed | ItemDelisted
