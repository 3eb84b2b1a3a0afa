"""What a receivables file comes to: by hand beside the module, and when a disputed invoice is contested."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from deploy.imports.receivables import PaidInvoice
from deploy.imports.receivables.disputing import Course, course_of
from deploy.imports.receivables.reckoning import Ages, CustomerSums, reckon
from deploy.imports.receivables.summary import ageing_days
from tests.unit.imports.small_receivables import ALL, File

EVERY_LINE = range(2, 7)
ANNA, BERT = "ANNA", "BERT"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return File(tmp_path).write(*ALL)


def test_the_sums_of_each_customer(path: Path) -> None:
    found = reckon(path, EVERY_LINE, ())
    assert found.customers == {
        ANNA: CustomerSums(invoices=3, disputed=1, amount=Decimal("31.75"), late=2, days_late=41),
        BERT: CustomerSums(invoices=2, disputed=1, amount=Decimal("18.49"), late=1, days_late=104),
    }
    assert found.total == CustomerSums(invoices=5, disputed=2, amount=Decimal("50.24"), late=3, days_late=145)


def test_times_overdue_that_share_a_day_are_one(path: Path) -> None:
    """A-2 is overdue from 2 April to 2 May, and A-3 within that; B-2 from 3 April on."""
    assert reckon(path, EVERY_LINE, ()).overdue_times == 2


def test_what_was_owed_at_the_end_of_a_day(path: Path) -> None:
    days = [date(2031, 3, 1), date(2031, 3, 2), date(2031, 3, 20), date(2031, 4, 1), date(2031, 4, 2)]
    later = [date(2031, 5, 1), date(2031, 5, 2), date(2031, 6, 2), date(2031, 7, 2), date(2031, 7, 15)]
    found = reckon(path, EVERY_LINE, [*days, *later]).ageing
    assert [found[day] for day in days] == [
        {},
        {ANNA: Ages(not_due=Decimal("30.5")), BERT: Ages(not_due=Decimal("7.99"))},
        {ANNA: Ages(not_due=Decimal("21.25")), BERT: Ages(not_due=Decimal("18.49"))},
        {ANNA: Ages(not_due=Decimal("21.25")), BERT: Ages(not_due=Decimal("10.5"))},
        {ANNA: Ages(not_due=Decimal("1.25"), days_1_30=Decimal(20)), BERT: Ages(not_due=Decimal("10.5"))},
    ]
    assert [found[day] for day in later] == [
        {ANNA: Ages(days_1_30=Decimal(20)), BERT: Ages(days_1_30=Decimal("10.5"))},
        {BERT: Ages(days_1_30=Decimal("10.5"))},
        {BERT: Ages(days_61_90=Decimal("10.5"))},
        {BERT: Ages(over_90_days=Decimal("10.5"))},
        {},
    ]


def test_only_the_lines_that_are_named_count_whatever_stands_in_the_others(tmp_path: Path) -> None:
    path = File(tmp_path).write(ALL[0], '9,"ANNA,never closed', "", ALL[3], end="\r\n")
    found = reckon(path, {2, 5}, ())
    assert {name: sums.amount for name, sums in found.customers.items()} == {
        ANNA: Decimal("10.5"),
        BERT: Decimal("7.99"),
    }


INVOICE = PaidInvoice(
    line=2,
    number="A-1",
    customer_id=ANNA,
    invoiced_on=date(2031, 3, 1),
    due_on=date(2031, 3, 31),
    settled_on=date(2031, 3, 25),
    amount=Decimal(1),
    disputed=True,
)


@pytest.mark.parametrize(
    ("settled", "course"),
    [
        (date(2031, 3, 25), Course(date(2031, 3, 8), date(2031, 3, 25), rejected=False)),
        (date(2031, 3, 31), Course(date(2031, 3, 8), date(2031, 3, 31), rejected=False)),
        (date(2031, 4, 1), Course(date(2031, 3, 8), date(2031, 3, 31), rejected=True)),
        (date(2031, 3, 11), Course(date(2031, 3, 6), date(2031, 3, 11), rejected=False)),
        (date(2031, 3, 1), Course(date(2031, 3, 1), date(2031, 3, 1), rejected=False)),
    ],
)
def test_it_is_contested_a_week_later_and_answered_when_it_is_due(settled: date, course: Course) -> None:
    assert course_of(replace(INVOICE, settled_on=settled)) == course


def test_what_is_due_at_once_is_contested_and_answered_on_its_day() -> None:
    due_at_once = replace(INVOICE, due_on=INVOICE.invoiced_on)
    assert course_of(due_at_once) == Course(date(2031, 3, 1), date(2031, 3, 1), rejected=True)


def test_ageing_is_compared_at_four_days_between_the_first_invoice_and_the_last_payment() -> None:
    last = replace(INVOICE, invoiced_on=date(2031, 3, 5), settled_on=date(2031, 4, 20))
    assert ageing_days([INVOICE, last]) == [date(2031, 3, 11), date(2031, 3, 21), date(2031, 3, 31), date(2031, 4, 10)]
