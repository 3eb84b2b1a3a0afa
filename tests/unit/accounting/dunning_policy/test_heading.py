"""In whose name debtors are written to, and where they are to pay."""

from dataclasses import replace
from datetime import date

import pytest

from services.accounting.dunning_policy.decider import DUNNING_POLICY
from services.accounting.dunning_policy.events import BankAccount, Letterhead, LetterheadSet
from services.accounting.dunning_policy.heading import IbanMistyped, SetLetterhead, is_iban
from services.accounting.dunning_policy.setting import CurrencyNamedTwice
from shared.testing.specification import spec_of
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.dunning_case.story import POLICY

TODAY = date(2026, 3, 2)
EUROS = BankAccount(currency="EUR", number="DE89370400440532013000", bank="Commerzbank", bic="COBADEFF")
HEAD = Letterhead(name="Pumps & More", address=("Hafenstr. 7", "Hamburg"), accounts=(EUROS,))
SET = SetLetterhead(letterhead=HEAD, by="the.boss", on=TODAY)

a_policy = spec_of(DUNNING_POLICY)


def test_it_is_set_apart_from_the_procedure_and_outlives_it() -> None:
    a_policy.given(POLICY).when(SET).then(
        LetterheadSet(letterhead=HEAD, set_by="the.boss", set_on=TODAY)
    ).then_asked_again_nothing()
    after = DUNNING_POLICY.fold([POLICY, LetterheadSet(letterhead=HEAD, set_by="the.boss", set_on=TODAY), POLICY])
    assert (after.letterhead, after.version) == (HEAD, 2)


def test_a_currency_has_one_account() -> None:
    twice = replace(HEAD, accounts=(EUROS, replace(EUROS, number="0071001234567")))
    a_policy.when(replace(SET, letterhead=twice)).then_rejected(CurrencyNamedTwice)


def test_an_iban_with_a_wrong_digit_is_refused_and_another_number_is_taken_as_it_is() -> None:
    wrong = replace(HEAD, accounts=(replace(EUROS, number="DE89370400440532013001"),))
    a_policy.when(replace(SET, letterhead=wrong)).then_rejected(IbanMistyped)
    local = replace(HEAD, accounts=(replace(EUROS, number="0071001234567"),))
    assert len(a_policy.when(replace(SET, letterhead=local)).facts) == 1


@pytest.mark.parametrize("number", ["DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606"])
def test_ibans_of_the_registry(number: str) -> None:
    assert is_iban(number)
    assert not is_iban(number[:-1] + ("1" if number[-1] != "1" else "2"))


async def test_over_http_spaces_do_not_count_and_a_mistyped_iban_has_a_field() -> None:
    desk = await Desk.open()
    account = {"currency": "EUR", "number": "DE89 3704 0044 0532 0130 00", "bank": "Commerzbank", "bic": "COBADEFF"}
    body = {"name": "Pumps & More", "address": ["Hafenstr. 7"], "accounts": [account]}
    path = "/dunning-policy/letterhead"
    assert (await desk.ask("PUT", path, body)).status_code == 403
    assert (await desk.ask("PUT", path, body, person="the.boss", roles=MANAGER)).status_code == 200
    shown = (await desk.get("/dunning-policy"))["letterhead"]
    assert (shown["name"], shown["accounts"][0]["number"]) == ("Pumps & More", "DE89370400440532013000")
    wrong = body | {"accounts": [account | {"number": "DE88 3704 0044 0532 0130 00"}]}
    answer = await desk.ask("PUT", path, wrong, person="the.boss", roles=MANAGER)
    assert answer.status_code == 422
    assert answer.json()["code"] == "accounting.dunning-policy.iban-mistyped"
    assert "accounts.0.number" in answer.text
