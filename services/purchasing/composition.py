"""Purchasing put together: what it owns, hears and tells, and its routes."""

from typing import Final

from services.purchasing.permissions import PERMISSIONS
from services.purchasing.policy.api import router as policy_routes
from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.views import POLICIES
from services.purchasing.publishing import PUBLISHING
from services.purchasing.purchase_order.api import router as purchase_order_routes
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.views import PURCHASE_ORDERS
from services.purchasing.reactions.when_correction_brought_goods_need_less import (
    when_correction_brought_goods_need_less,
)
from services.purchasing.reactions.when_goods_came_late_need_less import when_goods_came_late_need_less
from services.purchasing.reactions.when_goods_receipt_corrected_note_it import when_goods_receipt_corrected_note_it
from services.purchasing.reactions.when_goods_received_note_receipt import when_goods_received_note_receipt
from services.purchasing.reactions.when_order_cancelled_cancel_requisition import (
    when_order_cancelled_cancel_requisition,
)
from services.purchasing.reactions.when_purchase_order_billed_note_goods_came import (
    when_purchase_order_billed_note_goods_came,
)
from services.purchasing.reactions.when_purchase_order_cancelled_reopen_requisition import (
    when_purchase_order_cancelled_reopen_requisition,
)
from services.purchasing.reactions.when_purchase_order_closed_short_reopen_requisition import (
    when_purchase_order_closed_short_reopen_requisition,
)
from services.purchasing.reactions.when_purchase_order_sent_note_it_on_requisition import (
    when_purchase_order_sent_note_it_on_requisition,
)
from services.purchasing.reactions.when_receipt_corrected_match_waiting_invoices import (
    when_receipt_corrected_match_waiting_invoices,
)
from services.purchasing.reactions.when_receipt_corrected_note_goods_missing import (
    when_receipt_corrected_note_goods_missing,
)
from services.purchasing.reactions.when_receipt_corrected_reopen_requisition import (
    when_receipt_corrected_reopen_requisition,
)
from services.purchasing.reactions.when_receipt_noted_match_waiting_invoices import (
    when_receipt_noted_match_waiting_invoices,
)
from services.purchasing.reactions.when_receipt_noted_note_goods_came import when_receipt_noted_note_goods_came
from services.purchasing.reactions.when_replacement_kept_back_need_less import when_replacement_kept_back_need_less
from services.purchasing.reactions.when_replacement_ran_short_requisition_it import (
    when_replacement_ran_short_requisition_it,
)
from services.purchasing.reactions.when_requisition_approved_source_it import (
    when_requisition_approved_source_it,
)
from services.purchasing.reactions.when_requisition_cancelled_withdraw_purchase_orders import (
    when_requisition_cancelled_withdraw_purchase_orders,
)
from services.purchasing.reactions.when_requisition_lowered_cancel_it_if_nothing_is_short import (
    when_requisition_lowered_cancel_it_if_nothing_is_short,
)
from services.purchasing.reactions.when_requisition_sourced_order_it import when_requisition_sourced_order_it
from services.purchasing.reactions.when_reservation_reduced_need_less import when_reservation_reduced_need_less
from services.purchasing.reactions.when_reservation_renewed_requisition_what_is_short import (
    when_reservation_renewed_requisition_what_is_short,
)
from services.purchasing.reactions.when_reservation_topped_up_buy_no_more_than_is_short import (
    when_reservation_topped_up_buy_no_more_than_is_short,
)
from services.purchasing.reactions.when_reservation_withdrawn_requisition_what_is_short import (
    when_reservation_withdrawn_requisition_what_is_short,
)
from services.purchasing.reactions.when_shortage_filled_withdraw_purchase_orders import (
    when_shortage_filled_withdraw_purchase_orders,
)
from services.purchasing.reactions.when_site_closed_note_it import when_site_closed_note_it
from services.purchasing.reactions.when_site_opened_note_it import when_site_opened_note_it
from services.purchasing.reactions.when_stock_ran_short_requisition_it import (
    when_stock_ran_short_requisition_it,
)
from services.purchasing.reactions.when_supplier_invoice_approved_bill_purchase_order import (
    when_supplier_invoice_approved_bill_purchase_order,
)
from services.purchasing.reactions.when_supplier_invoice_blocked_note_it_on_purchase_order import (
    when_supplier_invoice_blocked_note_it_on_purchase_order,
)
from services.purchasing.reactions.when_supplier_payment_failed_note_it import when_supplier_payment_failed_note_it
from services.purchasing.reactions.when_supplier_payment_made_note_it import when_supplier_payment_made_note_it
from services.purchasing.requisition.api import router as requisition_routes
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.views import REQUISITIONS
from services.purchasing.site_list.api import router as site_routes
from services.purchasing.site_list.decider import SITE_LIST
from services.purchasing.site_list.views import SITE_LISTS
from services.purchasing.supplier.api import router as supplier_routes
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.views import SUPPLIERS
from services.purchasing.supplier_invoice.api import router as supplier_invoice_routes
from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.views import SUPPLIER_INVOICES
from services.purchasing.supply_source.api import router as supply_source_routes
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from services.purchasing.supply_source.views import SUPPLY_SOURCES
from shared.handling.department import Department
from shared.hosting.service import Service

DEPARTMENT: Final = Department(
    name="purchasing",
    deciders=(SUPPLIER, SUPPLY_SOURCE, POLICY, REQUISITION, PURCHASE_ORDER, SUPPLIER_INVOICE, SITE_LIST),
    views=(SUPPLIERS, SUPPLY_SOURCES, POLICIES, REQUISITIONS, PURCHASE_ORDERS, SUPPLIER_INVOICES, SITE_LISTS),
    reactions=(
        when_stock_ran_short_requisition_it,
        when_replacement_ran_short_requisition_it,
        when_replacement_kept_back_need_less,
        when_reservation_reduced_need_less,
        when_reservation_withdrawn_requisition_what_is_short,
        when_reservation_topped_up_buy_no_more_than_is_short,
        when_reservation_renewed_requisition_what_is_short,
        when_order_cancelled_cancel_requisition,
        when_goods_received_note_receipt,
        when_requisition_approved_source_it,
        when_requisition_sourced_order_it,
        when_requisition_lowered_cancel_it_if_nothing_is_short,
        when_requisition_cancelled_withdraw_purchase_orders,
        when_shortage_filled_withdraw_purchase_orders,
        when_purchase_order_sent_note_it_on_requisition,
        when_purchase_order_cancelled_reopen_requisition,
        when_purchase_order_closed_short_reopen_requisition,
        when_supplier_invoice_blocked_note_it_on_purchase_order,
        when_receipt_noted_match_waiting_invoices,
        when_goods_came_late_need_less,
        when_correction_brought_goods_need_less,
        when_goods_receipt_corrected_note_it,
        when_receipt_corrected_match_waiting_invoices,
        when_receipt_corrected_note_goods_missing,
        when_receipt_noted_note_goods_came,
        when_receipt_corrected_reopen_requisition,
        when_supplier_invoice_approved_bill_purchase_order,
        when_purchase_order_billed_note_goods_came,
        when_supplier_payment_made_note_it,
        when_supplier_payment_failed_note_it,
        when_site_opened_note_it,
        when_site_closed_note_it,
    ),
    publishing=PUBLISHING,
)

SERVICE: Final = Service(
    department=DEPARTMENT,
    routers=(
        policy_routes,
        supplier_routes,
        supply_source_routes,
        requisition_routes,
        purchase_order_routes,
        supplier_invoice_routes,
        site_routes,
    ),
    permissions=PERMISSIONS,
)
