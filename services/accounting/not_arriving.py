"""What accounting does about goods that left and did not arrive: lost, found, or back and looked at."""

from typing import Final

from services.accounting.reactions.when_replacement_inspected_book_goods import when_replacement_inspected_book_goods
from services.accounting.reactions.when_replacement_lost_book_loss import when_replacement_lost_book_loss
from services.accounting.reactions.when_shipment_delivered_book_found_goods import (
    when_shipment_delivered_book_found_goods,
)
from services.accounting.reactions.when_shipment_inspected_book_goods import when_shipment_inspected_book_goods
from services.accounting.reactions.when_shipment_lost_book_loss import when_shipment_lost_book_loss
from services.accounting.reactions.when_shipment_lost_note_return import when_shipment_lost_note_return

GOODS_THAT_DID_NOT_ARRIVE: Final = (
    when_replacement_inspected_book_goods,
    when_shipment_inspected_book_goods,
    when_replacement_lost_book_loss,
    when_shipment_lost_book_loss,
    when_shipment_lost_note_return,
    when_shipment_delivered_book_found_goods,
)
"""A part of the composition's list of reactions."""
