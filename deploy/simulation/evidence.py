"""What the simulation looks at in the end: the proof over memory, and what the relays have sent."""

from collections.abc import Iterator, Mapping
from typing import Final

from deploy.proof.memory import prove_in_memory, told_to
from deploy.registry import SERVICES
from deploy.simulation.world import World
from shared.event_store.unit import UNSETTLED
from shared.hosting.service import Service

ENDED: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("sales", "order"): frozenset({"completed", "cancelled"}),
    ("accounting", "dunning_case"): frozenset({"watched", "resolved"}),
    ("accounting", "dispute"): frozenset({"settled"}),
    ("accounting", "credit_note"): frozenset({"approved", "cancelled", "refused", "settled"}),
    ("accounting", "payable"): frozenset({"paid"}),
    ("accounting", "supplier_payment"): frozenset({"refused", "sent", "cleared", "taken-back"}),
    ("purchasing", "supplier_invoice"): frozenset({"approved"}),
    ("care", "complaint"): frozenset({"resolved", "closed", "withdrawn"}),
    ("care", "customer_return"): frozenset({"closed", "refused", "cancelled", "expired"}),
}
"""By view, how its documents stand when nobody has to do anything about them any more."""


def unfinished(world: World) -> list[str]:
    """Everything that somebody would still have to do something about, in the end; credit is free again by then."""
    to_do = [
        f"{view} {identity} is {row['status']}"
        for (department, view), ended in ENDED.items()
        for identity, row in sorted(world.stores[department].views[view].items())
        if row["status"] not in ended
    ]
    for customer_id, row in sorted(world.stores["accounting"].views["credit_account"].items()):
        used = row["document"].exposure
        if used.reserved or used.shipped:
            to_do.append(f"credit of {customer_id}: {used.reserved} reserved, {used.shipped} shipped, for no order")
    return to_do


async def breaches(world: World) -> list[str]:
    """Everything that does not hold of the company, in the end."""
    found = [
        f"{verdict.id}: {breach}"
        for verdict in await prove_in_memory(world.stores, world.clock.now())
        for breach in verdict.breaches
    ]
    return found + [f"I9: {breach}" for service in SERVICES for breach in _unsent(world, service.name)]


def is_at_rest(world: World) -> bool:
    """Whether all that was told is sent and heard, and nothing waits to be tried again, or is due and unnoticed yet."""
    now = world.clock.now()
    return not any(
        any(_unsent(world, service.name))
        or told_to(world.stores, service.department).keys() - world.stores[service.name].inbox.keys()
        or any(one.status in UNSETTLED for one in world.stores[service.name].parked.values())
        or any(_views_behind(world, service))
        or any(one.due_at <= now for one in world.stores[service.name].deadlines.values())
        for service in SERVICES
    )


def _unsent(world: World, name: str) -> Iterator[str]:
    sent = world.books[name].sent
    for place, rows in world.stores[name].outbox.items():
        if rows and (place not in sent or sent[place].seq < len(rows)):
            yield f"{place[0]}/{place[1]}: sent {sent.get(place)} of {len(rows)}"


def _views_behind(world: World, service: Service) -> Iterator[str]:
    store = world.stores[service.name]
    for view in service.department.follow_up:
        for partition, log in enumerate(store.logs):
            if store.feed_positions.get((view, partition), 0) < len(log):
                yield f"{view} has not come to the end of {partition}"
