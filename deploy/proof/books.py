"""I3: the books balance, and every account that documents post to is what the documents say."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from deploy.proof import earned
from deploy.proof.evidence import Evidence, invariant
from deploy.proof.verdict import Found, Sums
from services.accounting.invoice.events import InvoiceTakenOver
from shared.kernel.money import Money
from shared.published.corrections import GoodsReceiptCorrectedV1
from shared.published.purchasing import SupplierInvoiceApprovedV1
from shared.published.warehouse import GoodsReceivedV1

MANUAL: Final = "manual"

Key = tuple[str, str]
"""Party (empty where the sub-ledger has none) and currency."""


@dataclass(frozen=True)
class Control:
    """An account that documents post to, and the ledger that says what must be on it.

    `side` is 1 where it has a debit balance, -1 where it has a credit balance. Entries by hand count `by_hand`, except
    where they are daily business, such as paying the tax office.
    """

    role: str
    sub_ledger: Callable[[Evidence], Awaitable[Sums[Key]]]
    side: int
    per_party: bool
    by_hand: bool = True


async def _receivable(evidence: Evidence) -> Sums[Key]:
    owed: Sums[Key] = Sums()
    for invoice in await evidence.documents("accounting", "invoice"):
        if invoice.open is not None:
            owed.add((invoice.customer_id, invoice.currency), invoice.open.minor)
    for case in await evidence.documents("accounting", "dunning_case"):
        for charge in case.charges:
            owed.add((case.customer_id, case.currency), charge.open.minor)
    return owed


async def _inventory(evidence: Evidence) -> Sums[Key]:
    worth: Sums[Key] = Sums()
    for item in await evidence.documents("warehouse", "stock_item"):
        if item.value is not None:
            worth.add(("", item.value.currency), item.value.minor)
    return worth


async def _payable(evidence: Evidence) -> Sums[Key]:
    owed: Sums[Key] = Sums()
    for payable in await evidence.documents("accounting", "payable"):
        owed.add((payable.supplier_id, payable.owed.currency), payable.owed.minor - payable.paid.minor)
    return owed


async def _received_not_invoiced(evidence: Evidence) -> Sums[Key]:
    waiting: Sums[Key] = Sums()
    for received in await evidence.told(GoodsReceivedV1):
        for line in received.lines:
            waiting.add((received.supplier_id, line.accepted_value.currency), line.accepted_value.minor)
    for corrected in await evidence.told(GoodsReceiptCorrectedV1):
        for off in corrected.taken_off:
            waiting.add((corrected.supplier_id, off.cost.currency), -off.cost.minor)
    for invoice in await evidence.told(SupplierInvoiceApprovedV1):
        for billed in invoice.lines:
            waiting.add((invoice.supplier_id, billed.ordered_net.currency), -billed.ordered_net.minor)
    return waiting


def _left_on(payment: Any) -> int:
    """What of a payment settles nothing and has not left; nothing of one that never came in.

    Of one that the bank took back: what we had refunded, until it is reclaimed and owed like an invoice.
    """
    if payment.status == "voided":
        return 0
    if payment.status == "returned":
        return 0 if payment.reclaimed_from else -int(payment.refunded.minor)
    used = payment.allocated.minor + payment.cleared.minor + payment.refunded.minor
    return int(payment.amount.minor - used)


async def _customer_credit(evidence: Evidence) -> Sums[Key]:
    kept: Sums[Key] = Sums()
    for payment in await evidence.documents("accounting", "payment"):
        if payment.customer_id:
            kept.add((payment.customer_id, payment.amount.currency), _left_on(payment))
    return kept


async def _suspense(evidence: Evidence) -> Sums[Key]:
    kept: Sums[Key] = Sums()
    for payment in await evidence.documents("accounting", "payment"):
        if not payment.customer_id:
            kept.add(("", payment.amount.currency), _left_on(payment))
    return kept


async def _output_vat(evidence: Evidence) -> Sums[Key]:
    owed: Sums[Key] = Sums()
    for invoice in await evidence.documents("accounting", "invoice"):
        if invoice.tax is not None:
            owed.add(("", invoice.currency), invoice.tax.minor)
    for note in await evidence.documents("accounting", "credit_note"):
        if note.status == "approved":
            owed.add(("", note.tax.currency), -note.tax.minor)
    return owed


async def _bank(evidence: Evidence) -> Sums[Key]:
    there: Sums[Key] = Sums()

    def flows(amount: Money, sign: int) -> None:
        there.add(("", amount.currency), sign * amount.minor)

    for payment in await evidence.documents("accounting", "payment"):
        flows(payment.refunded, -1)
        if payment.status not in ("returned", "voided") and not payment.credit_note_number:
            flows(payment.amount, 1)
    for sent in await evidence.documents("accounting", "supplier_payment"):
        if sent.status in ("sent", "succeeded"):
            flows(sent.amount, -1)
    return there


async def _opening_balance(evidence: Evidence) -> Sums[Key]:
    owed = await earned.opening_stock(evidence)
    for taken in await evidence.facts("accounting", InvoiceTakenOver):
        owed.add(("", taken.data.amount.currency), taken.data.amount.minor)
    return owed


CONTROLS: Final = (
    Control("receivable", _receivable, side=1, per_party=True),
    Control("inventory", _inventory, side=1, per_party=False),
    Control("payable", _payable, side=-1, per_party=True),
    Control("goods-received-not-invoiced", _received_not_invoiced, side=-1, per_party=True),
    Control("customer-credit", _customer_credit, side=-1, per_party=True),
    Control("suspense", _suspense, side=-1, per_party=False),
    Control("output-vat", _output_vat, side=-1, per_party=False, by_hand=False),
    Control("bank", _bank, side=1, per_party=False, by_hand=False),
    Control("opening-balance", _opening_balance, side=-1, per_party=False, by_hand=False),
    Control("input-vat", earned.input_vat, side=1, per_party=False, by_hand=False),
    Control("revenue", earned.revenue, side=-1, per_party=False, by_hand=False),
    Control("freight-revenue", earned.freight_revenue, side=-1, per_party=False, by_hand=False),
    Control("sales-returns", earned.sales_returns, side=1, per_party=False, by_hand=False),
    Control("cost-of-goods-sold", earned.cost_of_goods_sold, side=1, per_party=False, by_hand=False),
    Control("inventory-adjustment", earned.inventory_adjustment, side=-1, per_party=False, by_hand=False),
    Control("warranty-cost", earned.warranty_cost, side=1, per_party=False, by_hand=False),
    Control("scrap-loss", earned.scrap_loss, side=1, per_party=False, by_hand=False),
    Control("purchase-price-variance", earned.purchase_price_variance, side=1, per_party=False, by_hand=False),
    Control("bad-debt", earned.bad_debt, side=1, per_party=False, by_hand=False),
    Control("dunning-income", earned.dunning_income, side=-1, per_party=False, by_hand=False),
    Control("interest-income", earned.interest_income, side=-1, per_party=False, by_hand=False),
    Control("small-differences", earned.small_differences, side=1, per_party=False, by_hand=False),
    Control("rounding", earned.rounding, side=-1, per_party=False, by_hand=False),
)
"""Every role of the chart, as a test makes sure: whatever a document posts, another sum says what it must be."""


def _accounts_of_one_role(lines: list[Any]) -> dict[str, str]:
    """The role of each account that plays only one: what is written on it by hand counts for that role."""
    roles: dict[str, set[str]] = {}
    for _, account, role, *_ in lines:
        if role:
            roles.setdefault(account, set()).add(role)
    return {account: next(iter(played)) for account, played in roles.items() if len(played) == 1}


@invariant(
    "I3",
    "each entry balances in each currency, the trial balance is zero; what documents posted to an account is what the "
    "documents come to, for every role that an account plays",
    may_be_empty="nothing was posted yet",
)
async def books_balance(evidence: Evidence, found: Found) -> None:
    """From the journal's lines alone; the sub-ledgers are those of the departments."""
    lines = await evidence.journal_lines()
    entries: Sums[Key] = Sums()
    trial_balance: Sums[str] = Sums()
    for entry_id, _, _, _, minor, currency, _ in lines:
        entries.add((entry_id, currency), minor)
        trial_balance.add(currency, minor)
    found.looked_at += len(entries)
    for (entry_id, currency), difference in entries.items():
        if difference:
            found.breach(f"entry {entry_id}: debits exceed credits by {difference:,} minor units of {currency}")
    for currency, difference in trial_balance.items():
        found.same(f"trial balance in {currency}", difference, 0)
    await _controls_agree(evidence, found, lines)


async def _controls_agree(evidence: Evidence, found: Found, lines: list[Any]) -> None:
    played = _accounts_of_one_role(lines)
    balances: dict[str, Sums[Key]] = {control.role: Sums() for control in CONTROLS}
    controls = {control.role: control for control in CONTROLS}
    for _, account, role, party, minor, currency, source in lines:
        control = controls.get(role or played.get(account, ""))
        if control is not None and (control.by_hand or source != MANUAL):
            key = (party if control.per_party else "", currency)
            balances[control.role].add(key, control.side * minor)
    for control in CONTROLS:
        found.same_sums(f"account of {control.role}", balances[control.role], await control.sub_ledger(evidence))
