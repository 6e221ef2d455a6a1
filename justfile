# Tasks, each one line. `just` lists them.

default:
    @just --list

# everything that must hold, as continuous integration runs it
ci:
    .ci/run

# build the program
build:
    cargo build --locked --release

# all tests
test:
    cargo test --locked --release

# format and lints
lint:
    cargo fmt --check && cargo clippy --locked --all-targets -- -D warnings

# the model against a transcription of its page
oracle:
    python3 tests/oracle/make.py --check

# write the vectors again
vectors:
    python3 tests/oracle/make.py

# licences, duplicates, sources and the oldest compiler
dependencies:
    python3 tests/dependencies.py

# the same with cargo-deny, which asks for known vulnerabilities besides
deny:
    cargo deny check

# the Python package: installed, its tests, the recipes
python:
    .ci/python "$(mktemp -d)"

# what takes longer than every change can wait for: hostile inputs, kills, the page's module, Slurm
full:
    .ci/full

# the job array of docs/clusters.md on Slurm, which it installs
cluster:
    .ci/cluster "$(mktemp -d)"

# the main job: tables, charts and a report
paris:
    cargo run --locked --release -- run scenarios/paris-2026.toml

# documentation of the library
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --open

# lengths of functions and lines of tests by room
measure:
    python3 tests/measure.py

# mutants of one room that no test notices: just mutants report
mutants room:
    cargo mutants --file 'src/{{room}}/**'
