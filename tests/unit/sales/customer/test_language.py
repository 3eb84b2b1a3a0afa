"""The language that a customer is written to in."""

from dataclasses import replace

import pytest

from services.sales.customer.language import LanguageUnknown, checked_language
from tests.unit.sales.customer.test_registering import CORRECT, CORRECTED, REGISTER, a_customer
from tests.unit.sales.desk import CUSTOMER, Desk
from tests.unit.sales.examples import REGISTERED

DETAILS = {name: CUSTOMER[name] for name in ("name", "tax_id", "country", "billing_email")}


@pytest.mark.parametrize(
    ("written", "kept"),
    [("", ""), ("vi", "vi"), ("VI", "vi"), ("vi-vn", "vi-VN"), ("EN-gb", "en-GB"), ("en-001", "en-001")],
)
def test_a_tag_is_kept_in_its_usual_spelling(written: str, kept: str) -> None:
    assert checked_language(written) == kept


@pytest.mark.parametrize("written", ["fr", "vi_VN", "vi-", "Vietnamese", "vi-Hani-VN", " vi", "vi-VN-x-a", "en\n"])
def test_what_nothing_is_written_in_is_refused_with_what_there_is(written: str) -> None:
    with pytest.raises(LanguageUnknown) as refused:
        checked_language(written)
    assert (refused.value.field, refused.value.facts["supported"]) == ("language", ["en", "vi"])


def test_it_is_chosen_at_registration() -> None:
    chosen = replace(REGISTERED, language="vi")
    a_customer.when(replace(REGISTER, language="VI")).then(chosen).then_asked_again_nothing()
    a_customer.when(replace(REGISTER, language="tlh")).then_rejected(LanguageUnknown, field="language")


def test_a_correction_that_names_none_leaves_it() -> None:
    known = a_customer.given(replace(REGISTERED, language="vi"))
    known.when(CORRECT).then(replace(CORRECTED, language="vi")).then_asked_again_nothing()
    known.when(replace(CORRECT, language="en")).then(replace(CORRECTED, language="en")).then_asked_again_nothing()
    known.when(replace(CORRECT, language="")).then(CORRECTED)
    known.when(replace(CORRECT, language="tlh")).then_rejected(LanguageUnknown, field="language")


async def test_it_is_shown_kept_and_told_of() -> None:
    desk = await Desk.open()
    path = f"/customers/{await desk.customer(language='vi')}"
    assert (await desk.read(path))["language"] == "vi"
    await desk.write(f"{path}/details", {**DETAILS, "name": "Minh Phát Sài Gòn"})
    assert (await desk.read(path))["language"] == "vi"
    await desk.write(f"{path}/details", {**DETAILS, "language": "en-gb"})
    assert (await desk.read(path))["language"] == "en-GB"
    assert [one["language"] for one in desk.telling("customer.")] == ["vi", "vi", "en-GB"]


async def test_an_unknown_one_is_refused_by_name() -> None:
    desk = await Desk.open()
    refused = await desk.refused("/customers", {**CUSTOMER, "language": "fr"})
    assert refused == (422, "sales.customer.language-unknown", "language")
