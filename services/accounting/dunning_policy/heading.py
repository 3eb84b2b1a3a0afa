"""Heading letters: in whose name debtors are written to, and where they are to pay.

It is set apart from the procedure and has a history of its own: an account that money goes to is nothing to change by
the way.
"""

import re
from collections import Counter
from datetime import date
from typing import Final

from services.accounting.dunning_policy.events import DunningPolicyEvent, Letterhead, LetterheadSet
from services.accounting.dunning_policy.setting import CurrencyNamedTwice
from services.accounting.dunning_policy.state import DunningPolicy
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


class IbanMistyped(Rejection):
    """Its check digits do not fit. Source: ISO 13616, by ISO 7064 MOD 97-10."""

    code = "accounting.dunning-policy.iban-mistyped"
    ground = Ground.UNACCEPTABLE


@command
class SetLetterhead:
    """Write to debtors in that name, and ask to be paid to these accounts."""

    letterhead: Letterhead
    by: str
    on: date


def set_letterhead(request: SetLetterhead, policy: DunningPolicy) -> list[DunningPolicyEvent]:
    """One account per currency. Letters that are written already stay as they are."""
    accounts = request.letterhead.accounts
    twice = [currency for currency, times in Counter(one.currency for one in accounts).items() if times > 1]
    if twice:
        raise CurrencyNamedTwice(f"{twice[0]} is named twice", field="accounts")
    for index, account in enumerate(accounts):
        if _IBAN.fullmatch(account.number) and not is_iban(account.number):
            raise IbanMistyped(f"the check digits of {account.number} do not fit", field=f"accounts.{index}.number")
    if request.letterhead == policy.letterhead:
        return []
    return [LetterheadSet(letterhead=request.letterhead, set_by=request.by, set_on=request.on)]


def is_iban(number: str) -> bool:
    """Whether it looks like an IBAN, and its check digits fit: a letter counts as two digits, A as 10."""
    digits = (str(int(sign, 36)) for sign in number[4:] + number[:4])
    return _IBAN.fullmatch(number) is not None and int("".join(digits)) % 97 == 1
