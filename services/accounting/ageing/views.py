"""The table of movements: what ageing reads for days that have passed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, Date, Integer, Text

from services.accounting.ageing.moving import Movement, movements
from services.accounting.invoice.decider import INVOICE
from shared.kernel.decider import Fact
from shared.projections.view import FactView, Row


def read_movements(fact: Fact[Any]) -> Iterable[Row]:
    """A row per instalment that a fact moved."""
    for one in movements(fact):
        yield {
            "id": f"{one.invoice_id}.{fact.version}.{one.instalment_no}",
            "invoice_id": one.invoice_id,
            "instalment_no": one.instalment_no,
            "customer_id": one.customer_id,
            "currency": one.currency,
            "due_on": one.due_on,
            "moved_on": one.moved_on,
            "amount_minor": one.minor,
        }


def movement_of(row: Mapping[str, Any]) -> Movement:
    """The movement that a row shows."""
    return Movement(
        invoice_id=row["invoice_id"],
        instalment_no=row["instalment_no"],
        customer_id=row["customer_id"],
        currency=row["currency"],
        due_on=row["due_on"],
        moved_on=row["moved_on"],
        minor=row["amount_minor"],
    )


RECEIVABLE_MOVEMENTS: Final = FactView(
    name="receivable_movement",
    decider=INVOICE,
    read=read_movements,
    columns={
        "invoice_id": Text(),
        "instalment_no": Integer(),
        "customer_id": Text(),
        "currency": Text(),
        "due_on": Date(),
        "moved_on": Date(),
        "amount_minor": BigInteger(),
    },
    filters=("invoice_id",),
    order_by=("id", "moved_on"),
)
