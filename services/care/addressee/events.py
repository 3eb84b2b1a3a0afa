"""What can happen to an addressee. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.shapes import event, part


@part
class Address:
    """Whom a letter goes to; `email` is empty where there is none, `language` (BCP 47) where they chose none."""

    name: str
    email: str
    language: str


@event("addressee.addressed")
class CustomerAddressed:
    """From now on the customer is written to there, in that language."""

    address: Address
    noted_on: date


AddresseeEvent = CustomerAddressed
