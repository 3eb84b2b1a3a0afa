"""Frozen records that are made, and made anew with changes, without a detour for each of their fields.

A department makes some forty records for every event. The standard library's constructor of a frozen dataclass looks
`object.__setattr__` up for every field, and its `replace` goes through the description of all fields at every call:
together they were a sixth of the CPU of a simulated company. Nothing else about a record differs: fields, defaults,
equality, hash and the refusal to be changed are those of `dataclasses`.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

T = TypeVar("T")

_GIVEN_NOT: Final = object()
"""Stands for what the caller leaves out: no other value of a field can be it."""
_CHANGERS: Final[dict[type, Callable[..., Any]]] = {}


def made_directly(cls: type[T]) -> type[T]:
    """Gives a frozen dataclass with slots a constructor that writes its slots, and does nothing else.

    Raises TypeError for one that asks for more than its fields: with `__post_init__`, or a field that is not given.
    """
    if hasattr(cls, "__post_init__") or not all(field.init for field in _fields(cls)):
        raise TypeError(f"{cls.__name__} does more when it is made than to keep its fields")
    ordered = [_parameter(field) for field in _fields(cls) if not field.kw_only]
    named = [_parameter(field) for field in _fields(cls) if field.kw_only]
    parameters = ["self", *ordered, *(["*", *named] if named else [])]
    values = {field.name: _value(field) for field in _fields(cls)}
    body = [f"_set_{name}(self, {value})" for name, value in values.items()] or ["pass"]
    constructor: Any = _defined(cls, "__init__", parameters, body)
    cls.__init__ = constructor  # type: ignore[method-assign]
    return cls


def _fields(cls: type) -> tuple[Field[Any], ...]:
    return fields(cls)


def _parameter(field: Field[Any]) -> str:
    if field.default is not MISSING:
        return f"{field.name}=_default_{field.name}"
    return field.name if field.default_factory is MISSING else f"{field.name}=_GIVEN_NOT"


def _value(field: Field[Any]) -> str:
    if field.default_factory is MISSING:
        return field.name
    return f"_make_{field.name}() if {field.name} is _GIVEN_NOT else {field.name}"


def _changer(cls: type[T]) -> Callable[..., T]:
    names = [field.name for field in _fields(cls)]
    parameters = ["self", *(["*", *(f"{name}=_GIVEN_NOT" for name in names)] if names else [])]
    body = [
        "changed = _new(_cls)",
        *(f"_set_{name}(changed, self.{name} if {name} is _GIVEN_NOT else {name})" for name in names),
        "return changed",
    ]
    return _defined(cls, "replace", parameters, body)


def _defined(cls: type, name: str, parameters: list[str], body: list[str]) -> Callable[..., Any]:
    """A function over the slots of the class, defined as `dataclasses` defines its own: from the names of fields."""
    known: dict[str, Any] = {"_GIVEN_NOT": _GIVEN_NOT, "_new": object.__new__, "_cls": cls}
    for field in _fields(cls):
        known[f"_set_{field.name}"] = getattr(cls, field.name).__set__
        known[f"_default_{field.name}"] = field.default
        known[f"_make_{field.name}"] = field.default_factory
    lines = "\n    ".join([f"def {name}({', '.join(parameters)}):", *body])
    exec(lines, known)  # noqa: S102 - see above: nothing of it comes from outside
    function: Callable[..., Any] = known[name]
    function.__module__, function.__qualname__ = cls.__module__, f"{cls.__qualname__}.{name}"
    return function


if TYPE_CHECKING:
    # Type checkers know of this function alone that it looks at the names and types of the changes.
    from dataclasses import replace as replace  # noqa: TID251 - the one place
else:

    def replace(record: T, **changes: Any) -> T:
        """The record with those fields changed. Raises TypeError for a field that it does not have."""
        cls = type(record)
        changer = _CHANGERS.get(cls)
        if changer is None:
            changer = _CHANGERS[cls] = _changer(cls)
        return changer(record, **changes)
