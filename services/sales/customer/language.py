"""The language that a customer is written to in."""

import re
from typing import Final

from shared.kernel.rejection import Ground, Rejection
from shared.published.sales import LANGUAGES

_TAG: Final = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<region>[a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


class LanguageUnknown(Rejection):
    """Nothing is written in this language. The answer lists those that there are."""

    code = "sales.customer.language-unknown"
    ground = Ground.UNACCEPTABLE


def checked_language(tag: str) -> str:
    """The tag in its usual spelling: `vi`, or with a region `en-GB`; empty where the customer chose none.

    Raises LanguageUnknown. Source of the tags and of their spelling: RFC 5646 (BCP 47), section 2.1.1.
    """
    if not tag:
        return ""
    found = _TAG.fullmatch(tag)
    language = found["language"].lower() if found else ""
    if found is None or language not in LANGUAGES:
        supported = ", ".join(LANGUAGES)
        raise LanguageUnknown(f"{tag}: there are {supported}", field="language", supported=list(LANGUAGES))
    return f"{language}-{found['region'].upper()}" if found["region"] else language
