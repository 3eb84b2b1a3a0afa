"""The stages of a reservation's life, and how each fact moves it on."""

from dataclasses import field
from typing import Final, assert_never

from services.warehouse.reservation.events import (
    DeliveryBlocked,
    DeliveryUnblocked,
    LostGoodsDelivered,
    OrderHeld,
    OrderHoldReleased,
    ReductionBegun,
    ReductionNoted,
    RemainderNoted,
    ReservationCalledOff,
    ReservationEvent,
    ReservationMade,
    ReservationReduced,
    ReservationReleased,
    ReservationRenewed,
    ReservationToppedUp,
    ReservedGoodsReturned,
    ReservedGoodsShipped,
    ReservedGoodsWithdrawn,
)
from services.warehouse.reservation.lines import (
    Line,
    changed,
    come_back,
    given_back,
    less,
    line_made,
    not_lost,
    quantities_of,
    renewed,
    shipped_from,
    topped_up,
    withdrawn,
)
from services.warehouse.shipment.events import DeliveryTerms
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

CREDIT: Final = "credit"
"""The hold that accounting sets and releases; all others are of persons in sales."""


@part
class CreditWord:
    """Accounting's newest word on whether goods may leave; without a reason they may. `told` says how new it is."""

    told: int = 0
    blocked_because: str = ""


@part
class SalesWord:
    """The newest word of sales on one of its holds: whether it stands, why, and who said so."""

    told: int
    stands: bool
    because: str
    by: str


@part
class Block:
    """One reason why nothing leaves."""

    hold: str
    because: str
    by: str


@state
class Unheard:
    """Nothing was heard of this order, but perhaps that its goods may not leave, or that fewer of them are wanted."""

    credit: CreditWord = field(default_factory=CreditWord)
    holds: dict[str, SalesWord] = field(default_factory=dict)
    noted: tuple[ReductionNoted, ...] = ()


@state
class CalledOff:
    """Cancelled before it was confirmed, as far as we heard."""

    contract_id: str
    customer_id: str
    reason: str


@state
class Held:
    """Goods are set aside, or awaited. `fills` are the facts that topped it up, so that none counts twice.

    `to_go` are the shipments that have not left, `gone` those that have and did not come back. A reduction is in
    `reducing` between the two facts that it consists of, and in `reduced` ever after. `renewed` are the requests to
    ship again what came back, `withdrawn` the withdrawals of what was set aside. It `has_waited` once it was short of
    anything: what was bought for it then comes to where it waited.
    """

    terms: DeliveryTerms
    short_in: str
    lines: tuple[Line, ...]
    to_go: tuple[str, ...]
    gone: tuple[str, ...]
    fills: tuple[str, ...]
    credit: CreditWord = field(default_factory=CreditWord)
    holds: dict[str, SalesWord] = field(default_factory=dict)
    reducing: tuple[str, ...] = ()
    reduced: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    has_waited: bool = False

    def blocks(self) -> tuple[Block, ...]:
        """Why nothing leaves, hold by hold: accounting's, then those of sales. Each keeps the goods by itself."""
        because = self.credit.blocked_because
        credit = (Block(hold=CREDIT, because=because, by="accounting"),) if because else ()
        standing = ((name, word) for name, word in sorted(self.holds.items()) if word.stands)
        return (*credit, *(Block(hold=name, because=word.because, by=word.by) for name, word in standing))


@state
class Released:
    """Given back, except for what had left."""

    terms: DeliveryTerms
    lines: tuple[Line, ...]
    gone: tuple[str, ...]
    reason: str


Reservation = Unheard | CalledOff | Held | Released
FactOfGoods = (
    ReservationToppedUp
    | RemainderNoted
    | ReservedGoodsShipped
    | ReservedGoodsReturned
    | LostGoodsDelivered
    | ReductionBegun
    | ReservationReduced
    | ReservationRenewed
    | ReservedGoodsWithdrawn
    | ReservationReleased
)
"""What happens to goods that are held, or were."""


def evolve(reservation: Reservation, fact: ReservationEvent) -> Reservation:
    """The reservation after the fact. Never refuses: what happened, happened."""
    match fact:
        case ReservationMade():
            return Held(
                terms=fact.terms,
                short_in=fact.short_in,
                lines=tuple(line_made(line) for line in fact.lines),
                to_go=tuple(first.shipment_id for first in fact.shipments),
                gone=(),
                fills=(),
                credit=reservation.credit if isinstance(reservation, Unheard) else CreditWord(),
                holds=reservation.holds if isinstance(reservation, Unheard) else {},
                has_waited=any(line.short for line in fact.lines),
            )
        case ReservationCalledOff(contract_id=contract_id, customer_id=customer_id, reason=reason):
            return CalledOff(contract_id=contract_id, customer_id=customer_id, reason=reason)
        case DeliveryBlocked() | DeliveryUnblocked():
            return _told_of_credit(reservation, fact)
        case OrderHeld() | OrderHoldReleased():
            return _told_by_sales(reservation, fact)
        case ReductionNoted():
            if not isinstance(reservation, Unheard):
                return reservation
            return replace(reservation, noted=(*reservation.noted, fact))
        case _:
            pass
    match reservation:
        case Unheard() | CalledOff():
            return reservation
        case Held():
            return _evolve_held(reservation, fact)
        case Released():
            return _evolve_released(reservation, fact)
        case _:
            assert_never(reservation)


def _told_of_credit(reservation: Reservation, fact: DeliveryBlocked | DeliveryUnblocked) -> Reservation:
    match reservation:
        case Unheard() | Held():
            because = fact.reason if isinstance(fact, DeliveryBlocked) else ""
            return replace(reservation, credit=CreditWord(told=fact.told, blocked_because=because))
        case CalledOff() | Released():
            return reservation
        case _:
            assert_never(reservation)


def _told_by_sales(reservation: Reservation, fact: OrderHeld | OrderHoldReleased) -> Reservation:
    match fact:
        case OrderHeld(reason=because, held_by=by):
            word = SalesWord(told=fact.told, stands=True, because=because, by=by)
        case OrderHoldReleased(released_by=by):
            word = SalesWord(told=fact.told, stands=False, because="", by=by)
        case _:
            assert_never(fact)
    match reservation:
        case Unheard() | Held():
            return replace(reservation, holds={**reservation.holds, fact.name: word})
        case CalledOff() | Released():
            return reservation
        case _:
            assert_never(reservation)


def _evolve_held(
    held: Held,
    fact: FactOfGoods,
) -> Reservation:
    match fact:
        case ReservationToppedUp(line_no=line_no, shipment_id=shipment_id):
            return replace(
                held,
                lines=changed(held.lines, {line_no}, lambda line: topped_up(line, fact)),
                to_go=_including(held.to_go, shipment_id),
                fills=(*held.fills, fact.fill_id),
            )
        case RemainderNoted(shipment_id=shipment_id):
            return replace(held, to_go=_including(held.to_go, shipment_id))
        case ReservedGoodsShipped(shipment_id=shipment_id, warehouse=warehouse, lines=moved):
            left = quantities_of(moved)
            return replace(
                held,
                lines=changed(held.lines, left, lambda line: shipped_from(line, warehouse, left[line.line_no])),
                to_go=_without(held.to_go, shipment_id),
                gone=_including(held.gone, shipment_id),
            )
        case ReservedGoodsReturned(shipment_id=shipment_id):
            return replace(held, lines=come_back(held.lines, fact), gone=_without(held.gone, shipment_id))
        case LostGoodsDelivered(shipment_id=shipment_id):
            return replace(held, lines=not_lost(held.lines, fact), gone=_including(held.gone, shipment_id))
        case ReductionBegun(reduction_id=reduction_id):
            return replace(held, reducing=_including(held.reducing, reduction_id))
        case ReservationReduced():
            return _reduced(held, fact)
        case ReservationRenewed():
            return _renewed(held, fact)
        case ReservedGoodsWithdrawn():
            return _withdrawn(held, fact)
        case ReservationReleased(reason=reason):
            return Released(
                terms=held.terms,
                lines=tuple(given_back(line) for line in held.lines),
                gone=held.gone,
                reason=reason,
            )
        case _:
            assert_never(fact)


def _evolve_released(
    released: Released,
    fact: FactOfGoods,
) -> Reservation:
    """Only what had left before can still come back."""
    match fact:
        case ReservedGoodsReturned(shipment_id=shipment_id):
            return replace(released, lines=come_back(released.lines, fact), gone=_without(released.gone, shipment_id))
        case LostGoodsDelivered(shipment_id=shipment_id):
            return replace(released, lines=not_lost(released.lines, fact), gone=_including(released.gone, shipment_id))
        case (
            ReservationToppedUp()
            | RemainderNoted()
            | ReservedGoodsShipped()
            | ReductionBegun()
            | ReservationReduced()
            | ReservationRenewed()
            | ReservedGoodsWithdrawn()
            | ReservationReleased()
        ):
            return released
        case _:
            assert_never(fact)


def _reduced(held: Held, fact: ReservationReduced) -> Held:
    changes = {change.line_no: change for change in fact.lines}
    return replace(
        held,
        lines=changed(held.lines, changes, lambda line: less(line, changes[line.line_no])),
        to_go=_still_to_go(held, fact),
        reducing=_without(held.reducing, fact.reduction_id),
        reduced=_including(held.reduced, fact.reduction_id),
    )


def _renewed(held: Held, fact: ReservationRenewed) -> Held:
    changes = {change.line_no: change for change in fact.lines}
    return replace(
        held,
        lines=changed(held.lines, changes, lambda line: renewed(line, changes[line.line_no])),
        short_in=fact.short_in,
        to_go=tuple(dict.fromkeys((*held.to_go, *(first.shipment_id for first in fact.shipments)))),
        renewed=_including(held.renewed, fact.request_id),
        has_waited=held.has_waited or any(line.short for line in fact.lines),
    )


def _withdrawn(held: Held, fact: ReservedGoodsWithdrawn) -> Held:
    numbers = {one.line_no for one in fact.lines}
    return replace(
        held,
        lines=changed(held.lines, numbers, lambda line: withdrawn(line, fact.lines)),
        to_go=_still_to_go(held, fact),
        withdrawn=_including(held.withdrawn, fact.withdrawal_id),
        has_waited=True,
    )


def _still_to_go(held: Held, fact: ReservationReduced | ReservedGoodsWithdrawn) -> tuple[str, ...]:
    called_off = {shipment.shipment_id for shipment in fact.shipments if shipment.called_off}
    return tuple(shipment_id for shipment_id in held.to_go if shipment_id not in called_off)


def _including(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return ids if one in ids else (*ids, one)


def _without(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(known for known in ids if known != one)
