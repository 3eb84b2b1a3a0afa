"""How the credit account hears of charges: told by each fact that changes them, it reads the dunning case itself."""

from datetime import date

from services.accounting.credit_account.charging import CountCharges
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.dunning_case.journalising import debtor_of
from services.accounting.dunning_case.reading import DUNNING_CASE_AS_READ
from shared.kernel.decider import Send


def count(case_id: str, because: str, on: date) -> Send:
    """The command to the debtor's credit account."""
    command = CountCharges(case_id=case_id, because=because, on=on)
    return Send(command, CREDIT_ACCOUNT.stream(debtor_of(case_id)), given=(DUNNING_CASE_AS_READ.stream(case_id),))
