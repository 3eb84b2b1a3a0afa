"""What readers see of customers' credit."""

from datetime import date
from typing import Final, assert_never

from sqlalchemy import BigInteger, Boolean, Text

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.state import (
    DUNNED,
    HOLD,
    OK,
    STOP,
    WATCH,
    CreditAccount,
    Open,
    Unopened,
)
from shared.kernel.money import Money
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown


@part
class ShownExposure:
    """What the customer counts, by bucket: ordered; shipped, not billed; invoiced, not due; overdue; open charges.

    `on_account` is what they have with us, where there is some: it counts off, below nothing. All together is `total`.
    Charges are fees and interest of dunning; an account that is older than them has none until it is rebuilt.
    """

    reserved: Money
    shipped: Money
    open: Money
    overdue: Money
    total: Money
    charges: Money | None = None
    on_account: Money | None = None


@part
class ShownHold:
    """An order that waits for an approver, the numbers it was held on, and whether it would fit by now."""

    order_id: str
    amount: Money
    exposure: Money
    standing: str
    placed_by: str
    held_on: date
    fits_now: bool


@part
class ShownBlock:
    """An order whose goods may not leave: what of it has not left, and the numbers that it was blocked on.

    `refused`: an approver said no, so that no rule lets it go any more.
    """

    order_id: str
    amount: Money
    exposure: Money
    standing: str
    placed_by: str
    blocked_on: date
    refused: bool = False


@document
class CreditAccountDocument:
    """A customer's credit. Standing: ok, watch (from 90 % of the limit), hold, dunned, stop. No limit: no check.

    `held_orders` wait for credit; `blocked_orders` have it, but their goods may not leave as the customer stands now.
    `dunned_because` says why dunning holds new orders, as long as it does.
    """

    customer_id: str
    customer_name: str
    currency: str
    standing: str
    limit: Money | None
    exposure: ShownExposure
    orders: int
    held_orders: tuple[ShownHold, ...]
    stopped_because: str
    blocked_orders: tuple[ShownBlock, ...] = ()
    dunned_because: str = ""


def read(customer_id: str, account: CreditAccount) -> CreditAccountDocument | None:
    """The account, laid flat; of the orders that count only how many, since there may be many."""
    match account:
        case Unopened():
            return None
        case Open(exposure=exposure):
            return CreditAccountDocument(
                customer_id=customer_id,
                customer_name=account.customer_name,
                currency=account.currency,
                standing=account.standing,
                limit=account.limit,
                exposure=ShownExposure(
                    reserved=exposure.reserved,
                    shipped=exposure.shipped,
                    open=exposure.open,
                    overdue=exposure.overdue,
                    total=account.total,
                    charges=account.charged,
                    on_account=-account.covered if account.covered else None,
                ),
                orders=len(account.orders),
                held_orders=tuple(
                    ShownHold(
                        order_id=order_id,
                        amount=held.amount,
                        exposure=held.exposure,
                        standing=held.standing,
                        placed_by=held.placed_by,
                        held_on=held.held_on,
                        fits_now=account.standing_with(held.amount) in ("ok", "watch"),
                    )
                    for order_id, held in account.held.items()
                ),
                stopped_because=account.stopped_because or "",
                dunned_because="; ".join(account.dunned.values()),
                blocked_orders=tuple(
                    ShownBlock(
                        order_id=order_id,
                        amount=block.amount,
                        exposure=block.exposure,
                        standing=block.standing,
                        placed_by=block.placed_by,
                        blocked_on=block.blocked_on,
                        refused=order_id in account.refused,
                    )
                    for order_id, block in account.blocked.items()
                ),
            )
        case _:
            assert_never(account)


CREDIT_ACCOUNTS: Final = DocumentView(
    name="credit_account",
    decider=CREDIT_ACCOUNT,
    document=CreditAccountDocument,
    read=read,
    columns={
        "customer_name": Shown(Text()),
        "currency": Shown(Text()),
        "standing": Shown(Text(), among=(OK, WATCH, HOLD, DUNNED, STOP)),
        "has_limit": Shown(Boolean(), lambda shown: shown.limit is not None),
        "has_held": Shown(Boolean(), lambda shown: bool(shown.held_orders or shown.blocked_orders)),
        "exposure_minor": Shown(BigInteger(), lambda shown: shown.exposure.total.minor),
        "overdue_minor": Shown(BigInteger(), lambda shown: shown.exposure.overdue.minor),
    },
    filters=("standing", "currency"),
    queues={
        "held": {"has_held": True},
        "stopped": {"standing": STOP},
        "without-limit": {"has_limit": False},
    },
    order_by=("id", "customer_name", "exposure_minor"),
)
