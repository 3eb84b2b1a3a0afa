"""Purchase orders: approved or refused by a person."""

from services.purchasing.purchase_order.approving import (
    ApprovePurchaseOrder,
    ApproverIsMaker,
    NotInApproval,
    RefusePurchaseOrder,
)
from services.purchasing.purchase_order.drafting import PurchaseOrderUnknown
from services.purchasing.purchase_order.events import PurchaseOrderRefused
from tests.unit.purchasing.purchase_order.orders import (
    BY_MIA,
    MONDAY,
    a_sent_order,
    an_order,
    an_order_in_approval,
)

APPROVE = ApprovePurchaseOrder(by="mia", on=MONDAY)
REFUSE = RefusePurchaseOrder(reason="too dear", by="mia", on=MONDAY)
REFUSED = PurchaseOrderRefused(reason="too dear", refused_by="mia", refused_on=MONDAY)


class TestApproving:
    def test_another_person_approves_once(self) -> None:
        an_order_in_approval.when(APPROVE).then(BY_MIA).then_asked_again_nothing()

    def test_its_maker_cannot(self) -> None:
        an_order_in_approval.when(ApprovePurchaseOrder(by="ben", on=MONDAY)).then_rejected(ApproverIsMaker)

    def test_only_what_waits_for_it(self) -> None:
        an_order.when(APPROVE).then_rejected(PurchaseOrderUnknown)
        an_order_in_approval.given(REFUSED).when(APPROVE).then_rejected(NotInApproval)
        a_sent_order.when(APPROVE).then_nothing()


class TestRefusing:
    def test_refused_once_with_a_reason(self) -> None:
        an_order_in_approval.when(REFUSE).then(REFUSED).then_asked_again_nothing()

    def test_only_what_waits_for_it(self) -> None:
        an_order.when(REFUSE).then_rejected(PurchaseOrderUnknown)
        an_order_in_approval.given(BY_MIA).when(REFUSE).then_rejected(NotInApproval)
        a_sent_order.when(REFUSE).then_rejected(NotInApproval)
