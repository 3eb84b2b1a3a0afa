"""A refusal that is an answer: it has a stable code, names the offending field, and is never retried."""

from enum import StrEnum
from typing import Any, ClassVar


class Ground(StrEnum):
    """Why a request is refused, in the terms that the outside maps to its own (HTTP: 409, 422, 403, 404)."""

    WRONG_STATE = "wrong-state"
    UNACCEPTABLE = "unacceptable"
    NOT_ALLOWED = "not-allowed"
    NOT_FOUND = "not-found"


class Rejection(Exception):
    """Subclass it beside the decision that raises it; the name reads like the reason (`OfferHasExpired`).

    `code` is stable and documented (`sales.quotation.offer-has-expired`); the class docstring's first line is
    the title; `facts` are the numbers that explain this case; `field` is the offending input, when there is one.
    """

    code: ClassVar[str]
    ground: ClassVar[Ground] = Ground.WRONG_STATE

    def __init__(self, detail: str, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.facts = facts

    @classmethod
    def title(cls) -> str:
        """The one-line meaning that documentation and problem documents show."""
        return (cls.__doc__ or cls.__name__).strip().splitlines()[0]
