"""The item list's table of contents."""

from typing import Final

from services.sales.item_list.events import ItemDelisted, ItemRelisted
from services.sales.item_list.noting import NoteDelisting, NoteListing, note_delisting, note_listing
from services.sales.item_list.state import MAIN, NOTHING_HEARD, ItemList, evolve
from shared.kernel.decider import Decider, StreamId

ITEM_LIST: Final[Decider[ItemList]] = Decider(
    category="item_list",
    initial=NOTHING_HEARD,
    evolve=evolve,
    decisions={NoteDelisting: note_delisting, NoteListing: note_listing},
    events=(ItemDelisted, ItemRelisted),
    shapes=(ItemList,),
    snapshot_every=100,  # every quotation reads it, and a long trade delists many items
)

ITEM_LIST_STREAM: Final[StreamId] = ITEM_LIST.stream(MAIN)
"""The stream of the one list."""
