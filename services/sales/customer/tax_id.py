"""Tax ids: checked by the rule of the country where we know it, by their shape where we do not."""

import re
from types import ModuleType
from typing import Final

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import part

UNVERIFIED: Final = "unverified"
NOT_STATED: Final = "none"
_SHAPE: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9 ./-]{1,28})[A-Z0-9]")
# A personal number is province (001 to 096), a digit for century and sex, year of birth, and six digits by chance.
# Source: Decree 137/2015/ND-CP, article 13. It is the tax id of households and individuals since 1 July 2025.
# Source: Circular 86/2024/TT-BTC.
_VN_PERSONAL: Final = re.compile(r"0(?!00)(?:[0-8][0-9]|9[0-6])[0-9]{9}")


class TaxIdInvalid(Rejection):
    """The tax id is not one that the country could have given."""

    code = "sales.customer.tax-id-invalid"
    ground = Ground.UNACCEPTABLE


class NotABranch(Rejection):
    """Who is named as the head office does not have this tax id, so that nobody can be a branch of it under that id."""

    code = "sales.customer.not-a-branch"
    ground = Ground.UNACCEPTABLE


@part
class TaxId:
    """A tax id in its country's compact form, and the rule it was checked by: `vn.mst`, `de.vat`, `unverified`.

    A consumer has none, and of others we may not know it yet: then it is empty, of the kind `none`.
    """

    number: str
    kind: str


@part
class FormerTaxId:
    """The tax id that a customer had before, and in which country; the number is empty where none was stated."""

    country: str
    number: str


def key_of(country: str, number: str) -> str:
    """What a tax id is known by, however it is written: `VN:0100233488`. Empty where there is no number."""
    compact = "".join(sign for sign in number.upper() if sign.isalnum())
    return f"{country}:{compact}" if compact else ""


def checked_tax_id(country: str, number: str) -> TaxId:
    """The tax id, checked. Raises TaxIdInvalid.

    A valid number is well formed; that the tax office knows it is for a person to look up.
    """
    if not number.strip():
        return TaxId(number="", kind=NOT_STATED)
    if country == "VN":
        return _vietnamese(number)
    rule = get_cc_module(country, "vat")
    if not isinstance(rule, ModuleType):
        shaped = " ".join(number.upper().split())
        if not _SHAPE.fullmatch(shaped):
            raise TaxIdInvalid("3 to 30 letters, digits and separators", field="tax_id", country=country)
        return TaxId(number=shaped, kind=UNVERIFIED)
    try:
        return TaxId(number=rule.validate(number), kind=rule.__name__.removeprefix("stdnum.").replace("_.", "."))
    except ValidationError as error:
        raise TaxIdInvalid(f"{country}: {error}", field="tax_id", country=country) from None


def _vietnamese(number: str) -> TaxId:
    """A company's number (10 digits, 13 for a branch), or a person's own of 12 digits."""
    compact = mst.compact(number)
    if _VN_PERSONAL.fullmatch(compact):
        return TaxId(number=compact, kind="vn.personal")
    try:
        return TaxId(number=mst.validate(compact), kind="vn.mst")
    except ValidationError as error:
        raise TaxIdInvalid(f"VN: {error}", field="tax_id", country="VN") from None
