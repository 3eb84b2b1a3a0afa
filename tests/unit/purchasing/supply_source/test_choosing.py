"""Supply sources: which offer is best."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.purchasing.supply_source.choosing import best_offer, offer_of, offers_on, quantity_to_buy
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from services.purchasing.supply_source.events import Offer, SupplyOffered
from services.purchasing.supply_source.state import SupplySource

MONDAY = date(2026, 3, 2)


def an_offer(
    supplier_id: str,
    price: str | Decimal,
    *,
    minimum: int = 0,
    days: int = 7,
    currency: str = "EUR",
    preferred: bool = False,
    valid_from: date = MONDAY,
    valid_until: date | None = None,
) -> Offer:
    return Offer(
        supplier_id=supplier_id,
        unit_price=Decimal(price),
        currency=currency,
        minimum_quantity=Decimal(minimum),
        lead_time_days=days,
        valid_from=valid_from,
        valid_until=valid_until,
        preferred=preferred,
    )


def source_of(*offers: Offer) -> SupplySource:
    return SUPPLY_SOURCE.fold(SupplyOffered(offer=offer, offered_by="ben", offered_on=MONDAY) for offer in offers)


def best(*offers: Offer, quantity: int = 5, day: date = MONDAY) -> str | None:
    found = best_offer(source_of(*offers), Decimal(quantity), day)
    return None if found is None else found.supplier_id


class TestTheBestOffer:
    def test_the_cheapest_in_total_wins_and_the_minimum_counts(self) -> None:
        small, bulk = an_offer("small", "12"), an_offer("bulk", "10", minimum=10)
        assert best(small, bulk, quantity=5) == "small"
        assert best(small, bulk, quantity=9) == "bulk"
        assert quantity_to_buy(bulk, Decimal(5)) == 10

    def test_then_the_sooner_then_the_preferred_then_the_lower_id(self) -> None:
        assert best(an_offer("a", "10", days=9), an_offer("b", "10", days=3)) == "b"
        assert best(an_offer("a", "10"), an_offer("b", "10", preferred=True)) == "b"
        assert best(an_offer("b", "10"), an_offer("a", "10")) == "a"

    def test_nothing_is_best_where_nobody_offers(self) -> None:
        assert best() is None

    def test_suppliers_that_may_not_be_bought_from_are_left_out(self) -> None:
        source = source_of(an_offer("a", "1"), an_offer("b", "2"))
        found = best_offer(source, Decimal(1), MONDAY, among={"b"})
        assert found is not None
        assert found.supplier_id == "b"

    def test_prices_in_different_currencies_are_not_compared(self) -> None:
        euro, dollar = an_offer("a", "10"), an_offer("b", "1", currency="USD")
        assert best(euro, dollar) is None
        assert best(euro, an_offer("b", "99", currency="USD", preferred=True)) == "b"
        assert best(an_offer("a", "10", preferred=True), an_offer("b", "1", currency="USD", preferred=True)) is None


class TestWhatHolds:
    def test_a_promotion_ends_and_the_usual_price_is_back(self) -> None:
        usual = an_offer("a", "10")
        promotion = an_offer("a", "8", valid_from=date(2026, 3, 10), valid_until=date(2026, 3, 20))
        source = source_of(promotion, usual)
        prices = [
            found.unit_price
            for day in (9, 10, 20, 21)
            if (found := offer_of(source, "a", date(2026, 3, day))) is not None
        ]
        assert prices == [10, 8, 8, 10]

    def test_nothing_holds_before_the_first_day(self) -> None:
        assert offers_on(source_of(an_offer("a", "10")), date(2026, 3, 1)) == ()


offers = st.builds(
    an_offer,
    st.sampled_from("abcd"),
    st.decimals("0.01", "99", places=2),
    minimum=st.integers(0, 20),
    days=st.integers(0, 30),
    preferred=st.booleans(),
    valid_from=st.integers(-5, 5).map(lambda days: MONDAY + timedelta(days=days)),
)


@given(st.lists(offers, max_size=8), st.integers(1, 50))
def test_nobody_offers_it_cheaper_than_the_best(listed: list[Offer], quantity: int) -> None:
    source = source_of(*listed)
    found = best_offer(source, Decimal(quantity), MONDAY)
    held = offers_on(source, MONDAY)
    assert (found is None) == (not held)
    if found is not None:
        total = found.unit_price * quantity_to_buy(found, Decimal(quantity))
        assert all(total <= other.unit_price * quantity_to_buy(other, Decimal(quantity)) for other in held)
