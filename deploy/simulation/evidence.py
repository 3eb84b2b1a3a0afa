"""What the simulation looks at in the end: the proof over memory, and what the relays have sent."""

from collections.abc import Iterator

from deploy.proof.memory import SETTLED, prove_in_memory, told_to
from deploy.registry import SERVICES
from deploy.simulation.world import World


async def breaches(world: World) -> list[str]:
    """Everything that does not hold of the company, in the end."""
    found = [
        f"{verdict.id}: {breach}"
        for verdict in await prove_in_memory(world.stores, world.clock.now())
        for breach in verdict.breaches
    ]
    return found + [f"I9: {breach}" for service in SERVICES for breach in _unsent(world, service.name)]


def is_at_rest(world: World) -> bool:
    """Whether all that was told is sent and heard, and nothing waits to be tried again."""
    return not any(
        any(_unsent(world, service.name))
        or told_to(world.stores, service.department).keys() - world.stores[service.name].inbox.keys()
        or any(one.status not in SETTLED for one in world.stores[service.name].parked.values())
        for service in SERVICES
    )


def _unsent(world: World, name: str) -> Iterator[str]:
    sent = world.books[name].sent
    for place, rows in world.stores[name].outbox.items():
        if rows and (place not in sent or sent[place].seq < len(rows)):
            yield f"{place[0]}/{place[1]}: sent {sent.get(place)} of {len(rows)}"
