"""Records that are made directly are those of the standard library, but for the time that it takes to make them."""

import dataclasses
import pickle
from dataclasses import dataclass, field, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.records import record, replace


@dataclass(frozen=True, slots=True)
class Plain:
    """As the standard library makes it."""

    first: int
    second: str = "two"
    third: list[int] = field(default_factory=list)
    fourth: int = field(default=4, kw_only=True)


@record
class Direct:
    """The same fields."""

    first: int
    second: str = "two"
    third: list[int] = field(default_factory=list)
    fourth: int = field(default=4, kw_only=True)


@record
class Longer(Direct):
    """With a field more than the one before."""

    fifth: str = "five"


@record(kw_only=True)
class Nothing:
    """Without any field."""


@record(kw_only=True)
class Single:
    """With one."""

    one: int


def _values(record: object) -> list[object]:
    return [getattr(record, one.name) for one in fields(record)]  # type: ignore[arg-type]


ARGUMENTS = st.fixed_dictionaries(
    {"first": st.integers()},
    optional={"second": st.text(), "third": st.lists(st.integers()), "fourth": st.integers()},
)
CHANGES = st.fixed_dictionaries(
    {}, optional={"first": st.integers(), "second": st.text(), "third": st.lists(st.integers()), "fourth": st.none()}
)


class TestMaking:
    @given(ARGUMENTS)
    def test_it_holds_what_the_standard_constructor_holds(self, arguments: dict[str, object]) -> None:
        assert _values(Direct(**arguments)) == _values(Plain(**arguments))  # type: ignore[arg-type]

    def test_every_record_has_a_list_of_its_own(self) -> None:
        assert Direct(1).third is not Direct(1).third

    def test_what_is_given_first_may_be_given_without_its_name(self) -> None:
        assert Direct(1, "b") == Direct(first=1, second="b")

    def test_what_must_be_named_is_not_taken_without_its_name(self) -> None:
        with pytest.raises(TypeError, match="positional"):
            Direct(1, "b", [], 4)

    def test_a_field_that_is_left_out_is_named(self) -> None:
        with pytest.raises(TypeError, match=r"Direct.__init__\(\) missing 1 required .* 'first'"):
            Direct()  # type: ignore[call-arg]

    def test_a_field_that_there_is_not_is_named(self) -> None:
        with pytest.raises(TypeError, match="'sixth'"):
            Direct(1, sixth=6)  # type: ignore[call-arg]

    def test_it_stays_frozen_comparable_and_ready_to_travel(self) -> None:
        direct = Direct(1, third=[3])
        with pytest.raises(dataclasses.FrozenInstanceError):
            direct.first = 2  # type: ignore[misc]
        with pytest.raises(dataclasses.FrozenInstanceError):
            del direct.first
        assert pickle.loads(pickle.dumps(direct)) == direct  # noqa: S301 - our own

    @given(ARGUMENTS, ARGUMENTS)
    def test_it_is_compared_hashed_and_shown_as_the_standard_one(
        self, one: dict[str, object], other: dict[str, object]
    ) -> None:
        made = [kind(**arguments) for kind in (Direct, Plain) for arguments in (one, other)]  # type: ignore[arg-type]
        assert (made[0] == made[1]) == (made[2] == made[3])
        assert made[0] != made[2]
        assert repr(made[0]) == repr(made[2]).replace("Plain", "Direct")
        assert hash(Single(one=4)) == hash((4,))
        with pytest.raises(TypeError, match="unhashable"):
            hash(made[0])

    def test_it_may_have_one_field_or_none_at_all(self) -> None:
        assert Single(one=1) == Single(one=1) != Single(one=2)
        assert repr(Single(one=1)) == "Single(one=1)"
        assert Nothing() == replace(Nothing())
        assert hash(Nothing()) == hash(Nothing())

    def test_a_record_that_does_more_when_it_is_made_is_not_taken(self) -> None:
        class Checked:
            first: int

            def __post_init__(self) -> None:
                raise ValueError

        with pytest.raises(TypeError, match="does more"):
            record(Checked)

    @pytest.mark.parametrize("more", [{"init": False}, {"compare": False}])
    def test_a_record_with_a_field_that_nobody_gives_or_compares_is_not_taken(self, more: dict[str, bool]) -> None:
        class Counted:
            first: int = field(default=1, **more)  # type: ignore[call-overload]

        with pytest.raises(TypeError, match="does more"):
            record(Counted)


class TestReplacing:
    @given(ARGUMENTS, CHANGES)
    def test_it_changes_what_the_standard_one_changes(
        self, arguments: dict[str, object], changes: dict[str, object]
    ) -> None:
        record = Direct(**arguments)  # type: ignore[arg-type]
        changed = replace(record, **changes)  # type: ignore[arg-type]
        assert changed == dataclasses.replace(record, **changes)  # type: ignore[arg-type]
        assert type(changed) is Direct

    def test_the_record_itself_stays_as_it_was(self) -> None:
        record = Direct(1)
        replace(record, first=2)
        assert record == Direct(1)

    def test_a_longer_record_keeps_its_own_fields(self) -> None:
        longer = replace(Longer(1, fifth="V"), first=2)
        assert longer == Longer(2, fifth="V")

    def test_a_field_that_there_is_not_is_named(self) -> None:
        with pytest.raises(TypeError, match="'sixth'"):
            replace(Direct(1), sixth=6)  # type: ignore[call-arg]
