"""A department small enough to see through: tills that hold coins and never owe any. For tests of the machinery."""

from sqlalchemy import Boolean, Integer

from shared.handling.department import Department
from shared.kernel.decider import Decider, Fact, Send, StreamId
from shared.kernel.reaction import reacts_to
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command, document, event, state
from shared.projections.view import DocumentView, FactView, Shown


class NotEnoughCoins(Rejection):
    """The till holds less than that."""

    code = "till.not-enough-coins"


@event("till.filled")
class TillFilled:
    coins: int


@event("till.emptied")
class TillEmptied:
    coins: int
    into: str


@state
class Till:
    coins: int


@command
class Fill:
    coins: int


@command
class Take:
    coins: int
    into: str = ""


def _fill(request: Fill, _: Till) -> list[TillFilled]:
    return [TillFilled(coins=request.coins)] if request.coins else []


def _take(request: Take, till: Till) -> list[TillEmptied]:
    if request.coins > till.coins:
        raise NotEnoughCoins(f"{till.coins} left")
    return [TillEmptied(coins=request.coins, into=request.into)]


def _evolve(till: Till, fact: TillFilled | TillEmptied) -> Till:
    match fact:
        case TillFilled(coins=coins):
            return Till(coins=till.coins + coins)
        case TillEmptied(coins=coins):
            return Till(coins=till.coins - coins)


TILL = Decider(
    category="till",
    initial=Till(coins=0),
    evolve=_evolve,
    decisions={Fill: _fill, Take: _take},
    events=(TillFilled, TillEmptied),
    shapes=(Till,),
    snapshot_every=10,
)


@reacts_to(TillEmptied)
def when_till_emptied_fill_the_other(fact: Fact[TillEmptied]) -> list[Send]:
    return [Send(Fill(coins=fact.data.coins), TILL.stream(fact.data.into))] if fact.data.into else []


@document
class TillDocument:
    till: str
    coins: int


TILLS = DocumentView(
    name="till",
    decider=TILL,
    document=TillDocument,
    read=lambda identity, till: TillDocument(till=identity, coins=till.coins),
    columns={
        "coins": Shown(Integer()),
        "spare": Shown(Integer(), lambda shown: shown.coins - 2 if shown.coins > 2 else None),
        "is_full": Shown(Boolean(), lambda shown: shown.coins > 2 if shown.coins > 1 else None),
    },
    filters=("coins", "is_full"),
    order_by=("id", "coins", "spare"),
)
MOVEMENTS = FactView(
    name="till_movement",
    decider=TILL,
    read=lambda fact: [{"id": str(fact.event_id), "coins": fact.data.coins}],
    columns={"coins": Integer()},
)
TREASURY = Department(
    name="treasury",
    deciders=(TILL,),
    views=(TILLS, MOVEMENTS),
    reactions=(when_till_emptied_fill_the_other,),
    publishing={},
)


def till(identity: str) -> StreamId:
    return TILL.stream(identity)
