"""By which right goods come back, and what each right gives: the warranty, service by contract, a price agreed."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from services.care.customer_return.events import (
    AgreedPrice,
    Basis,
    Charged,
    Remedy,
    ReturnApproved,
    ReturnClosed,
    UnitsCharged,
)
from services.care.customer_return.requesting import ApproveReturn, PriceInOtherCurrency, PricesIncomplete
from services.care.customer_return.settling import (
    ENTITLES_TO,
    NoteGoodsCameBack,
    NoteGoodsDelivered,
    NotEntitled,
    NotInspectedYet,
)
from services.care.warranty.claiming import NotReturnable
from services.care.warranty.covering import entitlement
from services.care.warranty.decider import WARRANTY
from services.care.warranty.starting import DeliveredLine, NoteCurrency, StartWarranty
from services.care.warranty.state import Running
from shared.kernel.money import Money
from shared.testing.specification import spec_of
from tests.unit.care.customer_return.test_return import (
    APPROVE,
    DAY,
    INSPECTED,
    RECEIVED,
    REQUEST,
    UNTIL,
    after,
    delivered,
    grant,
    unrequested,
)

SERVED_UNTIL = UNTIL + timedelta(days=365)
IN_SERVICE = replace(delivered(), lines=(replace(delivered().lines[0], served_until=SERVED_UNTIL),))
LATER = UNTIL + timedelta(days=1)
PRICE = AgreedPrice(line_no=1, unit_price=Money(minor=450_000, currency="VND"))
FOR_MONEY = ApproveReturn(goodwill=False, by="max", on=SERVED_UNTIL, prices=(PRICE,), agreed_with="Ms Hoa")


class TestByContract:
    def test_service_begins_where_the_warranty_ends(self) -> None:
        start = StartWarranty(
            shipment_id="S1",
            contract_id="CT",
            customer_id="C1",
            lines=(DeliveredLine(line_no=1, sku="PUMP-40", quantity=Decimal(3)),),
            months=12,
            delivered_on=DAY,
            service_months=12,
        )
        running = spec_of(WARRANTY).when(start).state_after()
        assert isinstance(running, Running)
        cases = {UNTIL: (3, 0), LATER: (0, 3), DAY.replace(year=2028): (0, 3), DAY.replace(year=2028, day=3): (0, 0)}
        for day, (returnable, by_contract) in cases.items():
            entitled = entitlement(running.deliveries, running.claims, 1, day)
            assert entitled.returnable == returnable, day
            assert entitled.returnable_by_contract == by_contract, day

    def test_it_is_approved_by_the_right_that_held_when_it_was_requested(self) -> None:
        decided = replace(APPROVE, on=SERVED_UNTIL + timedelta(days=1))
        bases = []
        for day in (UNTIL, LATER, SERVED_UNTIL):
            asked = after(replace(REQUEST, on=day), start=unrequested(IN_SERVICE))
            (approved,) = asked.when(decided).then_asked_again_nothing().facts
            assert isinstance(approved, ReturnApproved)
            bases.append(approved.basis)
        assert bases == [Basis.WARRANTY, Basis.CONTRACT, Basis.CONTRACT]
        too_late = after(replace(REQUEST, on=decided.on), start=unrequested(IN_SERVICE))
        too_late.when(decided).then_rejected(NotReturnable)

    def test_the_warranty_goes_first(self) -> None:
        """Of two deliveries, one in service and one under warranty: what gives more is used up."""
        newer = replace(delivered("S2"), started_on=DAY.replace(month=6))
        newer = replace(newer, lines=(replace(newer.lines[0], until=UNTIL.replace(month=6)),))
        asked = after(replace(REQUEST, on=LATER), start=unrequested(IN_SERVICE, newer))
        (approved,) = asked.when(replace(APPROVE, on=LATER)).facts
        assert isinstance(approved, ReturnApproved)
        assert approved.basis is Basis.WARRANTY
        assert [item.shipment_id for item in approved.items] == ["S2"]

    def test_it_gives_no_money_back(self) -> None:
        asked, approved = replace(REQUEST, on=LATER), replace(APPROVE, on=LATER)
        served = after(asked, approved, RECEIVED, INSPECTED, start=unrequested(IN_SERVICE))
        served.when(grant(Remedy.CREDIT)).then_rejected(NotEntitled, field="remedy")
        served.when(grant(Remedy.REFUND)).then_rejected(NotEntitled, field="remedy")
        for remedy in (Remedy.REPAIR, Remedy.REPLACEMENT, Remedy.SCRAP):
            assert served.when(grant(remedy)).rejection is None, remedy

    def test_every_right_gives_something(self) -> None:
        assert set(ENTITLES_TO) == set(Basis)
        assert all(Remedy.RETURN_TO_CUSTOMER in remedies for remedies in ENTITLES_TO.values())


class TestForMoney:
    def test_a_price_is_agreed_for_each_line(self) -> None:
        (approved,) = after(REQUEST).when(FOR_MONEY).then_asked_again_nothing().facts
        assert isinstance(approved, ReturnApproved)
        assert (approved.basis, approved.prices, approved.agreed_with) == (Basis.CHARGEABLE, (PRICE,), "Ms Hoa")

    def test_no_line_is_left_out_and_none_costs_nothing(self) -> None:
        another = replace(PRICE, line_no=2)
        for prices in ((another,), (PRICE, another), (PRICE, PRICE)):
            after(REQUEST).when(replace(FOR_MONEY, prices=prices)).then_rejected(PricesIncomplete, field="prices")
        free = replace(PRICE, unit_price=Money(minor=0, currency="VND"))
        after(REQUEST).when(replace(FOR_MONEY, prices=(free,))).then_rejected(
            PricesIncomplete, field="prices.0.unit_price"
        )

    def test_it_costs_what_the_order_is_paid_in(self) -> None:
        noted = spec_of(WARRANTY).when(NoteCurrency(currency="VND")).then_asked_again_nothing().facts
        asked = after(REQUEST, start=unrequested(delivered(), *noted))
        asked.when(FOR_MONEY).then_asked_again_nothing()
        dollars = replace(PRICE, unit_price=Money(minor=1_900, currency="USD"))
        for start in (unrequested(delivered(), *noted), unrequested(*noted, delivered())):
            after(REQUEST, start=start).when(replace(FOR_MONEY, prices=(dollars,))).then_rejected(
                PriceInOtherCurrency, field="prices.0.unit_price"
            )
        after(REQUEST).when(replace(FOR_MONEY, prices=(dollars,))).then_asked_again_nothing()

    def test_it_gives_repaired_goods_or_the_same(self) -> None:
        paid = after(REQUEST, FOR_MONEY, RECEIVED, INSPECTED)
        for remedy in (Remedy.CREDIT, Remedy.REFUND, Remedy.REPLACEMENT):
            paid.when(grant(remedy)).then_rejected(NotEntitled, field="remedy")

    def test_the_repair_is_owed_once_they_have_it(self) -> None:
        inspected = after(REQUEST, FOR_MONEY, RECEIVED, INSPECTED, grant(Remedy.REPAIR))
        came = NoteGoodsDelivered(shipment_id="X1", grant_id="G-repair", quantity=Decimal(1), on=LATER)
        _, charged = inspected.when(came).then_asked_again_nothing().facts
        assert isinstance(charged, UnitsCharged)
        assert (charged.charge_no, charged.kind, charged.unit_price) == (1, Charged.REPAIR, PRICE.unit_price)
        assert charged.item.quantity == 1
        assert charged.charged_on == LATER

    def test_what_was_not_delivered_is_not_owed(self) -> None:
        inspected = after(REQUEST, FOR_MONEY, RECEIVED, INSPECTED, grant(Remedy.REPAIR))
        back = NoteGoodsCameBack(shipment_id="X1", grant_id="G-repair", quantity=Decimal(1), on=LATER)
        assert not any(isinstance(fact, UnitsCharged) for fact in inspected.when(back).facts)

    def test_what_is_scrap_costs_nothing(self) -> None:
        done = after(REQUEST, FOR_MONEY, RECEIVED, INSPECTED, grant(Remedy.SCRAP))
        facts = done.when(grant(Remedy.REPAIR)).facts
        assert not any(isinstance(fact, UnitsCharged | ReturnClosed) for fact in facts)

    def test_under_warranty_a_repair_costs_nothing(self) -> None:
        inspected = after(REQUEST, APPROVE, RECEIVED, INSPECTED, grant(Remedy.REPAIR))
        came = NoteGoodsDelivered(shipment_id="X1", grant_id="G-repair", quantity=Decimal(1), on=LATER)
        assert not any(isinstance(fact, UnitsCharged) for fact in inspected.when(came).facts)


def test_before_they_come_nothing_but_a_replacement_is_granted() -> None:
    after(REQUEST, APPROVE).when(grant(Remedy.REPLACEMENT)).then_rejected(NotInspectedYet, field="quantity")
