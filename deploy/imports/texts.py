"""Files as text, record by record: what readers of separated values share."""

import csv
import re
from collections.abc import Iterator
from typing import Final

from deploy.imports import Unusable

UNREADABLE: Final = re.compile("[\x00\ufffd]")  # NUL, and what undecodable bytes become


def decoded(raw: bytes) -> str:
    """UTF-8, or UTF-16 with its mark, with the line ends of Unix. Bytes that are no text are named later, by record."""
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw.decode(encoding, errors="replace").replace("\r\n", "\n")


def records(text: str, end: str = "\n") -> Iterator[tuple[int, str]]:
    """The records that are not blank, each with the line where it starts."""
    line = 1
    for piece in text.split(end):
        record = piece.lstrip("\n")
        if record.strip():
            yield line + len(piece) - len(record), record.rstrip("\n")
        line += piece.count("\n") + end.count("\n")


def readable(record: str) -> str:
    """The record. Raises Unusable where it is no text."""
    if UNREADABLE.search(record):
        raise Unusable("holds a NUL or bytes that are no text in the file's encoding")
    return record


def comma_separated(record: str) -> list[str]:
    """The cells of one line. Raises Unusable."""
    try:
        return next(csv.reader([readable(record)], strict=True), [])
    except csv.Error as problem:
        raise Unusable(f"is not comma-separated text: {problem}") from None
