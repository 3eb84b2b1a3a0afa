"""I16: nobody waits unnoticed: what every unfinished order waits for has a name and a deadline."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from deploy.proof.evidence import Evidence, by, invariant
from deploy.proof.verdict import Found
from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.state import Waiting, waits_of

OVERDUE_AFTER: Final = timedelta(seconds=60)
UNFINISHED: Final = frozenset({"placed", "confirmed"})


@invariant(
    "I16",
    "no deadline has passed without being fired; every unfinished order waits for something named that has a deadline, "
    "an alarm or a hold",
    may_be_empty="every order is finished",
)
async def nobody_waits_unnoticed(evidence: Evidence, found: Found) -> None:
    """The deadlines of all departments, and the fulfilments of sales."""
    limit = evidence.now - OVERDUE_AFTER
    due_at: dict[tuple[str, str], datetime] = {}
    for name in evidence.departments:
        for stream, waits_for, due in await evidence.deadlines(name):
            due_at[stream, waits_for] = due
            found.require(due >= limit, f"{name}: {waits_for} of {stream} was due at {due:%Y-%m-%d %H:%M:%S}")
    facts = by(lambda fact: fact.id, await evidence.facts("sales", *FULFILMENT.events))
    for order in await evidence.documents("sales", "order"):
        fulfilment = FULFILMENT.fold(fact.data for fact in facts.get(order.order_id, []))
        if order.status in UNFINISHED:
            _waits_for_something(found, order, fulfilment, due_at)
        else:
            found.require(
                not isinstance(fulfilment, Waiting), f"order {order.order_id} is {order.status} and still waits"
            )


def _waits_for_something(
    found: Found, order: Any, fulfilment: object, due_at: Mapping[tuple[str, str], datetime]
) -> None:
    waits = waits_of(fulfilment) if isinstance(fulfilment, Waiting) else {}
    alarms = {alarm.name for alarm in order.alarms}
    found.require(
        bool(waits or order.holds), f"order {order.order_id} is {order.status} and waits for nothing that has a name"
    )
    for wait, until in waits.items():
        due = due_at.get((str(FULFILMENT.stream(order.order_id)), wait))
        if wait in alarms and due is None:
            continue
        found.require(
            due == until,
            f"order {order.order_id} waits for {wait} until {until}, and its deadline is {due or 'not set'}",
        )


CHECKS: Final = (nobody_waits_unnoticed,)
