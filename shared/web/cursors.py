"""Cursors: where a page ended, and of which question; given with another question they are refused, not misread."""

import base64
import binascii
from hashlib import blake2s
from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, Column, Numeric

from shared.kernel.rejection import Ground, Rejection

LONGEST: Final = 1000
_MARK_BYTES: Final = 6
_parts: Final = msgspec.json.Decoder(tuple[str | int | None, str, str])


class CursorInvalid(Rejection):
    """The cursor is not one that we gave, or belongs to another list, order or filter."""

    code = "shared.request.cursor-invalid"
    ground = Ground.UNACCEPTABLE


def cursor_after(value: Any, identity: str, *question: Any) -> str:
    """Where a page ended: a row's value in the order, and its id.

    `question` is all that decides which rows there are, and in which order.
    """
    parts = msgspec.json.encode([value, identity, _mark(question)])
    return base64.urlsafe_b64encode(parts).decode().rstrip("=")


def keyset_of(cursor: str | None, column: Column[Any], *question: Any) -> tuple[Any, str] | None:
    """What a cursor of this question stands for. One that somebody made up never reaches the database.

    Raises CursorInvalid.
    """
    if cursor is None:
        return None
    try:
        value, identity, mark = _parts.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if value is not None:
            msgspec.convert(value, column.type.python_type, strict=False)
    except (ValueError, TypeError, binascii.Error, msgspec.DecodeError):
        raise CursorInvalid("use the cursor of the page before", field="cursor") from None
    largest = 2**63 if isinstance(column.type, BigInteger | Numeric) else 2**31
    too_large = isinstance(value, int) and abs(value) >= largest
    if too_large or (value is None and not column.nullable) or "\x00" in f"{value}{identity}":
        raise CursorInvalid("use the cursor of the page before", field="cursor")
    if mark != _mark(question):
        raise CursorInvalid("it belongs to another order or other filters: begin at the first page", field="cursor")
    return value, identity


def _mark(question: tuple[Any, ...]) -> str:
    """Enough to tell questions apart; it keeps nothing secret."""
    return blake2s(msgspec.json.encode(question), digest_size=_MARK_BYTES).hexdigest()
