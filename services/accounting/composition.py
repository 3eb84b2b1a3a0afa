"""Accounting put together: what it owns, hears and tells, and its routes."""

from typing import Final

from services.accounting.ageing.api import router as ageing_routes
from services.accounting.ageing.views import RECEIVABLE_MOVEMENTS
from services.accounting.billing.api import router as billing_routes
from services.accounting.billing.decider import BILLING
from services.accounting.billing.views import BILLINGS
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.credit_account.api import router as credit_account_routes
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.views import CREDIT_ACCOUNTS
from services.accounting.credit_note.api import router as credit_note_routes
from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.credit_note.views import CREDIT_NOTES
from services.accounting.credit_policy.api import router as credit_policy_routes
from services.accounting.credit_policy.decider import CREDIT_POLICY
from services.accounting.credit_policy.views import CREDIT_POLICIES
from services.accounting.debtor.api import router as debtor_routes
from services.accounting.debtor.decider import DEBTOR
from services.accounting.debtor.upcasters import nobody_had_chosen_a_language
from services.accounting.debtor.views import DEBTORS
from services.accounting.dispute.api import router as dispute_routes
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.views import DISPUTES
from services.accounting.dunning_case.api import router as dunning_case_routes
from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.views import DUNNING_CASES
from services.accounting.dunning_policy.api import router as dunning_policy_routes
from services.accounting.dunning_policy.decider import DUNNING_POLICY
from services.accounting.dunning_policy.views import DUNNING_POLICIES
from services.accounting.following_dunning import FOLLOWS_DUNNING
from services.accounting.following_losses import FOLLOWS_LOSSES
from services.accounting.invoice.api import router as invoice_routes
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.views import INVOICES, RECEIVABLES
from services.accounting.ledger.api import chart_routes
from services.accounting.ledger.api import router as ledger_routes
from services.accounting.ledger.chart_decider import CHART
from services.accounting.ledger.decider import JOURNAL
from services.accounting.ledger.views import CHARTS, JOURNAL_ENTRIES, JOURNAL_LINES
from services.accounting.moving_money import MOVING_MONEY
from services.accounting.number_series.api import router as number_series_routes
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.views import NUMBER_SERIES_VIEW
from services.accounting.payable.api import router as payable_routes
from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.views import PAYABLES
from services.accounting.payment.api import router as payment_routes
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.views import PAYMENTS
from services.accounting.permissions import PERMISSIONS
from services.accounting.publishing import PUBLISHING
from services.accounting.reactions.when_amount_reopened_move_exposure import when_amount_reopened_move_exposure
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
from services.accounting.reactions.when_replacement_inspected_book_goods import when_replacement_inspected_book_goods
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
from services.accounting.reactions.when_return_settled_settle_dispute import when_return_settled_settle_dispute
from services.accounting.reactions.when_shipment_delivered_bill_goods import when_shipment_delivered_bill_goods
from services.accounting.reactions.when_shipment_inspected_book_goods import when_shipment_inspected_book_goods
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
from services.accounting.reactions.when_supplier_invoice_approved_book_payable import (
    when_supplier_invoice_approved_book_payable,
)
from services.accounting.reactions.when_supplier_invoice_approved_open_payable import (
    when_supplier_invoice_approved_open_payable,
)
from services.accounting.reactions.when_supplier_payment_arrived_settle_payables import (
    when_supplier_payment_arrived_settle_payables,
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
from services.accounting.reactions.when_unbilled_cleared_drop_exposure import when_unbilled_cleared_drop_exposure
from services.accounting.refund.api import router as refund_routes
from services.accounting.reminder.api import router as reminder_routes
from services.accounting.reminder.decider import REMINDER
from services.accounting.reminder.mailing import REMINDER_MAIL
from services.accounting.reminder.views import REMINDERS
from services.accounting.settings import offered_charts
from services.accounting.settlement_policy.api import router as settlement_policy_routes
from services.accounting.settlement_policy.decider import SETTLEMENT_POLICY
from services.accounting.settlement_policy.views import SETTLEMENT_POLICIES
from services.accounting.supplier_payment.api import router as supplier_payment_routes
from services.accounting.supplier_payment.decider import SUPPLIER_PAYMENT
from services.accounting.supplier_payment.views import SUPPLIER_PAYMENTS
from services.accounting.tax_code.api import router as tax_code_routes
from services.accounting.tax_code.decider import TAX_CODE
from services.accounting.tax_code.views import TAX_CODES
from services.accounting.watching_money import WATCHING_MONEY
from shared.handling.department import Department
from shared.hosting.service import Service

DEPARTMENT: Final = Department(
    name="accounting",
    deciders=(
        NUMBER_SERIES,
        CREDIT_NOTE,
        INVOICE,
        BILLING,
        CREDIT_ACCOUNT,
        CREDIT_POLICY,
        TAX_CODE,
        CHART,
        JOURNAL,
        PAYMENT,
        SETTLEMENT_POLICY,
        PAYABLE,
        SUPPLIER_PAYMENT,
        DEBTOR,
        DUNNING_POLICY,
        DUNNING_CASE,
        REMINDER,
        DISPUTE,
        CONTESTED_GOODS,
    ),
    views=(
        NUMBER_SERIES_VIEW,
        CREDIT_NOTES,
        INVOICES,
        RECEIVABLE_MOVEMENTS,
        BILLINGS,
        CREDIT_ACCOUNTS,
        CREDIT_POLICIES,
        TAX_CODES,
        CHARTS,
        JOURNAL_ENTRIES,
        JOURNAL_LINES,
        PAYMENTS,
        SETTLEMENT_POLICIES,
        PAYABLES,
        SUPPLIER_PAYMENTS,
        DEBTORS,
        DUNNING_POLICIES,
        DUNNING_CASES,
        REMINDERS,
        DISPUTES,
    ),
    reactions=(
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
        when_replacement_shipped_book_its_cost,
        when_replacement_returned_book_its_cost_back,
        when_replacement_inspected_book_goods,
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
        when_shipment_inspected_book_goods,
        when_goods_received_book_inventory,
        when_stock_adjusted_book_difference,
        when_supplier_invoice_approved_book_payable,
        when_entry_reversed_record_its_reversal,
        when_supplier_invoice_approved_open_payable,
        when_supplier_payment_proposed_take_payables,
        when_supplier_payment_refused_give_payables_back,
        when_supplier_payment_sent_settle_payables,
        when_supplier_payment_arrived_settle_payables,
        when_supplier_payment_failed_reopen_payables,
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
        when_invoice_credited_settle_disputes,
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
        when_goods_contested_open_disputes,
        when_invoice_posted_contest_it,
        when_contested_goods_invoiced_open_dispute,
        when_goods_contest_ended_settle_disputes,
        when_contested_return_settled_settle_disputes,
    ),
    publishing=PUBLISHING,
    upcasters=(nobody_had_chosen_a_language,),
)

SERVICE: Final = Service(
    department=DEPARTMENT,
    routers=(
        number_series_routes,
        credit_note_routes,
        invoice_routes,
        ageing_routes,
        billing_routes,
        credit_account_routes,
        credit_policy_routes,
        tax_code_routes,
        ledger_routes,
        chart_routes(offered_charts()),
        payment_routes,
        refund_routes,
        settlement_policy_routes,
        payable_routes,
        supplier_payment_routes,
        debtor_routes,
        dunning_policy_routes,
        dunning_case_routes,
        reminder_routes,
        dispute_routes,
    ),
    permissions=PERMISSIONS,
    figures=RECEIVABLES,
    mail=REMINDER_MAIL,
)
