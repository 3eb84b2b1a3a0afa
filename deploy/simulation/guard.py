"""What must hold after every single commit, checked cheaply: on what the commit changed, and nothing else."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from shared.event_store.memory import MemoryEventStore
from shared.event_store.unit import Committed, Unit

Rows = list[Mapping[str, Any]]


def _stock(rows: Rows) -> Iterator[str]:
    for row in rows:
        item = row["document"]
        if not item.on_hand >= item.reserved >= 0:
            yield f"{item.warehouse} {item.sku}: {item.on_hand} on hand, {item.reserved} reserved"


def _entries(rows: Rows) -> Iterator[str]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        sums[row["entry_id"], row["currency"]] += row["debit_minor"] - row["credit_minor"]
    for (entry_id, currency), difference in sums.items():
        if difference:
            yield f"entry {entry_id} is out of balance by {difference} minor units of {currency}"


def _exposure(rows: Rows) -> Iterator[str]:
    for row in rows:
        account = row["document"]
        exposure = account.exposure
        places = (exposure.reserved, exposure.shipped, exposure.open, exposure.overdue, exposure.charges)
        buckets = [place.minor for place in places]
        on_account = 0 if exposure.on_account is None else exposure.on_account.minor
        if min(buckets) < 0 or on_account > 0 or sum(buckets) + on_account != exposure.total.minor:
            yield f"exposure of {account.customer_id} is {exposure.total} of {buckets}"


def _invoices(rows: Rows) -> Iterator[str]:
    for row in rows:
        invoice = row["document"]
        for one in invoice.instalments:
            owed = one.amount - one.settled - one.credited - one.written_off
            if one.open != (owed if one.let_off is None else owed - one.let_off) or one.open.minor < 0:
                yield f"instalment {one.instalment_no} of invoice {invoice.number}: {one.open} open of {one.amount}"
        if invoice.disputed is not None and invoice.disputed > invoice.open:
            yield f"invoice {invoice.number}: {invoice.disputed} disputed, {invoice.open} open"


def _contracts(rows: Rows) -> Iterator[str]:
    for row in rows:
        contract = row["document"]
        for line in contract.lines:
            if not 0 <= line.left_quantity <= line.quantity:
                yield f"line {line.line_no} of contract {contract.contract_id}: {line.left_quantity} left to call"


def _orders(rows: Rows) -> Iterator[str]:
    for row in rows:
        for line in row["document"].lines:
            # What has left may be more than the order is for, as long as sales has not heard of all that came back.
            if not (line.delivered + line.returned <= line.shipped and line.quantity >= 0):
                yield f"line {line.line_no} of order {row['id']}: {line.delivered} of {line.shipped} delivered"


def _reservations(rows: Rows) -> Iterator[str]:
    for row in rows:
        for line in row["document"].lines:
            held = line.reserved + line.short + line.shipped
            if min(line.reserved, line.short) < 0 or line.returned > line.shipped or held > line.ordered:
                yield f"line {line.line_no} of reservation {row['id']}: {line.ordered} ordered, {held} held and shipped"


def _dunning(rows: Rows) -> Iterator[str]:
    for row in rows:
        case = row["document"]
        for one in case.charges:
            if one.open != one.amount - one.settled - one.waived - one.written_off or one.open.minor < 0:
                yield f"charge {one.charge_id} of dunning case {case.id}: {one.open} open of {one.amount}"
        if case.charged.minor != sum(one.open.minor for one in case.charges):
            yield f"dunning case {case.id}: {case.charged} charged"
        if case.open.minor != sum(one.open.minor for one in case.invoices) or case.disputed > case.open:
            yield f"dunning case {case.id}: {case.open} open, {case.disputed} disputed"
        if case.charged and case.status in ("watched", "resolved"):
            yield f"dunning case {case.id} is {case.status}, and {case.charged} are charged"


def _returns(rows: Rows) -> Iterator[str]:
    for row in rows:
        found = row["document"]
        for item in found.items:
            looked_at = item.good + item.repair + item.scrap
            grants = [grant for grant in found.grants if grant.item_no == item.item_no]
            given = sum(grant.quantity for grant in grants if not grant.in_advance)
            if not given <= looked_at <= item.received <= item.approved:
                yield f"item {item.item_no} of return {found.return_id}: {given} settled, {looked_at} inspected"


def _warranties(rows: Rows) -> Iterator[str]:
    for row in rows:
        claimed: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
        for claim in row["document"].claims:
            claimed[claim.shipment_id, claim.line_no] += claim.quantity
        theirs: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
        for kept in row["document"].kept:
            theirs[kept.shipment_id, kept.line_no] += kept.quantity
        for delivery in row["document"].deliveries:
            for line in delivery.lines:
                key = (delivery.shipment_id, line.line_no)
                returned, units = claimed[key], line.quantity + theirs[key]
                if returned > units:
                    yield f"line {line.line_no} of order {row['id']}: {returned} returned, {units} delivered or kept"


BY_VIEW: Final[Mapping[tuple[str, str], Callable[[Rows], Iterator[str]]]] = {
    ("warehouse", "stock_item"): _stock,
    ("accounting", "journal_line"): _entries,
    ("accounting", "credit_account"): _exposure,
    ("accounting", "invoice"): _invoices,
    ("accounting", "dunning_case"): _dunning,
    ("sales", "contract"): _contracts,
    ("sales", "order"): _orders,
    ("warehouse", "reservation"): _reservations,
    ("care", "customer_return"): _returns,
    ("care", "warranty"): _warranties,
}


class Guard:
    """Looks at every commit of every department, right after it."""

    def __init__(self, stores: Mapping[str, MemoryEventStore]) -> None:
        self._stores = stores
        self._heard: dict[tuple[str, str, str], int] = {}
        self._inboxes = {name: len(store.inbox) for name, store in stores.items()}
        self._lengths = {name: [len(log) for log in store.logs] for name, store in stores.items()}
        self.commits = 0

    def look_at(self, department: str, unit: Unit, committed: Committed) -> Iterator[str]:
        """What is wrong with it."""
        self.commits += 1
        for view, rows in unit.rows.items():
            check = BY_VIEW.get((department, view))
            if check is not None:
                yield from check(rows)
        yield from self._record(department, unit)
        yield from self._inbox(department, unit)
        if len(committed.outbox) != len(unit.outbox):
            yield f"{len(unit.outbox)} messages to publish, {len(committed.outbox)} in the outbox"

    def _record(self, department: str, unit: Unit) -> Iterator[str]:
        """The log grew by what the unit held, gapless, each stream by one version after the other."""
        store, lengths = self._stores[department], self._lengths[department]
        for partition, log in enumerate(store.logs):
            for expected, stored in enumerate(log[lengths[partition] :], lengths[partition] + 1):
                if stored.position != expected:
                    yield f"position {stored.position} of partition {partition} stands at {expected}"
            lengths[partition] = len(log)
        for event in unit.events:
            stored = store.streams[event.stream][event.version - 1]
            if (stored.event_id, stored.version) != (event.event_id, event.version):
                yield f"version {event.version} of {event.stream} is another event"

    def _inbox(self, department: str, unit: Unit) -> Iterator[str]:
        """Each message once, those of a stream in their order."""
        if not unit.heard:
            return
        inbox = self._stores[department].inbox
        if len(inbox) != self._inboxes[department] + len(unit.heard):
            yield f"{len(unit.heard)} messages heard, the inbox grew from {self._inboxes[department]} to {len(inbox)}"
        self._inboxes[department] = len(inbox)
        for heard in unit.heard:
            line = (department, heard.topic, heard.stream)
            if self._heard.get(line, 0) >= heard.seq:
                yield f"{heard.type} {heard.topic}/{heard.partition}:{heard.seq} was heard after a later one"
            self._heard[line] = heard.seq
