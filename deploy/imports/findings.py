"""What an import came to, as far as every import says it: counts beside counts, what differs, rows to look at."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from deploy.imports import BadRow


@dataclass(frozen=True)
class Counted:
    """How many of something the file holds, and how many the company has of it now."""

    what: str
    in_file: int
    in_company: int


@dataclass
class Findings:
    """Each import adds the sums that it compares."""

    counts: list[Counted] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)
    noticed: list[BadRow] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing differs and nothing was set aside."""
        return not self.differing and not self.parked

    def remarks(self) -> Iterator[str]:
        """One line each, for eyes and for grep."""
        for what in self.differing:
            yield f"differs: {what}"
        for row in self.bad_rows:
            yield f"bad row: {row.file}:{row.line}: {row.reason}"
        for row in self.noticed:
            yield f"noticed: {row.file}:{row.line}: {row.reason}"
        for message in self.parked:
            yield f"set aside: {message}"
        for note in self.notes:
            yield f"note: {note}"
