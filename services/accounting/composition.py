"""Accounting put together: what it owns, hears and tells, and its routes."""

from typing import Final

from services.accounting.ageing.api import router as ageing_routes
from services.accounting.ageing.views import RECEIVABLE_MOVEMENTS
from services.accounting.approval_policy.api import router as approval_policy_routes
from services.accounting.approval_policy.decider import APPROVAL_POLICY
from services.accounting.approval_policy.views import APPROVAL_POLICIES
from services.accounting.billing.api import router as billing_routes
from services.accounting.billing.decider import BILLING
from services.accounting.billing.views import BILLINGS
from services.accounting.books.api import router as books_routes
from services.accounting.consequences import REACTIONS
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
from services.accounting.invoice.api import router as invoice_routes
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.views import INVOICES, RECEIVABLES
from services.accounting.ledger.api import chart_routes
from services.accounting.ledger.api import router as ledger_routes
from services.accounting.ledger.chart_decider import CHART
from services.accounting.ledger.decider import JOURNAL
from services.accounting.ledger.views import CHARTS, JOURNAL_ENTRIES, JOURNAL_LINES
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
        APPROVAL_POLICY,
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
        APPROVAL_POLICIES,
        PAYABLES,
        SUPPLIER_PAYMENTS,
        DEBTORS,
        DUNNING_POLICIES,
        DUNNING_CASES,
        REMINDERS,
        DISPUTES,
    ),
    reactions=REACTIONS,
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
        books_routes,
        ledger_routes,
        chart_routes(offered_charts()),
        payment_routes,
        refund_routes,
        settlement_policy_routes,
        approval_policy_routes,
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
