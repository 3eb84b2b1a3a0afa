"""The invariants of the business, in the order of their numbers."""

from typing import Final

from deploy.proof.agreement import departments_agree
from deploy.proof.billed import delivered_is_billed_once
from deploy.proof.books import books_balance
from deploy.proof.credit import credit_is_counted_once
from deploy.proof.invoices import invoices_are_right
from deploy.proof.settled import payments_are_accounted_for
from deploy.proof.stock import stock_adds_up
from deploy.proof.streams import every_stream_folds
from deploy.proof.tax_ids import tax_ids_belong_to_one

CHECKS: Final = (
    books_balance,
    delivered_is_billed_once,
    invoices_are_right,
    stock_adds_up,
    payments_are_accounted_for,
    credit_is_counted_once,
    every_stream_folds,
    departments_agree,
    tax_ids_belong_to_one,
)
