"""Tax ids: by the country's rule where we know it."""

import pytest

from services.sales.customer.tax_id import TaxId, TaxIdInvalid, checked_tax_id


@pytest.mark.parametrize(
    ("country", "written", "number", "kind"),
    [
        ("VN", "0100233488", "0100233488", "vn.mst"),
        ("VN", "0314409058-002", "0314409058002", "vn.mst"),
        ("VN", "001 095 012 345", "001095012345", "vn.personal"),
        ("VN", "096203000001", "096203000001", "vn.personal"),
        ("DE", "DE 136,695 976", "136695976", "de.vat"),
        ("GR", "EL094259216", "094259216", "gr.vat"),
        ("IN", "27AAPFU0939F1ZV", "27AAPFU0939F1ZV", "in.gstin"),
        ("US", "12-3456789", "12-3456789", "unverified"),
        ("ZA", " zz 4123456789 ", "ZZ 4123456789", "unverified"),
        ("FR", " ", "", "none"),
    ],
)
def test_a_good_number_is_kept_in_its_short_form(country: str, written: str, number: str, kind: str) -> None:
    assert checked_tax_id(country, written) == TaxId(number=number, kind=kind)


@pytest.mark.parametrize(
    ("country", "written"),
    [
        ("VN", "0100233480"),
        ("VN", "0314409058-000"),
        ("VN", "000095012345"),
        ("VN", "097095012345"),
        ("VN", "01002334"),
        ("DE", "136695978"),
        ("FR", "nothing like it"),
        ("US", "x"),
        ("US", "12_3456789"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused(country: str, written: str) -> None:
    with pytest.raises(TaxIdInvalid) as refused:
        checked_tax_id(country, written)
    assert refused.value.field == "tax_id"
