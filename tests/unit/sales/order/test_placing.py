"""Placing what was called."""

from services.sales.contract.calling import ContractUnknown
from services.sales.contract.decider import CONTRACT
from services.sales.customer.blocking import CustomerIsBlocked
from services.sales.customer.decider import CUSTOMER
from services.sales.order.events import OrderConfirmed, OrderPlaced
from services.sales.order.placing import PlaceOrder
from tests.unit.sales.contract.agreeing import SIGNED
from tests.unit.sales.examples import BLOCKED, MONDAY, NET_30, REGISTERED
from tests.unit.sales.order.ordering import PLACED, cancelled, completed, confirmed, credit_reserved, placed, unplaced

for_customer = unplaced.beside(CUSTOMER, "C1", REGISTERED)
PLACE = PlaceOrder(
    contract_id="K1",
    lines=PLACED.lines,
    charges=(),
    net=PLACED.net,
    requested_on=PLACED.requested_on,
    deliver_to=PLACED.deliver_to,
    ship_from=("main",),
    customer_reference="PO 4711",
    placed_by="rep",
    on=MONDAY,
)


class TestPlacing:
    def test_customer_terms_and_warranty_are_those_of_the_contract(self) -> None:
        decided = for_customer.beside(CONTRACT, "K1", SIGNED).when(PLACE).then(PLACED).then_asked_again_nothing()
        (fact,) = decided.facts
        assert isinstance(fact, OrderPlaced)
        assert (fact.customer_id, fact.terms, fact.warranty_months) == ("C1", NET_30, 12)

    def test_without_a_contract_there_is_no_order(self) -> None:
        for_customer.beside(CONTRACT, "K1").when(PLACE).then_rejected(ContractUnknown, field="contract_id")

    def test_a_blocked_customer_orders_nothing(self) -> None:
        blocked = unplaced.beside(CUSTOMER, "C1", REGISTERED, BLOCKED).beside(CONTRACT, "K1", SIGNED)
        blocked.when(PLACE).then_rejected(CustomerIsBlocked, field="contract_id")

    def test_an_order_is_placed_once_whatever_became_of_it(self) -> None:
        for order in (placed, confirmed, completed, cancelled):
            order.beside(CONTRACT, "K1", SIGNED).when(PLACE).then_nothing()

    def test_what_was_heard_before_is_caught_up_with(self) -> None:
        early = for_customer.given(credit_reserved()).beside(CONTRACT, "K1", SIGNED)
        early.when(PLACE).then(PLACED, OrderConfirmed(confirmed_on=MONDAY))
