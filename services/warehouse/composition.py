"""The warehouse put together: what it owns, hears and tells, and its routes."""

from typing import Final

from services.warehouse.expected_receipt.api import router as expected_receipt_routes
from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.views import EXPECTED_RECEIPTS
from services.warehouse.goods_receipt.api import router as goods_receipt_routes
from services.warehouse.goods_receipt.decider import GOODS_RECEIPT
from services.warehouse.goods_receipt.views import GOODS_RECEIPTS
from services.warehouse.item.api import router as item_routes
from services.warehouse.item.decider import ITEM
from services.warehouse.item.views import ITEMS
from services.warehouse.permissions import PERMISSIONS
from services.warehouse.publishing import PUBLISHING
from services.warehouse.reactions.when_backorder_filled_top_up_reservation import (
    when_backorder_filled_top_up_reservation,
)
from services.warehouse.reactions.when_delivery_blocked_keep_goods import when_delivery_blocked_keep_goods
from services.warehouse.reactions.when_delivery_unblocked_let_goods_leave import when_delivery_unblocked_let_goods_leave
from services.warehouse.reactions.when_free_goods_granted_reserve_them import when_free_goods_granted_reserve_them
from services.warehouse.reactions.when_goods_received_put_them_into_stock import (
    when_goods_received_put_them_into_stock,
)
from services.warehouse.reactions.when_goods_received_take_them_off_what_is_expected import (
    when_goods_received_take_them_off_what_is_expected,
)
from services.warehouse.reactions.when_goods_withdrawn_shrink_shipments import when_goods_withdrawn_shrink_shipments
from services.warehouse.reactions.when_goods_withdrawn_wait_for_them_again import (
    when_goods_withdrawn_wait_for_them_again,
)
from services.warehouse.reactions.when_inspected_stock_moved_note_site_use import (
    when_inspected_stock_moved_note_site_use,
)
from services.warehouse.reactions.when_inspection_corrected_move_goods import when_inspection_corrected_move_goods
from services.warehouse.reactions.when_inspection_corrected_withdraw_what_is_missing import (
    when_inspection_corrected_withdraw_what_is_missing,
)
from services.warehouse.reactions.when_order_cancelled_release_reservation import (
    when_order_cancelled_release_reservation,
)
from services.warehouse.reactions.when_order_confirmed_reserve_stock import (
    when_order_confirmed_reserve_stock,
)
from services.warehouse.reactions.when_order_held_keep_goods import when_order_held_keep_goods
from services.warehouse.reactions.when_order_hold_released_let_goods_leave import (
    when_order_hold_released_let_goods_leave,
)
from services.warehouse.reactions.when_purchase_order_acknowledged_expect_it_by_then import (
    when_purchase_order_acknowledged_expect_it_by_then,
)
from services.warehouse.reactions.when_purchase_order_amended_expect_that import (
    when_purchase_order_amended_expect_that,
)
from services.warehouse.reactions.when_purchase_order_cancelled_expect_nothing import (
    when_purchase_order_cancelled_expect_nothing,
)
from services.warehouse.reactions.when_purchase_order_closed_short_expect_nothing import (
    when_purchase_order_closed_short_expect_nothing,
)
from services.warehouse.reactions.when_purchase_order_sent_expect_receipt import (
    when_purchase_order_sent_expect_receipt,
)
from services.warehouse.reactions.when_receipt_corrected_expect_goods_again import (
    when_receipt_corrected_expect_goods_again,
)
from services.warehouse.reactions.when_receipt_corrected_take_it_off_stock import (
    when_receipt_corrected_take_it_off_stock,
)
from services.warehouse.reactions.when_receipt_corrected_withdraw_what_is_missing import (
    when_receipt_corrected_withdraw_what_is_missing,
)
from services.warehouse.reactions.when_receipt_expected_note_site_use import when_receipt_expected_note_site_use
from services.warehouse.reactions.when_reduction_begun_carry_it_out import when_reduction_begun_carry_it_out
from services.warehouse.reactions.when_reduction_requested_give_goods_back import (
    when_reduction_requested_give_goods_back,
)
from services.warehouse.reactions.when_repair_granted_send_goods_back import when_repair_granted_send_goods_back
from services.warehouse.reactions.when_replacement_granted_send_goods import when_replacement_granted_send_goods
from services.warehouse.reactions.when_reservation_made_plan_shipments import (
    when_reservation_made_plan_shipments,
)
from services.warehouse.reactions.when_reservation_made_set_goods_aside import (
    when_reservation_made_set_goods_aside,
)
from services.warehouse.reactions.when_reservation_reduced_give_back_stock import (
    when_reservation_reduced_give_back_stock,
)
from services.warehouse.reactions.when_reservation_reduced_shrink_shipments import (
    when_reservation_reduced_shrink_shipments,
)
from services.warehouse.reactions.when_reservation_released_cancel_shipments import (
    when_reservation_released_cancel_shipments,
)
from services.warehouse.reactions.when_reservation_released_give_back_stock import (
    when_reservation_released_give_back_stock,
)
from services.warehouse.reactions.when_reservation_renewed_plan_shipments import (
    when_reservation_renewed_plan_shipments,
)
from services.warehouse.reactions.when_reservation_renewed_set_goods_aside import (
    when_reservation_renewed_set_goods_aside,
)
from services.warehouse.reactions.when_reservation_topped_up_plan_shipment import (
    when_reservation_topped_up_plan_shipment,
)
from services.warehouse.reactions.when_return_approved_expect_goods import when_return_approved_expect_goods
from services.warehouse.reactions.when_return_expected_note_site_use import when_return_expected_note_site_use
from services.warehouse.reactions.when_return_inspected_put_goods_away import when_return_inspected_put_goods_away
from services.warehouse.reactions.when_return_not_accepted_send_goods_back import (
    when_return_not_accepted_send_goods_back,
)
from services.warehouse.reactions.when_return_receipt_corrected_note_site_use import (
    when_return_receipt_corrected_note_site_use,
)
from services.warehouse.reactions.when_return_withdrawn_expect_nothing import when_return_withdrawn_expect_nothing
from services.warehouse.reactions.when_revocation_requested_keep_goods_back import (
    when_revocation_requested_keep_goods_back,
)
from services.warehouse.reactions.when_shipment_delivered_note_what_was_not_lost import (
    when_shipment_delivered_note_what_was_not_lost,
)
from services.warehouse.reactions.when_shipment_inspected_put_goods_away import (
    when_shipment_inspected_put_goods_away,
)
from services.warehouse.reactions.when_shipment_lost_note_what_is_missing import (
    when_shipment_lost_note_what_is_missing,
)
from services.warehouse.reactions.when_shipment_returned_note_site_use import when_shipment_returned_note_site_use
from services.warehouse.reactions.when_shipment_returned_note_what_came_back import (
    when_shipment_returned_note_what_came_back,
)
from services.warehouse.reactions.when_shipment_shipped_issue_stock import when_shipment_shipped_issue_stock
from services.warehouse.reactions.when_shipment_shipped_note_what_left import (
    when_shipment_shipped_note_what_left,
)
from services.warehouse.reactions.when_shipment_split_plan_remainder import (
    when_shipment_split_plan_remainder,
)
from services.warehouse.reactions.when_shipping_again_requested_renew_reservation import (
    when_shipping_again_requested_renew_reservation,
)
from services.warehouse.reactions.when_shortage_noted_note_site_use import when_shortage_noted_note_site_use
from services.warehouse.reactions.when_stock_adjusted_note_site_use import when_stock_adjusted_note_site_use
from services.warehouse.reactions.when_stock_count_approved_adjust_stock import (
    when_stock_count_approved_adjust_stock,
)
from services.warehouse.reactions.when_stock_count_approved_withdraw_what_is_missing import (
    when_stock_count_approved_withdraw_what_is_missing,
)
from services.warehouse.reactions.when_stock_counted_note_site_use import when_stock_counted_note_site_use
from services.warehouse.reactions.when_stock_put_back_note_site_use import when_stock_put_back_note_site_use
from services.warehouse.reactions.when_stock_received_note_site_use import when_stock_received_note_site_use
from services.warehouse.reservation.api import router as reservation_routes
from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.views import RESERVATIONS
from services.warehouse.returned_goods.api import router as returned_goods_routes
from services.warehouse.returned_goods.decider import RETURNED_GOODS
from services.warehouse.returned_goods.views import RETURNED
from services.warehouse.shipment.api import router as shipment_routes
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.views import SHIPMENTS
from services.warehouse.site_list.api import router as site_routes
from services.warehouse.site_list.decider import SITE_LIST
from services.warehouse.site_list.views import SITE_LISTS
from services.warehouse.stock_count.api import router as stock_count_routes
from services.warehouse.stock_count.decider import STOCK_COUNT
from services.warehouse.stock_count.views import STOCK_COUNTS
from services.warehouse.stock_item.api import router as stock_item_routes
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.views import STOCK_ITEMS
from shared.handling.department import Department
from shared.hosting.service import Service

DEPARTMENT: Final = Department(
    name="warehouse",
    deciders=(
        SITE_LIST,
        ITEM,
        STOCK_ITEM,
        RESERVATION,
        SHIPMENT,
        EXPECTED_RECEIPT,
        GOODS_RECEIPT,
        STOCK_COUNT,
        RETURNED_GOODS,
    ),
    views=(
        SITE_LISTS,
        ITEMS,
        STOCK_ITEMS,
        RESERVATIONS,
        SHIPMENTS,
        EXPECTED_RECEIPTS,
        GOODS_RECEIPTS,
        STOCK_COUNTS,
        RETURNED,
    ),
    reactions=(
        when_delivery_blocked_keep_goods,
        when_delivery_unblocked_let_goods_leave,
        when_order_held_keep_goods,
        when_order_hold_released_let_goods_leave,
        when_order_confirmed_reserve_stock,
        when_reduction_requested_give_goods_back,
        when_shipping_again_requested_renew_reservation,
        when_order_cancelled_release_reservation,
        when_reservation_made_set_goods_aside,
        when_reservation_made_plan_shipments,
        when_backorder_filled_top_up_reservation,
        when_reservation_topped_up_plan_shipment,
        when_reduction_begun_carry_it_out,
        when_reservation_reduced_shrink_shipments,
        when_reservation_reduced_give_back_stock,
        when_goods_withdrawn_shrink_shipments,
        when_goods_withdrawn_wait_for_them_again,
        when_reservation_renewed_set_goods_aside,
        when_reservation_renewed_plan_shipments,
        when_reservation_released_give_back_stock,
        when_reservation_released_cancel_shipments,
        when_shipment_split_plan_remainder,
        when_shipment_shipped_issue_stock,
        when_shipment_shipped_note_what_left,
        when_shipment_returned_note_what_came_back,
        when_shipment_inspected_put_goods_away,
        when_shipment_lost_note_what_is_missing,
        when_shipment_delivered_note_what_was_not_lost,
        when_purchase_order_sent_expect_receipt,
        when_purchase_order_acknowledged_expect_it_by_then,
        when_purchase_order_amended_expect_that,
        when_purchase_order_cancelled_expect_nothing,
        when_purchase_order_closed_short_expect_nothing,
        when_goods_received_take_them_off_what_is_expected,
        when_goods_received_put_them_into_stock,
        when_receipt_corrected_expect_goods_again,
        when_receipt_corrected_take_it_off_stock,
        when_receipt_corrected_withdraw_what_is_missing,
        when_stock_count_approved_adjust_stock,
        when_stock_count_approved_withdraw_what_is_missing,
        when_return_approved_expect_goods,
        when_return_withdrawn_expect_nothing,
        when_revocation_requested_keep_goods_back,
        when_return_inspected_put_goods_away,
        when_inspection_corrected_move_goods,
        when_inspection_corrected_withdraw_what_is_missing,
        when_inspected_stock_moved_note_site_use,
        when_replacement_granted_send_goods,
        when_repair_granted_send_goods_back,
        when_return_not_accepted_send_goods_back,
        when_free_goods_granted_reserve_them,
        when_receipt_expected_note_site_use,
        when_return_expected_note_site_use,
        when_return_receipt_corrected_note_site_use,
        when_shipment_returned_note_site_use,
        when_stock_received_note_site_use,
        when_stock_put_back_note_site_use,
        when_stock_adjusted_note_site_use,
        when_shortage_noted_note_site_use,
        when_stock_counted_note_site_use,
    ),
    publishing=PUBLISHING,
)

SERVICE: Final = Service(
    department=DEPARTMENT,
    routers=(
        site_routes,
        item_routes,
        stock_item_routes,
        reservation_routes,
        shipment_routes,
        expected_receipt_routes,
        goods_receipt_routes,
        stock_count_routes,
        returned_goods_routes,
    ),
    permissions=PERMISSIONS,
)
