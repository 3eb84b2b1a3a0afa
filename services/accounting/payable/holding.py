"""A payable is held from payment, and released: for goods that it bills and that had not come, or by hand."""

from datetime import date
from typing import Final, assert_never

from services.accounting.payable.events import HoldName, PayableEvent, PayableHeld, PayableReleased
from services.accounting.payable.paying import PayableUnknown, is_paid
from services.accounting.payable.state import InPayment, NotOpened, Open, Paid, Payable, hold_named
from shared.kernel.shapes import command

BY_RULE: Final = "rule:goods-came"
"""Who releases what was held for goods, once they have come or were credited."""


@command
class HoldPayable:
    """Do not pay it for now: a person says why."""

    reason: str
    by: str
    on: date


@command
class ReleasePayable:
    """Pay it all the same, or again: a person says which hold may go, and why."""

    hold: HoldName
    reason: str
    by: str
    on: date


@command
class NoteGoodsMissing:
    """Purchasing says that goods which it bills had not come, as a receipt was corrected."""

    reason: str
    by: str
    on: date


@command
class NoteGoodsCame:
    """Purchasing says that nothing of what it bills is missing any more."""

    on: date


def hold_payable(request: HoldPayable, payable: Payable) -> list[PayableEvent]:
    """For another reason it is held by that one. What the bank has is held back no more."""
    match payable:
        case NotOpened():
            raise PayableUnknown("no approved supplier invoice has this id")
        case Paid():
            raise is_paid(payable)
        case Open() | InPayment():
            known = hold_named(payable, HoldName.BY_HAND)
            if known is not None and known.reason == request.reason:
                return []
            return [_held(HoldName.BY_HAND, request.reason, request.by, request.on)]
        case _:
            assert_never(payable)


def release_payable(request: ReleasePayable, payable: Payable) -> list[PayableEvent]:
    """Once; paid or not. One that is held for goods is held again when more is missing than was known."""
    match payable:
        case NotOpened():
            raise PayableUnknown("no approved supplier invoice has this id")
        case Open() | InPayment() | Paid():
            if hold_named(payable, request.hold) is None:
                return []
            return [
                PayableReleased(
                    hold=request.hold, reason=request.reason, released_by=request.by, released_on=request.on
                )
            ]
        case _:
            assert_never(payable)


def note_goods_missing(request: NoteGoodsMissing, payable: Payable) -> list[PayableEvent]:
    """Heard, so never refused: before the invoice is known, and after it is paid, too."""
    held = _held(HoldName.GOODS, request.reason, request.by, request.on)
    known = hold_named(payable, HoldName.GOODS)
    if known is not None and (known.reason, known.by, known.on) == (held.reason, held.held_by, held.held_on):
        return []
    return [held]


def note_goods_came(request: NoteGoodsCame, payable: Payable) -> list[PayableEvent]:
    """They came, or the supplier credited them. Only what is held for goods: what a person holds, a person releases."""
    if hold_named(payable, HoldName.GOODS) is None:
        return []
    return [
        PayableReleased(
            hold=HoldName.GOODS,
            reason="nothing of it is missing any more",
            released_by=BY_RULE,
            released_on=request.on,
        )
    ]


def _held(hold: HoldName, reason: str, by: str, on: date) -> PayableHeld:
    return PayableHeld(hold=hold, reason=reason, held_by=by, held_on=on)
