"""What follows from what: all that accounting does because something happened, here or elsewhere."""

from typing import Final

from services.accounting.cancelling_credit import CANCELLING_CREDIT
from services.accounting.following_dunning import FOLLOWS_DUNNING
from services.accounting.following_losses import FOLLOWS_LOSSES
from services.accounting.moving_money import MOVING_MONEY
from services.accounting.not_arriving import GOODS_THAT_DID_NOT_ARRIVE
from services.accounting.reactions.when_amount_reopened_move_exposure import when_amount_reopened_move_exposure
from services.accounting.reactions.when_amount_reopened_resume_disputes import when_amount_reopened_resume_disputes
from services.accounting.reactions.when_amount_reopened_watch_invoice import when_amount_reopened_watch_invoice
from services.accounting.reactions.when_amount_settled_move_exposure import when_amount_settled_move_exposure
from services.accounting.reactions.when_amount_settled_settle_disputes import when_amount_settled_settle_disputes
from services.accounting.reactions.when_amount_settled_watch_invoice import when_amount_settled_watch_invoice
from services.accounting.reactions.when_billing_amended_lower_credit import when_billing_amended_lower_credit
from services.accounting.reactions.when_billing_opened_reserve_credit import when_billing_opened_reserve_credit
from services.accounting.reactions.when_charges_cleared_settle_charges import when_charges_cleared_settle_charges
from services.accounting.reactions.when_charges_restored_reopen_charges import when_charges_restored_reopen_charges
from services.accounting.reactions.when_complaint_corrected_move_dispute import when_complaint_corrected_move_dispute
from services.accounting.reactions.when_complaint_opened_open_dispute import when_complaint_opened_open_dispute
from services.accounting.reactions.when_complaint_reopened_reopen_dispute import when_complaint_reopened_reopen_dispute
from services.accounting.reactions.when_complaint_resolved_settle_dispute import when_complaint_resolved_settle_dispute
from services.accounting.reactions.when_complaint_returns_settled_settle_dispute import (
    when_complaint_returns_settled_settle_dispute,
)
from services.accounting.reactions.when_complaint_withdrawn_settle_dispute import (
    when_complaint_withdrawn_settle_dispute,
)
from services.accounting.reactions.when_concession_lapsed_refuse_credit_note import (
    when_concession_lapsed_refuse_credit_note,
)
from services.accounting.reactions.when_contested_goods_invoiced_open_dispute import (
    when_contested_goods_invoiced_open_dispute,
)
from services.accounting.reactions.when_contested_return_settled_settle_disputes import (
    when_contested_return_settled_settle_disputes,
)
from services.accounting.reactions.when_credit_note_approved_credit_invoice import (
    when_credit_note_approved_credit_invoice,
)
from services.accounting.reactions.when_credit_note_approved_lower_dispute import (
    when_credit_note_approved_lower_dispute,
)
from services.accounting.reactions.when_credit_note_approved_settle_dispute import (
    when_credit_note_approved_settle_dispute,
)
from services.accounting.reactions.when_credit_note_approved_take_number import when_credit_note_approved_take_number
from services.accounting.reactions.when_credit_note_refused_reopen_dispute import (
    when_credit_note_refused_reopen_dispute,
)
from services.accounting.reactions.when_customer_details_corrected_address_debtor import (
    when_customer_details_corrected_address_debtor,
)
from services.accounting.reactions.when_customer_details_corrected_rename_credit_account import (
    when_customer_details_corrected_rename_credit_account,
)
from services.accounting.reactions.when_customer_registered_address_debtor import (
    when_customer_registered_address_debtor,
)
from services.accounting.reactions.when_customer_registered_open_credit_account import (
    when_customer_registered_open_credit_account,
)
from services.accounting.reactions.when_dispute_conceded_draft_credit_note import (
    when_dispute_conceded_draft_credit_note,
)
from services.accounting.reactions.when_dispute_credited_mark_invoice import when_dispute_credited_mark_invoice
from services.accounting.reactions.when_dispute_ended_watch_invoice import when_dispute_ended_watch_invoice
from services.accounting.reactions.when_dispute_granted_mark_invoice import when_dispute_granted_mark_invoice
from services.accounting.reactions.when_dispute_opened_mark_invoice import when_dispute_opened_mark_invoice
from services.accounting.reactions.when_dispute_resumed_mark_invoice import when_dispute_resumed_mark_invoice
from services.accounting.reactions.when_dispute_settled_unmark_invoice import when_dispute_settled_unmark_invoice
from services.accounting.reactions.when_entry_reversed_record_its_reversal import (
    when_entry_reversed_record_its_reversal,
)
from services.accounting.reactions.when_goods_billed_post_invoice import when_goods_billed_post_invoice
from services.accounting.reactions.when_goods_contest_ended_settle_disputes import (
    when_goods_contest_ended_settle_disputes,
)
from services.accounting.reactions.when_goods_contested_open_disputes import when_goods_contested_open_disputes
from services.accounting.reactions.when_goods_receipt_corrected_book_it_back import (
    when_goods_receipt_corrected_book_it_back,
)
from services.accounting.reactions.when_goods_received_book_inventory import when_goods_received_book_inventory
from services.accounting.reactions.when_instalment_fell_due_move_exposure import when_instalment_fell_due_move_exposure
from services.accounting.reactions.when_instalment_fell_due_watch_invoice import when_instalment_fell_due_watch_invoice
from services.accounting.reactions.when_instalment_nears_due_watch_invoice import (
    when_instalment_nears_due_watch_invoice,
)
from services.accounting.reactions.when_invoice_credited_keep_customer_credit import (
    when_invoice_credited_keep_customer_credit,
)
from services.accounting.reactions.when_invoice_credited_move_exposure import when_invoice_credited_move_exposure
from services.accounting.reactions.when_invoice_credited_note_credited_units import (
    when_invoice_credited_note_credited_units,
)
from services.accounting.reactions.when_invoice_credited_settle_disputes import when_invoice_credited_settle_disputes
from services.accounting.reactions.when_invoice_credited_watch_invoice import when_invoice_credited_watch_invoice
from services.accounting.reactions.when_invoice_credited_write_journal import when_invoice_credited_write_journal
from services.accounting.reactions.when_invoice_disputed_watch_invoice import when_invoice_disputed_watch_invoice
from services.accounting.reactions.when_invoice_posted_contest_it import when_invoice_posted_contest_it
from services.accounting.reactions.when_invoice_posted_move_exposure import when_invoice_posted_move_exposure
from services.accounting.reactions.when_invoice_posted_take_number import when_invoice_posted_take_number
from services.accounting.reactions.when_invoice_posted_write_journal import when_invoice_posted_write_journal
from services.accounting.reactions.when_invoice_taken_over_move_exposure import when_invoice_taken_over_move_exposure
from services.accounting.reactions.when_invoice_taken_over_write_journal import when_invoice_taken_over_write_journal
from services.accounting.reactions.when_order_amended_amend_billing import when_order_amended_amend_billing
from services.accounting.reactions.when_order_cancelled_cancel_billing import when_order_cancelled_cancel_billing
from services.accounting.reactions.when_order_cancelled_give_back_credit import when_order_cancelled_give_back_credit
from services.accounting.reactions.when_order_placed_open_billing import when_order_placed_open_billing
from services.accounting.reactions.when_payable_paid_settle_credit import when_payable_paid_settle_credit
from services.accounting.reactions.when_payable_reopened_reopen_credit import when_payable_reopened_reopen_credit
from services.accounting.reactions.when_payment_allocated_settle_invoice import when_payment_allocated_settle_invoice
from services.accounting.reactions.when_payment_identified_settle_invoices import (
    when_payment_identified_settle_invoices,
)
from services.accounting.reactions.when_payment_received_settle_invoices import when_payment_received_settle_invoices
from services.accounting.reactions.when_payment_released_reopen_invoices import when_payment_released_reopen_invoices
from services.accounting.reactions.when_payment_returned_reopen_invoices import when_payment_returned_reopen_invoices
from services.accounting.reactions.when_payment_voided_reopen_invoices import when_payment_voided_reopen_invoices
from services.accounting.reactions.when_reclaim_posted_move_exposure import when_reclaim_posted_move_exposure
from services.accounting.reactions.when_reclaim_posted_take_number import when_reclaim_posted_take_number
from services.accounting.reactions.when_refund_approved_book_it import when_refund_approved_book_it
from services.accounting.reactions.when_refund_failed_book_it import when_refund_failed_book_it
from services.accounting.reactions.when_refund_reclaimed_book_it import when_refund_reclaimed_book_it
from services.accounting.reactions.when_refund_reclaimed_post_reclaim import when_refund_reclaimed_post_reclaim
from services.accounting.reactions.when_replacement_returned_book_its_cost_back import (
    when_replacement_returned_book_its_cost_back,
)
from services.accounting.reactions.when_replacement_shipped_book_its_cost import when_replacement_shipped_book_its_cost
from services.accounting.reactions.when_return_charged_charge_it import when_return_charged_charge_it
from services.accounting.reactions.when_return_charged_post_invoice import when_return_charged_post_invoice
from services.accounting.reactions.when_return_credit_drafted_approve_it import when_return_credit_drafted_approve_it
from services.accounting.reactions.when_return_credit_granted_credit_invoice import (
    when_return_credit_granted_credit_invoice,
)
from services.accounting.reactions.when_return_inspected_book_goods import when_return_inspected_book_goods
from services.accounting.reactions.when_return_inspection_corrected_book_difference import (
    when_return_inspection_corrected_book_difference,
)
from services.accounting.reactions.when_return_settled_settle_dispute import when_return_settled_settle_dispute
from services.accounting.reactions.when_shipment_delivered_bill_goods import when_shipment_delivered_bill_goods
from services.accounting.reactions.when_shipment_noted_move_exposure import when_shipment_noted_move_exposure
from services.accounting.reactions.when_shipment_return_noted_move_exposure_back import (
    when_shipment_return_noted_move_exposure_back,
)
from services.accounting.reactions.when_shipment_returned_book_cost_back import (
    when_shipment_returned_book_cost_back,
)
from services.accounting.reactions.when_shipment_returned_note_return import when_shipment_returned_note_return
from services.accounting.reactions.when_shipment_shipped_book_cost_of_goods import (
    when_shipment_shipped_book_cost_of_goods,
)
from services.accounting.reactions.when_shipment_shipped_note_shipment import when_shipment_shipped_note_shipment
from services.accounting.reactions.when_stock_adjusted_book_difference import when_stock_adjusted_book_difference
from services.accounting.reactions.when_supplier_clearing_taken_back_reopen_payables import (
    when_supplier_clearing_taken_back_reopen_payables,
)
from services.accounting.reactions.when_supplier_goods_came_release_payable import (
    when_supplier_goods_came_release_payable,
)
from services.accounting.reactions.when_supplier_goods_missing_hold_payable import (
    when_supplier_goods_missing_hold_payable,
)
from services.accounting.reactions.when_supplier_invoice_approved_book_payable import (
    when_supplier_invoice_approved_book_payable,
)
from services.accounting.reactions.when_supplier_invoice_approved_open_payable import (
    when_supplier_invoice_approved_open_payable,
)
from services.accounting.reactions.when_supplier_payment_arrived_settle_payables import (
    when_supplier_payment_arrived_settle_payables,
)
from services.accounting.reactions.when_supplier_payment_cleared_settle_payables import (
    when_supplier_payment_cleared_settle_payables,
)
from services.accounting.reactions.when_supplier_payment_failed_reopen_payables import (
    when_supplier_payment_failed_reopen_payables,
)
from services.accounting.reactions.when_supplier_payment_proposed_take_payables import (
    when_supplier_payment_proposed_take_payables,
)
from services.accounting.reactions.when_supplier_payment_refused_give_payables_back import (
    when_supplier_payment_refused_give_payables_back,
)
from services.accounting.reactions.when_supplier_payment_sent_settle_payables import (
    when_supplier_payment_sent_settle_payables,
)
from services.accounting.reactions.when_supplier_refund_received_settle_payables import (
    when_supplier_refund_received_settle_payables,
)
from services.accounting.reactions.when_unbilled_cleared_drop_exposure import when_unbilled_cleared_drop_exposure
from services.accounting.watching_money import WATCHING_MONEY
from shared.kernel.reaction import Reaction

REACTIONS: Final[tuple[Reaction, ...]] = (
    when_customer_registered_open_credit_account,
    when_customer_details_corrected_rename_credit_account,
    when_order_placed_open_billing,
    when_billing_opened_reserve_credit,
    when_order_amended_amend_billing,
    when_billing_amended_lower_credit,
    when_order_cancelled_cancel_billing,
    when_order_cancelled_give_back_credit,
    when_shipment_shipped_note_shipment,
    when_shipment_noted_move_exposure,
    when_shipment_returned_note_return,
    when_shipment_return_noted_move_exposure_back,
    when_return_charged_charge_it,
    when_return_charged_post_invoice,
    when_return_credit_drafted_approve_it,
    when_return_credit_granted_credit_invoice,
    when_return_inspected_book_goods,
    when_return_inspection_corrected_book_difference,
    when_replacement_shipped_book_its_cost,
    when_replacement_returned_book_its_cost_back,
    when_shipment_delivered_bill_goods,
    when_unbilled_cleared_drop_exposure,
    when_goods_billed_post_invoice,
    when_invoice_posted_take_number,
    when_invoice_posted_write_journal,
    when_invoice_posted_move_exposure,
    when_invoice_taken_over_write_journal,
    when_invoice_taken_over_move_exposure,
    when_amount_settled_move_exposure,
    when_amount_reopened_move_exposure,
    when_instalment_fell_due_move_exposure,
    when_credit_note_approved_take_number,
    when_credit_note_approved_credit_invoice,
    when_invoice_credited_write_journal,
    when_invoice_credited_move_exposure,
    when_invoice_credited_keep_customer_credit,
    *CANCELLING_CREDIT,
    *MOVING_MONEY,
    when_payment_received_settle_invoices,
    when_payment_identified_settle_invoices,
    when_payment_allocated_settle_invoice,
    when_payment_released_reopen_invoices,
    when_payment_returned_reopen_invoices,
    when_payment_voided_reopen_invoices,
    when_refund_approved_book_it,
    when_refund_failed_book_it,
    when_refund_reclaimed_book_it,
    when_refund_reclaimed_post_reclaim,
    when_reclaim_posted_take_number,
    when_reclaim_posted_move_exposure,
    when_shipment_shipped_book_cost_of_goods,
    when_shipment_returned_book_cost_back,
    *GOODS_THAT_DID_NOT_ARRIVE,
    when_goods_received_book_inventory,
    when_goods_receipt_corrected_book_it_back,
    when_stock_adjusted_book_difference,
    when_supplier_invoice_approved_book_payable,
    when_entry_reversed_record_its_reversal,
    when_supplier_invoice_approved_open_payable,
    when_supplier_goods_missing_hold_payable,
    when_supplier_goods_came_release_payable,
    when_supplier_payment_proposed_take_payables,
    when_supplier_payment_refused_give_payables_back,
    when_supplier_payment_sent_settle_payables,
    when_supplier_payment_arrived_settle_payables,
    when_supplier_payment_cleared_settle_payables,
    when_supplier_refund_received_settle_payables,
    when_payable_paid_settle_credit,
    when_payable_reopened_reopen_credit,
    when_supplier_payment_failed_reopen_payables,
    when_supplier_clearing_taken_back_reopen_payables,
    when_customer_registered_address_debtor,
    when_customer_details_corrected_address_debtor,
    when_instalment_nears_due_watch_invoice,
    when_instalment_fell_due_watch_invoice,
    when_amount_settled_watch_invoice,
    when_amount_reopened_watch_invoice,
    when_invoice_credited_watch_invoice,
    when_invoice_disputed_watch_invoice,
    when_dispute_ended_watch_invoice,
    *WATCHING_MONEY,
    *FOLLOWS_DUNNING,
    *FOLLOWS_LOSSES,
    when_charges_cleared_settle_charges,
    when_charges_restored_reopen_charges,
    when_dispute_opened_mark_invoice,
    when_dispute_granted_mark_invoice,
    when_dispute_resumed_mark_invoice,
    when_dispute_credited_mark_invoice,
    when_dispute_settled_unmark_invoice,
    when_amount_settled_settle_disputes,
    when_amount_reopened_resume_disputes,
    when_invoice_credited_settle_disputes,
    when_invoice_credited_note_credited_units,
    when_dispute_conceded_draft_credit_note,
    when_credit_note_approved_settle_dispute,
    when_credit_note_approved_lower_dispute,
    when_credit_note_refused_reopen_dispute,
    when_concession_lapsed_refuse_credit_note,
    when_complaint_opened_open_dispute,
    when_complaint_corrected_move_dispute,
    when_complaint_reopened_reopen_dispute,
    when_complaint_resolved_settle_dispute,
    when_complaint_withdrawn_settle_dispute,
    when_return_settled_settle_dispute,
    when_complaint_returns_settled_settle_dispute,
    when_goods_contested_open_disputes,
    when_invoice_posted_contest_it,
    when_contested_goods_invoiced_open_dispute,
    when_goods_contest_ended_settle_disputes,
    when_contested_return_settled_settle_disputes,
)
