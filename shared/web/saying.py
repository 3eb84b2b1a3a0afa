"""What is wrong with an input, in words for whoever sent it: pydantic's are for whoever programs with it."""

from collections.abc import Iterator, Mapping, Sequence
from inspect import isclass
from typing import Any, Final, get_args

from pydantic import BaseModel, TypeAdapter

from shared.web.fields import CountryCode, CurrencyCode, Email, Identity, Phone


def _pattern(kind: Any) -> str:
    return str(TypeAdapter(kind).json_schema()["pattern"])


_FORMS: Final[Mapping[str, str]] = {
    _pattern(Identity): "1 to 64 letters, digits, dots, underscores, colons and dashes, the first a letter or a digit",
    _pattern(Email): "an address like ap@acme.example",
    _pattern(Phone): "a telephone number like +84 28 3822 0000, or nothing",
    _pattern(CountryCode): "two capital letters",
    _pattern(CurrencyCode): "three capital letters",
}
"""What the patterns of all departments ask for."""
_OBJECT: Final = frozenset({"model_attributes_type", "model_type", "dict_type"})


def said_of(error: Mapping[str, Any], body: Any) -> str:
    """One of pydantic's errors in a sentence; `body` is what the whole body has to be, where there is one."""
    kind, told = error["type"], str(error["msg"])
    if kind == "value_error":
        return told.removeprefix("Value error, ")
    if kind == "string_pattern_mismatch":
        pattern = error["ctx"]["pattern"]
        return f"this has to be {_FORMS.get(pattern) or f'of the form {pattern}'}"
    if kind == "extra_forbidden":
        known = _fields_at(body, error["loc"][1:-1])
        return f"there is no such field; there are: {', '.join(known)}" if known else "there is no such field"
    return "this has to be an object" if kind in _OBJECT else told


def _fields_at(body: Any, steps: Sequence[str | int]) -> list[str]:
    """The fields of the object there; none where it may be one of several."""
    kind = body
    for step in steps:
        kind = next((one.model_fields[step].annotation for one in _models(kind) if step in one.model_fields), kind)
    found = list(_models(kind))
    return list(found[0].model_fields) if len(found) == 1 else []


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    """Those that an annotation speaks of: in a list, or beside None."""
    if isclass(kind) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from _models(part)
