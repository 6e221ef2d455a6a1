from collections.abc import Callable, Sequence
from typing import Any

VERSION: str

def command(words: Sequence[str]) -> int: ...
def diagnostics(path: str | None, name: str, text: str, set: list[str], plans: list[str] | None) -> list[tuple]: ...
def sweep(
    path: str,
    folder: str,
    set: list[str],
    plans: list[str] | None,
    trials: int | None,
    seed: int | None,
    threads: int | None,
    charts: bool,
    progress: Callable[[int, int], object] | None,
) -> tuple[Columns, dict[str, list[int]], int]: ...

class Columns:
    fields: list[tuple[str, str]]
    def __len__(self) -> int: ...
    def column(self, name: str) -> tuple[str, Any]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class Ran:
    trials: Columns | None
    def summary_json(self) -> bytes: ...
    def described(self) -> str: ...

class Core:
    name: str
    text: str
    title: str
    set: list[str]
    plans_kept: list[str] | None
    plans: list[str]
    seed: int
    trials: int
    years: int
    warnings: list[tuple]
    def __init__(
        self, path: str | None, name: str, text: str, set: list[str], plans: list[str] | None
    ) -> None: ...
    def described(self) -> str: ...
    def inputs(self) -> list[tuple[str, str, float, float, float]]: ...
    def quantiles(self, input: int, levels: Any) -> bytes: ...
    def evaluate(self, draws: int | None = None) -> tuple[str, str]: ...
    def run(self, threads: int | None, table: bool, progress: Callable[[int, int], object] | None) -> Ran: ...
    def figures(self) -> list[str]: ...
    def assess(
        self,
        rows: Any,
        count: int,
        figures: list[int],
        threads: int | None,
        progress: Callable[[int, int], object] | None,
    ) -> bytes: ...
    def values_at(self, rows: Any) -> bytes: ...
