"""Frozen records that are defined, made and made anew with changes without a detour for each of their fields.

A department makes some forty records for every event. The standard library's constructor of a frozen dataclass looks
`object.__setattr__` up for every field, and its `replace` goes through the description of all fields at every call:
together they were a sixth of the CPU of a simulated company. It also compiles five more functions for every class, of
which there are some 1,700. Nothing else about a record differs: fields, defaults, equality, hash, what it looks like
and the refusal to be changed are those of a frozen dataclass with slots.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar, dataclass_transform, overload

T = TypeVar("T")

_GIVEN_NOT: Final = object()
"""Stands for what the caller leaves out: no other value of a field can be it."""
_CHANGERS: Final[dict[type, Callable[..., Any]]] = {}


@overload
def record(cls: type[T]) -> type[T]: ...
@overload
def record(*, kw_only: bool) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True)
def record(cls: type[T] | None = None, *, kw_only: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """Makes the class a frozen dataclass with slots, whose constructor writes its slots and does nothing else.

    Raises TypeError for one that asks for more than its fields: with `__post_init__`, or a field that is not given or
    not compared.
    """

    def decorate(cls: type[T]) -> type[T]:
        plain: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)
        made: Any = plain(cls)
        if hasattr(made, "__post_init__") or not all(field.init and field.compare for field in fields(made)):
            raise TypeError(f"{made.__name__} does more than to keep its fields")
        made.__init__ = _constructor(made)
        made.__eq__, made.__hash__ = _comparison(made)
        made.__repr__ = _as_it_was_made
        made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
        made.__getstate__, made.__setstate__ = _values, _take_values
        return made  # type: ignore[no-any-return]

    return decorate if cls is None else decorate(cls)


def _constructor(cls: type) -> Callable[..., None]:
    ordered = [_parameter(field) for field in _fields(cls) if not field.kw_only]
    named = [_parameter(field) for field in _fields(cls) if field.kw_only]
    parameters = ["self", *ordered, *(["*", *named] if named else [])]
    values = {field.name: _value(field) for field in _fields(cls)}
    body = [f"_set_{name}(self, {value})" for name, value in values.items()] or ["pass"]
    return _defined(cls, "__init__", parameters, body)


def _comparison(cls: type) -> tuple[Callable[[Any, object], bool], Callable[[Any], int]]:
    names = [field.name for field in _fields(cls)]
    values = attrgetter(*names) if len(names) > 1 else _values  # of one name it gets no tuple, of none it is none

    def equal(self: Any, other: object) -> bool:
        return bool(values(self) == values(other)) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    return equal, hashed


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, field.name) for field in fields(self)])


def _take_values(self: Any, values: tuple[Any, ...]) -> None:
    for field, value in zip(fields(self), values, strict=True):
        object.__setattr__(self, field.name, value)


def _as_it_was_made(self: Any) -> str:
    given = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
    return f"{type(self).__qualname__}({given})"


def _refuse_to_set(_: object, name: str, __: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


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
