"""Which versions of published events a department reads: those that its reactions hear, and earlier ones by upcasting.

A field that is not known is ignored, one that is missing takes its default. A version that is not known is not for
this code to skip: it waits, parked, until the code that knows it is deployed.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from shared.handling.department import Department
from shared.published.published import read_as, type_of

Read = Callable[[bytes | str], Any]


def _reading(version: type, become: Callable[[Any], Any]) -> Read:
    decode: Read = msgspec.json.Decoder(version).decode

    def read(data: bytes | str) -> Any:
        told = decode(data)
        try:
            return become(told)
        except Exception as error:  # a step that cannot cope with what was told makes it unreadable, and nothing else
            raise msgspec.ValidationError(f"cannot be upcast: {error!r}") from error

    return read


def readers_for(kind: type) -> Mapping[str, Read]:
    """How each type becomes that published event: its own, and every version before it."""
    return {type_of(version): _reading(version, become) for version, become in read_as(kind)}


def readers_of(department: Department) -> Mapping[str, Read]:
    """How each type that the department can read becomes what its reactions hear.

    Raises ValueError for a department that hears two versions of one event: a fact would then have its effects twice.
    """
    readers: dict[str, Read] = {}
    for kind in _heard_from_others(department):
        for name, read in readers_for(kind).items():
            if name in readers:
                raise ValueError(f"{department.name} hears {name} in two ways")
            readers[name] = read
    return readers


def heard_by(department: Department) -> frozenset[str]:
    """The bases of all published events that it hears: of these it must miss no version, known or not."""
    return frozenset(base_of(type_of(kind)) for kind in _heard_from_others(department))


def _heard_from_others(department: Department) -> Iterator[type]:
    return (kind for kind in department.heard_kinds() if hasattr(kind, "__published_type__"))


def base_of(type_name: str) -> str:
    """What all versions of an event have in common: ``sales.order.placed``."""
    return type_name.rpartition(".v")[0]
