"""What can happen to a debtor. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.shapes import event, part


@part
class Addressee:
    """Whom a letter or e-mail about money goes to; `email` is empty where there is none. `language` as in BCP 47."""

    name: str
    email: str
    country: str
    language: str


@event("debtor.addressed")
class DebtorAddressed:
    """From now on the customer is written to there."""

    addressee: Addressee
    noted_on: date


DebtorEvent = DebtorAddressed
