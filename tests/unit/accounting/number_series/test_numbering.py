"""Number series: no gap, no double."""

from datetime import date

import pytest
from hypothesis import given as over
from hypothesis import strategies as some

from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.events import NumberTaken
from services.accounting.number_series.numbering import NumberOutOfTurn, TakeNumber, number_in, series_of
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.testing.specification import spec_of

TODAY = date(2026, 3, 2)
a_series = spec_of(NUMBER_SERIES)


def take(sequence: int, document_id: str = "I-1") -> TakeNumber:
    return TakeNumber(sequence=sequence, document_id=document_id, on=TODAY)


def taken(sequence: int, document_id: str = "I-1") -> NumberTaken:
    return NumberTaken(sequence=sequence, document_id=document_id, taken_on=TODAY)


class TestNumbers:
    def test_they_name_kind_year_and_place(self) -> None:
        assert number_in(series_of("INV", TODAY), 123) == "INV-2026-000123"


class TestTaking:
    def test_the_next_number_is_taken_once(self) -> None:
        a_series.when(take(1)).then(taken(1)).then_asked_again_nothing()

    @pytest.mark.parametrize("sequence", [0, 1, 3])
    def test_no_other_number_can_be_taken(self, sequence: int) -> None:
        a_series.given(taken(1)).when(take(sequence, "I-2")).then_rejected(NumberOutOfTurn)

    @over(some.lists(some.integers(1, 12), max_size=40))
    def test_whatever_is_asked_the_taken_numbers_have_no_gap(self, asked: list[int]) -> None:
        state, numbers = NUMBER_SERIES.initial, []
        for position, sequence in enumerate(asked):
            try:
                facts = NUMBER_SERIES.decide(take(sequence, f"I-{position}"), state, Given({}))
            except Rejection:
                continue
            state = NUMBER_SERIES.fold(facts, state)
            numbers += [fact.sequence for fact in facts]
        assert numbers == list(range(1, len(numbers) + 1))
