"""Tax ids, checked by the country's own rule where it is known."""

import re
from typing import Final

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from shared.kernel.rejection import Ground, Rejection

# A Vietnamese household business has its owner's personal number: province (001 to 096), a digit for century and sex,
# year of birth, six digits by chance. Source: Decree 137/2015/ND-CP, article 13; Circular 86/2024/TT-BTC.
_VN_PERSONAL: Final = re.compile(r"0(?!00)(?:[0-8][0-9]|9[0-6])[0-9]{9}")


class TaxIdInvalid(Rejection):
    """The tax id does not follow the rules of its country."""

    code = "purchasing.supplier.tax-id-invalid"
    ground = Ground.UNACCEPTABLE


def checked_tax_id(country: str, stated: str) -> str:
    """The id in the country's compact form; as stated where no rule is known; empty when none is stated.

    The rule is how the country numbers those who pay value added tax, or else its taxpayers.
    """
    rule = get_cc_module(country.lower(), "vat") or get_cc_module(country.lower(), "tin")
    if not stated or rule is None or (country == "VN" and _VN_PERSONAL.fullmatch(stated)):
        return stated
    try:
        compact = rule.validate(stated)
    except ValidationError as error:
        raise TaxIdInvalid(f"{stated} is not a tax id of {country}: {error}", field="tax_id", country=country) from None
    return compact
