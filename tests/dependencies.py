"""Holds the locked dependencies to deny.toml and to the oldest compiler: python3 tests/dependencies.py

What `cargo deny check bans licenses sources` asks, without cargo-deny: allowed licences, no two versions of one crate
except those that deny.toml names (and every one that it names), nothing that it denies, one registry. And that no
dependency says that it needs a newer compiler than Cargo.toml does. Asks nothing of any network.
"""
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"


def load(name):
    return tomllib.loads((ROOT / name).read_text())


def cargo(*arguments):
    run = subprocess.run(["cargo", *arguments, "--locked", "--offline"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return run.stdout


def host():
    version = subprocess.run(["rustc", "-vV"], capture_output=True, text=True, check=True).stdout
    return re.search(r"host: (\S+)", version).group(1)


def packages():
    found = json.loads(cargo("metadata", "--format-version", "1", "--filter-platform", host()))
    used = {node["id"] for node in found["resolve"]["nodes"]}
    return [package for package in found["packages"] if package["id"] in used]


def built():
    """(name, version) of everything that is compiled with all features, tests included."""
    tree = cargo("tree", "--workspace", "--all-features", "--edges", "normal,build,dev", "--prefix", "none", "--format", "{p}")
    return {tuple(line.split()[:2]) for line in tree.splitlines() if line}


def version(text):
    return tuple(int(part) for part in (re.split(r"[+-]", text.lstrip("v"))[0] + ".0.0").split(".")[:3])


def allowed(expression, licences):
    """Whether an SPDX expression can be met: `(A OR B) AND C`, or the old `A/B`."""
    tokens = re.findall(r"[()]|[^()\s/]+(?: WITH [^()\s/]+)?", expression.replace("/", " OR "))
    return alternatives(tokens, licences)


def alternatives(tokens, licences):
    met = [together(tokens, licences)]
    while tokens[:1] == ["OR"]:
        tokens.pop(0)
        met.append(together(tokens, licences))
    return any(met)


def together(tokens, licences):
    met = [licence(tokens, licences)]
    while tokens[:1] == ["AND"]:
        tokens.pop(0)
        met.append(licence(tokens, licences))
    return all(met)


def licence(tokens, licences):
    token = tokens.pop(0)
    if token != "(":
        return token in licences
    met = alternatives(tokens, licences)
    tokens.pop(0)
    return met


def too_new(found, oldest):
    return [
        f"{package['name']} {package['version']} needs Rust {package['rust_version']}, Cargo.toml says {oldest}"
        for package in found
        if package["rust_version"] and version(package["rust_version"]) > version(oldest)
    ]


def unlicensed(found, licences):
    return [
        f"{package['name']} {package['version']} is under {package['license']}"
        for package in found
        if not package["license"] or not allowed(package["license"], licences)
    ]


def unused_licences(found, licences):
    expressions = " ".join(package["license"] for package in found)
    return [f"nothing is under {licence}: take it out of deny.toml" for licence in licences if licence not in expressions]


def from_elsewhere(found):
    return [f"{package['name']} comes from {package['source']}" for package in found if package["source"] not in (None, REGISTRY)]


def duplicates(crates, skipped):
    """Second versions that are not named, and names without a second version."""
    wrong, needed = [], set()
    for name in sorted({name for name, _ in crates}):
        versions = sorted((version(number) for other, number in crates if other == name), reverse=True)
        for old in versions[1:]:
            named = [skip for skip in skipped if matches(skip, name, old)]
            needed.update(named)
            if not named:
                wrong.append(f"{name} is there twice: {'.'.join(map(str, old))} and {'.'.join(map(str, versions[0]))}")
    return wrong + [f"{skip} is there once: take it out of deny.toml" for skip in skipped if skip not in needed]


def matches(skip, name, number):
    crate, _, prefix = skip.partition("@")
    wanted = tuple(map(int, prefix.split(".")))
    return crate == name and number[: len(wanted)] == wanted


def undocumented(manifest, crates):
    """Direct dependencies that docs/dependencies.md leaves out, names that are none, and its count of all."""
    page = (ROOT / "docs/dependencies.md").read_text()
    tables = [manifest, *manifest["target"].values()]
    direct = {name for table in tables for kind in ("dependencies", "dev-dependencies") for name in table.get(kind, {})}
    rows = re.findall(r"^\| ([a-z][^|]*) \|", page, re.MULTILINE)
    told = {name for row in rows if row != "crate" for name in re.findall(r"[a-z][a-z0-9_-]+", row.partition("(")[0])}
    told |= {"ctrlc"} if "(ctrlc where" in page else set()
    count = re.search(r"has (\d+) crates in all", page).group(1)
    return [
        *(f"docs/dependencies.md leaves out {name}" for name in sorted(direct - told)),
        *(f"docs/dependencies.md names {name}, which is no dependency" for name in sorted(told - direct)),
        *([] if int(count) == len(crates) else [f"docs/dependencies.md says {count} crates, and there are {len(crates)}"]),
    ]


def program():
    """Everything that the program is compiled from."""
    tree = cargo("tree", "--edges", "no-dev", "--prefix", "none", "--format", "{p}")
    return {tuple(line.split()[:2]) for line in tree.splitlines() if line}


def main():
    deny, oldest = load("deny.toml"), load("Cargo.toml")["package"]["rust-version"]
    found, crates = packages(), built()
    compiled = [package for package in found if (package["name"], "v" + package["version"]) in crates]
    licences, bans = deny["licenses"]["allow"], deny["bans"]
    denied = {ban["crate"] for ban in bans["deny"]}
    wrong = [
        *too_new(found, oldest),
        *unlicensed(compiled, licences),
        *unused_licences(compiled, licences),
        *from_elsewhere(found),
        *duplicates(crates, [skip["crate"] for skip in bans["skip"]]),
        *undocumented(load("Cargo.toml"), program()),
        *(f"{name} is denied" for name in sorted(denied & {name for name, _ in crates})),
    ]
    print(f"{len(found)} packages, {len(compiled)} of them compiled, Rust {oldest}")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
