"""The facets are a pure function of the ledger."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.sales.order.facets import Extent, Facets, Irregularity, Payment, Supply, facets_of
from services.sales.order.ledger import Ledger
from services.sales.order.progress import Progress
from tests.unit.sales.order.ordering import PLACED

UNITS = st.integers(min_value=0, max_value=15).map(Decimal)
LEDGERS = st.builds(
    Ledger,
    reserved=UNITS,
    short=UNITS,
    shipped=UNITS,
    delivered=UNITS,
    returned=UNITS,
    billed=UNITS,
    credited=UNITS,
)


def facets(*, is_cancelled: bool = False, **ledgers: Ledger) -> Facets:
    """The facets of three pumps (line 1) and ten valves (line 2)."""
    lines = {name.removeprefix("line_"): ledger for name, ledger in ledgers.items()}
    return facets_of(PLACED.lines, Progress(lines=lines), is_cancelled=is_cancelled)


def units(**quantities: int) -> Ledger:
    """A ledger with these quantities."""
    return Ledger(**{name: Decimal(quantity) for name, quantity in quantities.items()})


class TestSupply:
    def test_it_says_how_much_of_the_goods_is_there(self) -> None:
        assert facets().supply is Supply.NONE
        assert facets(line_1=units(short=3), line_2=units(short=10)).supply is Supply.SHORT
        assert facets(line_1=units(reserved=3), line_2=units(short=10)).supply is Supply.PARTLY
        assert facets(line_1=units(reserved=3)).supply is Supply.PARTLY
        assert facets(line_1=units(reserved=3), line_2=units(reserved=10)).supply is Supply.RESERVED

    def test_what_was_shipped_was_there(self) -> None:
        assert facets(line_1=units(shipped=3), line_2=units(shipped=10)).supply is Supply.RESERVED
        back = units(shipped=10, returned=10)
        assert facets(line_1=units(shipped=3), line_2=back).supply is Supply.PARTLY


class TestIrregularities:
    def test_too_much_is_flagged(self) -> None:
        found = facets(line_1=units(shipped=4, billed=4)).irregularities
        assert found == (Irregularity.SHIPPED_TOO_MUCH, Irregularity.BILLED_TOO_MUCH)

    def test_what_came_back_or_was_credited_does_not_count(self) -> None:
        assert facets(line_1=units(shipped=6, returned=3, billed=6, credited=3)).irregularities == ()


@given(first=LEDGERS, second=LEDGERS)
def test_a_facet_is_full_only_when_every_line_is(first: Ledger, second: Ledger) -> None:
    found = facets(line_1=first, line_2=second)
    assert (found.fulfilment is Extent.FULL) == (first.delivered >= 3 and second.delivered >= 10)
    assert (found.billing is Extent.FULL) == (first.billed >= 3 and second.billed >= 10)
    assert (found.supply is Supply.SHORT) <= (first.short > 0 or second.short > 0)
    assert found.payment is not Payment.PARTIAL
