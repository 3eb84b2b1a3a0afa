"""Supply sources: offered and withdrawn."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.purchasing.supplier.clearing import SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import SupplierDetails, SupplierRegistered
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from services.purchasing.supply_source.events import Offer, SupplyOffered, SupplyOfferWithdrawn
from services.purchasing.supply_source.offering import (
    NoSuchOffer,
    OfferEndsBeforeItStarts,
    OfferSupply,
    WithdrawOffer,
)
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
NORD = SupplierDetails(name="Nord", tax_id="", country="DE", currency="EUR", payment_days=30)
OFFER = Offer(
    supplier_id="nord",
    unit_price=Decimal("112.50"),
    currency="EUR",
    minimum_quantity=Decimal(10),
    lead_time_days=7,
    valid_from=MONDAY,
    valid_until=None,
    preferred=False,
)
OFFERED = SupplyOffered(offer=OFFER, offered_by="ben", offered_on=MONDAY)
WITHDRAWN = SupplyOfferWithdrawn(supplier_id="nord", reason="no longer made", withdrawn_by="ben", withdrawn_on=MONDAY)
WITHDRAW = WithdrawOffer(supplier_id="nord", reason="no longer made", by="ben", on=MONDAY)
a_source = spec_of(SUPPLY_SOURCE).beside(
    SUPPLIER, "nord", SupplierRegistered(details=NORD, registered_by="ben", registered_on=MONDAY)
)


def offer(what: Offer) -> OfferSupply:
    return OfferSupply(offer=what, by="ben", on=MONDAY)


class TestOffering:
    def test_an_offer_is_noted_once(self) -> None:
        a_source.when(offer(OFFER)).then(OFFERED).then_asked_again_nothing()

    def test_an_offer_from_the_same_day_takes_the_place_of_the_one_before(self) -> None:
        cheaper = replace(OFFER, unit_price=Decimal(100))
        assert a_source.given(OFFERED).when(offer(cheaper)).state_after().offers == (cheaper,)

    def test_an_offer_from_a_later_day_stands_beside_it(self) -> None:
        later = replace(OFFER, valid_from=date(2026, 4, 1))
        assert a_source.given(OFFERED).when(offer(later)).state_after().offers == (OFFER, later)

    def test_only_registered_suppliers_offer(self) -> None:
        stranger = spec_of(SUPPLY_SOURCE).beside(SUPPLIER, "nord")
        stranger.when(offer(OFFER)).then_rejected(SupplierUnknown, field="supplier_id")

    def test_an_offer_starts_before_it_ends(self) -> None:
        backwards = replace(OFFER, valid_until=date(2026, 3, 1))
        a_source.when(offer(backwards)).then_rejected(OfferEndsBeforeItStarts, field="valid_until")


class TestWithdrawing:
    def test_all_offers_of_the_supplier_go_once(self) -> None:
        later = replace(OFFERED, offer=replace(OFFER, valid_from=date(2026, 4, 1)))
        decided = a_source.given(OFFERED, later).when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing()
        assert decided.state_after().offers == ()

    def test_what_was_not_offered_cannot_be_withdrawn(self) -> None:
        a_source.when(WITHDRAW).then_rejected(NoSuchOffer)

    def test_after_a_withdrawal_the_supplier_may_offer_again_and_withdraw_again(self) -> None:
        a_source.given(OFFERED, WITHDRAWN).when(offer(OFFER)).then(OFFERED)
        a_source.given(OFFERED, WITHDRAWN, OFFERED).when(WITHDRAW).then(WITHDRAWN)
