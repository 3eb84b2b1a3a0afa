"""What can happen to a debtor. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.shapes import event, part


@part
class Addressee:
    """Whom a letter or e-mail about money goes to; `email` is empty where there is none.

    `language` is a BCP 47 tag; empty for a debtor who chose none, never in a letter.
    """

    name: str
    email: str
    country: str
    language: str


@event("debtor.addressed", version=2)
class DebtorAddressed:
    """From now on the customer is written to there, in that language."""

    addressee: Addressee
    noted_on: date


DebtorEvent = DebtorAddressed
