"""Crediting tax that an order states, as no rate reproduces it: it comes back with the goods that it is on."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from services.accounting.billing.bill import STATED_TAX
from services.accounting.invoice.balances import ChargeBalance
from services.accounting.invoice.events import CreditedCharge, CreditedLine
from services.accounting.invoice.state import Posted
from shared.kernel.money import Money, total


def credit_of_stated_tax(
    lines: Sequence[CreditedLine], invoice: Posted, but: Collection[int] = ()
) -> tuple[CreditedCharge, ...]:
    """What of the tax comes back with these lines: what they are of all that is left of the invoice's goods.

    All of it with the last of them; nothing of the charges `but`, which are credited by themselves.
    """
    currency = invoice.total.currency
    left = total((one.net_left for one in invoice.lines), currency)
    taken = total((line.net for line in lines), currency)
    if left.minor <= 0:
        return ()
    found = (
        CreditedCharge(
            charge_no=balance.charge.charge_no,
            kind=balance.charge.kind,
            net=Money.zero(currency),
            tax=_on_these_goods(balance, invoice).share(Decimal(taken.minor), Decimal(left.minor)),
        )
        for balance in invoice.charges
        if balance.charge.kind == STATED_TAX and balance.charge.charge_no not in but
    )
    return tuple(one for one in found if one.tax)


def _on_these_goods(balance: ChargeBalance, invoice: Posted) -> Money:
    """What is left of it that is for goods of this invoice.

    The first invoice of an order states the tax on all of it: what is on goods of later ones does not come back here.
    """
    of, nothing = balance.charge.on_goods, Money.zero(invoice.total.currency)
    billed = total((one.line.net for one in invoice.lines), invoice.total.currency)
    if of is None or of <= billed:
        return max(balance.tax_left, nothing)
    elsewhere = balance.charge.tax - balance.charge.tax.share(Decimal(billed.minor), Decimal(of.minor))
    return max(balance.tax_left - elsewhere, nothing)
