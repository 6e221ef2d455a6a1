"""Measures the house: python3 tests/measure.py

By room: lines of code, functions with the median and the ninth decile of their lengths, and lines of tests in the room
itself. A function's length is counted from the line with `fn` to its closing brace, blank lines and comments left out;
functions of tests are not counted. Then the tests of the whole, file by file.
"""
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTION = re.compile(r"^(\s*)(?:pub(?:\([a-z]+\))? )?(?:const |unsafe |async )*fn \w")
TEST_FILE = re.compile(r"#\[cfg\(test\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([a-z]+\))? )?mod (\w+);")


def counts(line):
    """Whether a line is code: neither blank nor a comment."""
    return bool(line.strip()) and not line.strip().startswith("//")


def closing(lines, start, indent):
    """The last line of an item that begins at a line: its closing brace stands as far in as the item, as rustfmt has it."""
    for at in range(start, len(lines)):
        line = lines[at]
        if line.rstrip().endswith(";") and at == start or line.startswith(indent + "}") or (at == start and line.rstrip().endswith("}")):
            return at
    return len(lines) - 1


def split(text):
    """The lines of a file: those of the library, and those under #[cfg(test)]."""
    lines, code, tests, at = text.splitlines(), [], [], 0
    while at < len(lines):
        if lines[at].strip() != "#[cfg(test)]":
            code.append(lines[at])
            at += 1
            continue
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        item = at + 1
        while lines[item].strip().startswith("#["):
            item += 1
        end = closing(lines, item, indent)
        tests += lines[at : end + 1]
        at = end + 1
    return code, tests


def lengths(lines):
    for at, line in enumerate(lines):
        found = FUNCTION.match(line)
        if found:
            end = body_end(lines, at, found.group(1))
            if end is not None:
                yield sum(map(counts, lines[at : end + 1]))


def body_end(lines, start, indent):
    """The closing brace of a function; None for one without a body."""
    if lines[start].rstrip().endswith("}"):
        return start
    for at in range(start, len(lines)):
        if at > start and lines[at].startswith(indent + "}"):
            return at
        if lines[at].rstrip().endswith(";") and "{" not in "".join(lines[start : at + 1]):
            return None
    return None


def test_files(room):
    """Files and folders that are declared for tests only."""
    out = set()
    for file in room.rglob("*.rs"):
        parent = file.parent if file.name in ("mod.rs", "lib.rs") else file.with_suffix("")
        for name in TEST_FILE.findall(file.read_text()):
            out |= {parent / f"{name}.rs", parent / name}
    return out


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0


def room(folder):
    """(lines of code, lengths of functions, lines of tests) of a room."""
    only_tests = test_files(folder)
    code, functions, tests = 0, [], 0
    for file in sorted(folder.rglob("*.rs")):
        if any(file == test or test in file.parents for test in only_tests):
            tests += sum(map(counts, file.read_text().splitlines()))
            continue
        own, inside = split(file.read_text())
        code += sum(map(counts, own))
        tests += sum(map(counts, inside))
        functions += lengths(own)
    return code, functions, tests


def row(name, code, functions, tests):
    median, decile = quantile(functions, 0.5), quantile(functions, 0.9)
    longest = max(functions, default=0)
    print(f"{name:10} {code:7} {len(functions):10} {median:7} {decile:12} {longest:8} {tests:14}")


def main():
    print(f"{'room':10} {'code':>7} {'functions':>10} {'median':>7} {'ninth decile':>12} {'longest':>8} {'lines of tests':>14}")
    total = [0, [], 0]
    for folder in sorted(path for path in (ROOT / "src").iterdir() if path.is_dir()):
        measured = room(folder)
        total = [before + here for before, here in zip(total, measured)]
        row(folder.name, *measured)
    row("all", *total)
    print()
    for file in sorted((ROOT / "tests").rglob("*.rs")):
        print(f"{str(file.relative_to(ROOT)):40} {sum(map(counts, file.read_text().splitlines())):6}")


if __name__ == "__main__":
    main()
