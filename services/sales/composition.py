"""Sales put together: what it owns, hears and tells, and its routes."""

from typing import Final

from services.sales.contract.api import router as contract_routes
from services.sales.contract.decider import CONTRACT
from services.sales.contract.views import CONTRACTS
from services.sales.customer.api import router as customer_routes
from services.sales.customer.decider import CUSTOMER
from services.sales.customer.views import CUSTOMERS
from services.sales.fulfilment.decider import FULFILMENT
from services.sales.item_list.decider import ITEM_LIST
from services.sales.order.api import router as order_routes
from services.sales.order.decider import ORDER
from services.sales.order.views import JOURNEYS, ORDERS
from services.sales.permissions import PERMISSIONS
from services.sales.policy.api import router as policy_routes
from services.sales.policy.decider import POLICY
from services.sales.policy.views import POLICIES
from services.sales.price_list.api import router as price_list_routes
from services.sales.price_list.decider import PRICE_LIST
from services.sales.price_list.views import PRICE_LISTS
from services.sales.publishing import PUBLISHING
from services.sales.quotation.api import router as quotation_routes
from services.sales.quotation.decider import QUOTATION
from services.sales.quotation.views import QUOTATIONS
from services.sales.reactions.when_complaint_escalated_note_it import when_complaint_escalated_note_it
from services.sales.reactions.when_complaint_opened_note_it import when_complaint_opened_note_it
from services.sales.reactions.when_complaint_reopened_note_it import when_complaint_reopened_note_it
from services.sales.reactions.when_complaint_resolved_note_it import when_complaint_resolved_note_it
from services.sales.reactions.when_complaint_withdrawn_note_it import when_complaint_withdrawn_note_it
from services.sales.reactions.when_contract_signed_note_it_on_quotation import when_contract_signed_note_it_on_quotation
from services.sales.reactions.when_credit_given_back_note_it import when_credit_given_back_note_it
from services.sales.reactions.when_credit_held_hold_order import when_credit_held_hold_order
from services.sales.reactions.when_credit_reduced_note_it import when_credit_reduced_note_it
from services.sales.reactions.when_credit_refused_cancel_order import when_credit_refused_cancel_order
from services.sales.reactions.when_credit_reserved_confirm_order import when_credit_reserved_confirm_order
from services.sales.reactions.when_credit_stop_lifted_note_it_on_customer import (
    when_credit_stop_lifted_note_it_on_customer,
)
from services.sales.reactions.when_credit_stopped_note_it_on_customer import when_credit_stopped_note_it_on_customer
from services.sales.reactions.when_customer_details_corrected_claim_tax_id import (
    when_customer_details_corrected_claim_tax_id,
)
from services.sales.reactions.when_customer_registered_claim_tax_id import when_customer_registered_claim_tax_id
from services.sales.reactions.when_delivery_blocked_hold_order import when_delivery_blocked_hold_order
from services.sales.reactions.when_delivery_blocked_stop_waiting_for_shipment import (
    when_delivery_blocked_stop_waiting_for_shipment,
)
from services.sales.reactions.when_delivery_unblocked_release_hold import when_delivery_unblocked_release_hold
from services.sales.reactions.when_delivery_unblocked_wait_for_shipment import (
    when_delivery_unblocked_wait_for_shipment,
)
from services.sales.reactions.when_goods_called_place_order import when_goods_called_place_order
from services.sales.reactions.when_goods_delivered_note_progress import when_goods_delivered_note_progress
from services.sales.reactions.when_goods_receipt_corrected_note_it_on_their_orders import (
    when_goods_receipt_corrected_note_it_on_their_orders,
)
from services.sales.reactions.when_goods_received_note_it_on_their_orders import (
    when_goods_received_note_it_on_their_orders,
)
from services.sales.reactions.when_goods_shipped_note_progress import when_goods_shipped_note_progress
from services.sales.reactions.when_hold_released_wait_for_shipment import when_hold_released_wait_for_shipment
from services.sales.reactions.when_invoice_credit_cancelled_note_billing import (
    when_invoice_credit_cancelled_note_billing,
)
from services.sales.reactions.when_invoice_credited_note_billing import when_invoice_credited_note_billing
from services.sales.reactions.when_invoice_dispute_ended_note_it import when_invoice_dispute_ended_note_it
from services.sales.reactions.when_invoice_disputed_note_it import when_invoice_disputed_note_it
from services.sales.reactions.when_invoice_fell_overdue_note_it import when_invoice_fell_overdue_note_it
from services.sales.reactions.when_invoice_paid_complete_order import when_invoice_paid_complete_order
from services.sales.reactions.when_invoice_part_paid_note_payment import when_invoice_part_paid_note_payment
from services.sales.reactions.when_invoice_posted_note_billing import when_invoice_posted_note_billing
from services.sales.reactions.when_invoice_posted_take_call_again import when_invoice_posted_take_call_again
from services.sales.reactions.when_invoice_reopened_note_it import when_invoice_reopened_note_it
from services.sales.reactions.when_invoice_written_off_note_it import when_invoice_written_off_note_it
from services.sales.reactions.when_item_delisted_note_it import when_item_delisted_note_it
from services.sales.reactions.when_item_listed_note_it import when_item_listed_note_it
from services.sales.reactions.when_order_amended_expect_less import when_order_amended_expect_less
from services.sales.reactions.when_order_amended_give_call_back import when_order_amended_give_call_back
from services.sales.reactions.when_order_cancelled_finish_fulfilment import when_order_cancelled_finish_fulfilment
from services.sales.reactions.when_order_cancelled_return_call import when_order_cancelled_return_call
from services.sales.reactions.when_order_completed_finish_fulfilment import when_order_completed_finish_fulfilment
from services.sales.reactions.when_order_completed_note_it_on_contract import when_order_completed_note_it_on_contract
from services.sales.reactions.when_order_confirmed_request_goods import when_order_confirmed_request_goods
from services.sales.reactions.when_order_held_stop_waiting_for_shipment import (
    when_order_held_stop_waiting_for_shipment,
)
from services.sales.reactions.when_order_placed_open_fulfilment import when_order_placed_open_fulfilment
from services.sales.reactions.when_order_reopened_note_it_on_contract import when_order_reopened_note_it_on_contract
from services.sales.reactions.when_order_reopened_resume_fulfilment import when_order_reopened_resume_fulfilment
from services.sales.reactions.when_purchase_order_acknowledged_note_the_day import (
    when_purchase_order_acknowledged_note_the_day,
)
from services.sales.reactions.when_purchase_order_cancelled_note_it import when_purchase_order_cancelled_note_it
from services.sales.reactions.when_purchase_order_closed_short_note_it import when_purchase_order_closed_short_note_it
from services.sales.reactions.when_purchase_order_sent_note_purchase import when_purchase_order_sent_note_purchase
from services.sales.reactions.when_reduction_requested_wait_for_answer import when_reduction_requested_wait_for_answer
from services.sales.reactions.when_replacement_delivered_note_it import when_replacement_delivered_note_it
from services.sales.reactions.when_requisition_cancelled_note_it import when_requisition_cancelled_note_it
from services.sales.reactions.when_reservation_made_note_supply import when_reservation_made_note_supply
from services.sales.reactions.when_reservation_reduced_amend_order import when_reservation_reduced_amend_order
from services.sales.reactions.when_reservation_released_note_supply import when_reservation_released_note_supply
from services.sales.reactions.when_reservation_renewed_note_supply import when_reservation_renewed_note_supply
from services.sales.reactions.when_reservation_topped_up_note_supply import when_reservation_topped_up_note_supply
from services.sales.reactions.when_reservation_withdrawn_note_supply import when_reservation_withdrawn_note_supply
from services.sales.reactions.when_return_receipt_corrected_note_it import when_return_receipt_corrected_note_it
from services.sales.reactions.when_return_received_note_it import when_return_received_note_it
from services.sales.reactions.when_shipment_lost_note_progress import when_shipment_lost_note_progress
from services.sales.reactions.when_shipment_returned_note_progress import when_shipment_returned_note_progress
from services.sales.reactions.when_shipping_again_requested_wait_for_goods import (
    when_shipping_again_requested_wait_for_goods,
)
from services.sales.reactions.when_site_closed_note_it import when_site_closed_note_it
from services.sales.reactions.when_site_opened_note_it import when_site_opened_note_it
from services.sales.reactions.when_survey_sent_note_it import when_survey_sent_note_it
from services.sales.reactions.when_wait_ended_clear_alarm import when_wait_ended_clear_alarm
from services.sales.reactions.when_wait_passed_raise_alarm import when_wait_passed_raise_alarm
from services.sales.reactions.when_warranty_started_note_it import when_warranty_started_note_it
from services.sales.site_list.api import router as site_routes
from services.sales.site_list.decider import SITE_LIST
from services.sales.site_list.views import SITE_LISTS
from services.sales.tax_id.decider import TAX_ID
from services.sales.timeline.api import router as timeline_routes
from services.sales.timeline.views import TIMELINE_OF_CONTRACT, TIMELINE_OF_ORDER, TIMELINE_OF_QUOTATION
from shared.handling.department import Department
from shared.hosting.service import Service

DEPARTMENT: Final = Department(
    name="sales",
    deciders=(
        TAX_ID,
        CUSTOMER,
        PRICE_LIST,
        POLICY,
        QUOTATION,
        CONTRACT,
        ORDER,
        FULFILMENT,
        SITE_LIST,
        ITEM_LIST,
    ),
    views=(
        CUSTOMERS,
        PRICE_LISTS,
        POLICIES,
        QUOTATIONS,
        CONTRACTS,
        ORDERS,
        SITE_LISTS,
        TIMELINE_OF_QUOTATION,
        TIMELINE_OF_CONTRACT,
        TIMELINE_OF_ORDER,
    ),
    reactions=(
        when_customer_registered_claim_tax_id,
        when_customer_details_corrected_claim_tax_id,
        when_contract_signed_note_it_on_quotation,
        when_goods_called_place_order,
        when_order_placed_open_fulfilment,
        when_credit_reserved_confirm_order,
        when_credit_held_hold_order,
        when_credit_refused_cancel_order,
        when_credit_given_back_note_it,
        when_credit_reduced_note_it,
        when_delivery_blocked_hold_order,
        when_delivery_unblocked_release_hold,
        when_credit_stopped_note_it_on_customer,
        when_credit_stop_lifted_note_it_on_customer,
        when_order_confirmed_request_goods,
        when_order_held_stop_waiting_for_shipment,
        when_hold_released_wait_for_shipment,
        when_delivery_blocked_stop_waiting_for_shipment,
        when_delivery_unblocked_wait_for_shipment,
        when_reservation_made_note_supply,
        when_reservation_topped_up_note_supply,
        when_reservation_renewed_note_supply,
        when_reservation_withdrawn_note_supply,
        when_reservation_released_note_supply,
        when_reduction_requested_wait_for_answer,
        when_shipping_again_requested_wait_for_goods,
        when_reservation_reduced_amend_order,
        when_order_amended_give_call_back,
        when_order_amended_expect_less,
        when_requisition_cancelled_note_it,
        when_purchase_order_sent_note_purchase,
        when_purchase_order_acknowledged_note_the_day,
        when_goods_received_note_it_on_their_orders,
        when_goods_receipt_corrected_note_it_on_their_orders,
        when_purchase_order_cancelled_note_it,
        when_purchase_order_closed_short_note_it,
        when_goods_shipped_note_progress,
        when_goods_delivered_note_progress,
        when_shipment_returned_note_progress,
        when_shipment_lost_note_progress,
        when_invoice_posted_note_billing,
        when_invoice_posted_take_call_again,
        when_invoice_part_paid_note_payment,
        when_invoice_paid_complete_order,
        when_invoice_reopened_note_it,
        when_invoice_written_off_note_it,
        when_invoice_credited_note_billing,
        when_invoice_credit_cancelled_note_billing,
        when_invoice_fell_overdue_note_it,
        when_invoice_disputed_note_it,
        when_invoice_dispute_ended_note_it,
        when_warranty_started_note_it,
        when_survey_sent_note_it,
        when_return_received_note_it,
        when_return_receipt_corrected_note_it,
        when_replacement_delivered_note_it,
        when_complaint_opened_note_it,
        when_complaint_reopened_note_it,
        when_complaint_escalated_note_it,
        when_complaint_resolved_note_it,
        when_complaint_withdrawn_note_it,
        when_order_completed_finish_fulfilment,
        when_order_completed_note_it_on_contract,
        when_order_reopened_resume_fulfilment,
        when_order_reopened_note_it_on_contract,
        when_order_cancelled_return_call,
        when_order_cancelled_finish_fulfilment,
        when_wait_passed_raise_alarm,
        when_wait_ended_clear_alarm,
        when_site_opened_note_it,
        when_site_closed_note_it,
        when_item_listed_note_it,
        when_item_delisted_note_it,
    ),
    publishing=PUBLISHING,
    follow_up=frozenset(view.name for view in (TIMELINE_OF_QUOTATION, TIMELINE_OF_CONTRACT, TIMELINE_OF_ORDER)),
)

SERVICE: Final = Service(
    department=DEPARTMENT,
    routers=(
        customer_routes,
        price_list_routes,
        policy_routes,
        quotation_routes,
        contract_routes,
        order_routes,
        timeline_routes,
        site_routes,
    ),
    permissions=PERMISSIONS,
    figures=JOURNEYS,
)
