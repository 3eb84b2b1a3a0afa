"""Orders that are to be for less, in commands and facts."""

from decimal import Decimal

from services.sales.order.reducing import ReduceOrder
from services.sales.order.shrinking import (
    ChangedLine,
    CreditReduced,
    OrderAmended,
    OrderReductionRequested,
    ReservationReduced,
    StandingLine,
)
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.order.ordering import lines_of, source, usd


def reduce(*lines: tuple[int, str], reduction_id: str = "R1") -> ReduceOrder:
    """Line number and what it is to be for."""
    return ReduceOrder(reduction_id=reduction_id, lines=lines_of(lines), reason="fewer", by="rep", on=TUESDAY)


def asked(*lines: tuple[int, str], reduction_id: str = "R1") -> OrderReductionRequested:
    """The warehouse is asked."""
    return OrderReductionRequested(
        contract_id="K1",
        reduction_id=reduction_id,
        lines=lines_of(lines),
        reason="fewer",
        requested_by="rep",
        requested_on=TUESDAY,
    )


def given_back(*lines: tuple[int, str, str, str], reduction_id: str = "R1", version: int = 2) -> ReservationReduced:
    """Line number, what it is for, set aside, short."""
    return ReservationReduced(
        reduction_id=reduction_id,
        lines=tuple(
            StandingLine(line_no=number, quantity=Decimal(units), reserved=Decimal(there), short=Decimal(short))
            for number, units, there, short in lines
        ),
        reduced_on=TUESDAY,
        source=source("reservation-O1", version, 5),
    )


def amended(*lines: tuple[int, str, str, int, int], net: int, reduction_id: str = "R1") -> OrderAmended:
    """Line number, units before and after, cents before and after."""
    return OrderAmended(
        contract_id="K1",
        reduction_id=reduction_id,
        lines=tuple(
            ChangedLine(
                line_no=number,
                old_quantity=Decimal(before),
                quantity=Decimal(after),
                old_net=usd(old),
                net=usd(new),
            )
            for number, before, after, old, new in lines
        ),
        net=usd(net),
        reason="fewer",
        amended_by="rep",
        amended_on=TUESDAY,
    )


FEWER = amended((2, "10", "4", 5_000, 2_000), net=17_000)


def credit_reduced() -> CreditReduced:
    """Accounting reserves less."""
    return CreditReduced(
        given_back=usd(3_300),
        reserved=usd(18_700),
        exposure=usd(18_700),
        reduced_on=TUESDAY,
        source=source("credit_account-C1", 4),
    )
