"""Which account a charge belongs to, and whose it is."""

from services.accounting.dunning_case.account import INTEREST
from services.accounting.ledger.roles import Role


def income_role(kind: str) -> Role:
    """Fees and interest are income of their own kind each."""
    return "interest-income" if kind == INTEREST else "dunning-income"


def debtor_of(case: str) -> str:
    """The customer whose case it is: all of its id but the currency."""
    return case.rpartition(":")[0]
