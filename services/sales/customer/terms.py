"""Payment terms: instalments that make up the whole."""

from decimal import Decimal
from typing import Final

from shared.kernel.rejection import Ground, Rejection
from shared.published.sales import InstalmentTerm

WHOLE: Final = Decimal(100)


class TermsNotWhole(Rejection):
    """The percents of the instalments sum to exactly 100, and none of them is nothing."""

    code = "sales.customer.terms-not-whole"
    ground = Ground.UNACCEPTABLE


def check_terms(terms: tuple[InstalmentTerm, ...]) -> None:
    """Raises TermsNotWhole unless every part of an invoice falls due exactly once."""
    for position, term in enumerate(terms):
        if term.percent <= 0:
            raise TermsNotWhole("an instalment of nothing", field=f"terms.{position}.percent")
    whole = sum((term.percent for term in terms), Decimal(0))
    if whole != WHOLE:
        raise TermsNotWhole(f"they sum to {whole}", field="terms", sum=str(whole))
