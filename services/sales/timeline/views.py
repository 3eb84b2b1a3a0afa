"""The tables of told facts: one for each kind of stream that takes part in a contract's story."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BigInteger, DateTime, Integer, Text
from sqlalchemy.types import TypeEngine

from services.sales.contract.decider import CONTRACT
from services.sales.contract.events import ContractClosedShort, ContractEvent, ContractFulfilled
from services.sales.order.decider import ORDER
from services.sales.order.events import OrderEvent
from services.sales.quotation.decider import QUOTATION
from services.sales.quotation.events import QuotationEvent
from services.sales.timeline.entry import Chapter, Entry
from services.sales.timeline.telling_contracts import tell_contract
from services.sales.timeline.telling_orders import tell_order
from services.sales.timeline.telling_quotations import tell_quotation
from shared.kernel.decider import Fact
from shared.kernel.shapes import happened_at
from shared.projections.view import FactView, Row

_COLUMNS: Final[dict[str, TypeEngine[Any]]] = {
    "about": Text(),
    "version": Integer(),
    "occurred_at": DateTime(timezone=True),
    "chapter": Integer(),
    "department": Text(),
    "what": Text(),
    "who": Text(),
    "document_name": Text(),
    "amount_minor": BigInteger(),
    "currency": Text(),
    "event_type": Text(),
    "caused_by": Text(),
    "correlation_id": Text(),
}


def _row(fact: Fact[Any], chapter: Chapter, entry: Entry | None) -> Iterable[Row]:
    if entry is None:
        return ()
    row = {
        "id": str(fact.event_id),
        "about": fact.id,
        "version": fact.version,
        "occurred_at": happened_at(fact.data, fact.occurred_at),
        "chapter": int(chapter),
        "department": entry.department,
        "what": entry.what,
        "who": entry.who,
        "document_name": entry.document,
        "amount_minor": None if entry.amount is None else entry.amount.minor,
        "currency": None if entry.amount is None else entry.amount.currency,
        "event_type": fact.data.__event_name__,
        "caused_by": entry.caused_by or str(fact.causation_id),
        "correlation_id": str(fact.correlation_id),
    }
    return (row,)


def read_quotation(fact: Fact[QuotationEvent]) -> Iterable[Row]:
    """The row of a quotation's fact."""
    return _row(fact, Chapter.QUOTATION, tell_quotation(fact))


def read_contract(fact: Fact[ContractEvent]) -> Iterable[Row]:
    """The row of a contract's fact. Its end follows from an order's, and is told after it."""
    is_end = isinstance(fact.data, ContractFulfilled | ContractClosedShort)
    return _row(fact, Chapter.END if is_end else Chapter.CONTRACT, tell_contract(fact))


def read_order(fact: Fact[OrderEvent]) -> Iterable[Row]:
    """The row of an order's fact."""
    return _row(fact, Chapter.ORDER, tell_order(fact))


TIMELINE_OF_QUOTATION: Final = FactView(
    name="timeline_of_quotation",
    decider=QUOTATION,
    read=read_quotation,
    columns=_COLUMNS,
    filters=("about",),
    order_by=("occurred_at",),
)
TIMELINE_OF_CONTRACT: Final = FactView(
    name="timeline_of_contract",
    decider=CONTRACT,
    read=read_contract,
    columns=_COLUMNS,
    filters=("about",),
    order_by=("occurred_at",),
)
TIMELINE_OF_ORDER: Final = FactView(
    name="timeline_of_order",
    decider=ORDER,
    read=read_order,
    columns=_COLUMNS,
    filters=("about",),
    order_by=("occurred_at",),
)
