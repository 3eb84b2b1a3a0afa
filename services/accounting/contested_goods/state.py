"""What of an order customers complain about, and how each fact moves it on."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.accounting.contested_goods.events import (
    ContestedGoodsEvent,
    ContestedGoodsInvoiced,
    ContestedReturnSettled,
    CreditedUnits,
    GoodsContested,
    GoodsContestEnded,
    UnitsCreditCancelled,
    UnitsCredited,
)
from services.accounting.dispute.state import FOR_CUSTOMER, made_good
from shared.kernel.mappings import summed, without
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class Complained:
    """A complaint about one line, or about all of them. `invoice_ids` bill the goods, `invoiced` were posted since.

    `quantity` is how many units of the line it is about, None: all. `units` are how many of them an invoice bills.
    `granted_because` is why care decided for the customer; empty as long as it did not, or otherwise.
    `named_invoice_id` is the invoice that the complaint names, where it bills such goods. `returns` are those settled,
    with the day; `reopened_on` is when care opened it again. `awaits_returns`: when care decided, another one was under
    way, and it has not told since that the last is over. `ended_on` is the day on which care decided, or the customer
    withdrew it.
    """

    customer_id: str
    line_no: int | None
    note: str
    is_open: bool
    invoice_ids: tuple[str, ...]
    invoiced: tuple[str, ...] = ()
    returns: Mapping[str, date] = field(default_factory=dict)
    quantity: Decimal | None = None
    units: Mapping[str, Decimal] = field(default_factory=dict)
    granted_because: str = ""
    named_invoice_id: str = ""
    reopened_on: date | None = None
    awaits_returns: bool = False
    ended_on: date | None = None

    @property
    def is_to_credit(self) -> bool:
        """Care decided for the customer, and what came back has not settled it."""
        is_settled = made_good(self.returns, self.reopened_on) and not self.awaits_returns
        return bool(self.granted_because) and not is_settled

    @property
    def stands(self) -> bool:
        """It is open, or to be credited."""
        return self.is_open or self.is_to_credit

    @property
    def returns_since(self) -> Mapping[str, date]:
        """Those that were not settled for an earlier decision of care; none while it waits for another one."""
        if self.awaits_returns:
            return {}
        return {one: on for one, on in self.returns.items() if made_good({one: on}, self.reopened_on)}

    def may_be_about(self, delivered_on: date | None) -> bool:
        """As long as it is open, about whatever is delivered; what care decided for them, about what they had then."""
        is_later = delivered_on is not None and self.ended_on is not None and delivered_on > self.ended_on
        return self.is_open or (self.is_to_credit and not is_later)

    def may_be_on(self, invoice_id: str) -> bool:
        """About all that the named invoice bills, it is about no other."""
        return self.quantity is not None or self.named_invoice_id in ("", invoice_id)

    def holds(self, invoice_id: str, billed: Decimal) -> Decimal:
        """How many of the units that the invoice bills it is about."""
        all_of_it = self.quantity is None and invoice_id in self.invoice_ids
        return billed if all_of_it else self.units.get(invoice_id, Decimal(0))


@part
class Credit:
    """What a credit note took off an invoice in units, because of that complaint where there is one."""

    invoice_id: str
    units: tuple[CreditedUnits, ...]
    complaint_id: str


@state
class ContestedGoods:
    """The complaints about goods of the order, by id.

    `early` are the settled returns because of complaints that were not heard of yet, by the complaint's id. `credits`
    are the credit notes that stand, by id; of those that were posted before these were noted none.
    """

    complaints: Mapping[str, Complained] = field(default_factory=dict)
    early: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    credits: Mapping[str, Credit] = field(default_factory=dict)

    def complaints_beside(self, complaint_id: str, line_no: int | None) -> Mapping[str, Complained]:
        """The others that stand and are about the same line, as far as they say which."""
        return {
            one: complained
            for one, complained in self.complaints.items()
            if one != complaint_id and complained.stands and (line_no is None or complained.line_no in (None, line_no))
        }

    def credited_of(self, invoice_id: str, line_no: int | None) -> Mapping[str, Decimal]:
        """How many units of the line, or of any, were taken off the invoice, by the complaint that was the reason."""
        return summed(
            (credit.complaint_id, one.quantity)
            for credit in self.credits.values()
            if credit.invoice_id == invoice_id
            for one in credit.units
            if line_no in (None, one.line_no)
        )


def evolve(goods: ContestedGoods, fact: ContestedGoodsEvent) -> ContestedGoods:
    """The goods after the fact. Never refuses: what happened, happened."""
    match fact:
        case UnitsCredited(credit_note_id=note):
            credit = Credit(invoice_id=fact.invoice_id, units=fact.units, complaint_id=fact.complaint_id)
            return replace(goods, credits={**goods.credits, note: credit})
        case UnitsCreditCancelled(credit_note_id=note):
            return replace(goods, credits=without(goods.credits, note))
        case GoodsContested() | ContestedGoodsInvoiced() | ContestedReturnSettled() | GoodsContestEnded():
            return _complained(goods, fact)
        case _:
            assert_never(fact)


def _complained(
    goods: ContestedGoods, fact: GoodsContested | ContestedGoodsInvoiced | ContestedReturnSettled | GoodsContestEnded
) -> ContestedGoods:
    before = goods.complaints.get(fact.complaint_id)
    if before is None and isinstance(fact, ContestedReturnSettled):
        known = goods.early.get(fact.complaint_id, {})
        return replace(goods, early={**goods.early, fact.complaint_id: {**known, fact.return_id: fact.settled_on}})
    after = _contested(before, fact) if isinstance(fact, GoodsContested) else _moved_on(before, fact)
    if after is None:
        return goods
    complaints = {**goods.complaints, fact.complaint_id: after}
    return replace(goods, complaints=complaints, early=without(goods.early, fact.complaint_id))


def _contested(before: Complained | None, fact: GoodsContested) -> Complained:
    return Complained(
        customer_id=fact.customer_id,
        line_no=fact.line_no,
        note=fact.note,
        is_open=True,
        invoice_ids=fact.invoice_ids,
        invoiced=before.invoiced if before else (),
        quantity=fact.quantity,
        units={one.invoice_id: one.quantity for one in fact.units},
        named_invoice_id=fact.named_invoice_id,
        returns=before.returns if before and fact.again else {},
        reopened_on=fact.contested_on if fact.again else None,
    )


def _moved_on(
    before: Complained | None, fact: ContestedGoodsInvoiced | ContestedReturnSettled | GoodsContestEnded
) -> Complained | None:
    if before is None:
        return None
    match fact:
        case ContestedGoodsInvoiced(invoice_id=invoice_id):
            known = before.invoice_ids if invoice_id in before.invoice_ids else (*before.invoice_ids, invoice_id)
            invoiced = (*before.invoiced, invoice_id)
            units = before.units if fact.quantity is None else {**before.units, invoice_id: fact.quantity}
            return replace(before, invoice_ids=known, invoiced=invoiced, units=units)
        case ContestedReturnSettled(return_id=return_id, settled_on=settled_on):
            return replace(before, returns={**before.returns, return_id: settled_on}, awaits_returns=False)
        case GoodsContestEnded(outcome=outcome, reason=reason):
            why = reason if outcome == FOR_CUSTOMER else ""
            return replace(
                before,
                is_open=False,
                granted_because=why,
                awaits_returns=fact.awaits_returns,
                ended_on=fact.ended_on,
            )
        case _:
            assert_never(fact)
