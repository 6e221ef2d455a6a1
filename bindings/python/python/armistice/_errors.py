"""What is wrong, and where."""

from __future__ import annotations

from typing import NamedTuple


class Diagnostic(NamedTuple):
    """A fault of a scenario, or something odd about it. `str()` shows the line with a caret, as the command line does."""

    severity: str
    """`error` or `warning`."""
    code: str
    """What kind it is, by a name that stays: `out-of-range`, `unknown-key`, ..."""
    source: str | None
    """The file, or `--set` for what is set over it."""
    line: int | None
    """Line, from 1; None for what has no lines."""
    column: int | None
    """Column in characters, from 1; None for what has no lines."""
    key: str | None
    """Path of the key that it is about."""
    message: str
    """What is wrong."""
    help: str | None
    """A way out."""
    text: str
    """All of it, with the line and a caret."""

    def __str__(self) -> str:
        return self.text


class ScenarioError(ValueError):
    """A scenario or sweep file is wrong. `str()` tells every fault."""

    def __init__(self, text: str, faults: list[tuple]) -> None:
        super().__init__(text, faults)
        self.faults: list[Diagnostic] = [Diagnostic(*fault) for fault in faults]
        """All faults, in the order of the file."""

    @property
    def line(self) -> int | None:
        """Line of the first fault, from 1."""
        return self.faults[0].line if self.faults else None

    @property
    def column(self) -> int | None:
        """Column of the first fault, from 1."""
        return self.faults[0].column if self.faults else None

    def __str__(self) -> str:
        return self.args[0]


class AssessError(ValueError):
    """A row of inputs that cannot be assessed."""

    def __init__(self, text: str, row: int, path: str | None) -> None:
        super().__init__(text, row, path)
        self.row = row
        """The first row that is refused, from 0."""
        self.path = path
        """Path of the number at fault; None where it is only together that they have no meaning."""

    def __str__(self) -> str:
        return self.args[0]
