"""The letter's table of contents."""

from collections.abc import Iterable
from typing import Final, assert_never

from services.care.letter.events import (
    LetterEvent,
    LetterFailed,
    LetterLapsed,
    LetterReaddressed,
    LetterSent,
    LetterWritten,
)
from services.care.letter.state import Failed, Lapsed, Letter, NotWritten, Sent, ToAddress, ToSend, evolve
from services.care.letter.writing import (
    LapseLetter,
    NoteLetterFailed,
    NoteLetterSent,
    ReaddressLetter,
    WriteLetter,
    lapse_letter,
    note_letter_failed,
    note_letter_sent,
    readdress_letter,
    write_letter,
)
from shared.kernel.decider import Deadline, Decider, NoDeadline

LAPSE: Final = "lapse"


def deadlines(fact: LetterEvent, _: Letter) -> Iterable[Deadline | NoDeadline]:
    """As long as it has not left."""
    match fact:
        case LetterWritten(until=until):
            return [Deadline(LAPSE, until)]
        case LetterSent() | LetterLapsed():
            return [NoDeadline(LAPSE)]
        case LetterFailed() | LetterReaddressed():
            return []
        case _:
            assert_never(fact)


LETTER: Final[Decider[Letter]] = Decider(
    category="letter",
    initial=NotWritten(),
    evolve=evolve,
    decisions={
        WriteLetter: write_letter,
        NoteLetterSent: note_letter_sent,
        NoteLetterFailed: note_letter_failed,
        ReaddressLetter: readdress_letter,
        LapseLetter: lapse_letter,
    },
    events=(LetterWritten, LetterSent, LetterFailed, LetterReaddressed, LetterLapsed),
    shapes=(NotWritten, ToSend, ToAddress, Sent, Failed, Lapsed),
    deadlines=deadlines,
    on_deadline={LAPSE: lambda passed: LapseLetter(at=passed.now)},
)
