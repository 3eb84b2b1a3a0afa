"""When a disputed invoice is contested, and how that ends: the file says only that it was, and that it was paid."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from deploy.imports.receivables import PaidInvoice

OBJECTS_WITHIN: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Course:
    """From which day it is contested, on which day that ends, and whether we rejected it or the customer gave in."""

    opened_on: date
    ended_on: date
    rejected: bool


def course_of(invoice: PaidInvoice) -> Course:
    """The customer objects a week after the invoice was written: by then it has arrived and was looked at.

    Where it was paid within two weeks, halfway to the payment; where it was due before, on the day that it was due.
    All of them were paid in full, so none was conceded. Who paid by the due day withdrew the objection with the money.
    Everybody else had our answer by the due day, the day by which one is owed: rejected. From then on they are dunned
    like others, so that a disputed invoice that is late is late in the eyes of the company too.
    """
    halfway = invoice.invoiced_on + (invoice.settled_on - invoice.invoiced_on) // 2
    opened_on = min(invoice.invoiced_on + OBJECTS_WITHIN, halfway, invoice.due_on)
    rejected = invoice.settled_on > invoice.due_on
    return Course(opened_on, invoice.due_on if rejected else invoice.settled_on, rejected)
