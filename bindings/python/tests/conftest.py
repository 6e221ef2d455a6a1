import subprocess
import sys
from pathlib import Path

import pytest

import armistice

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def scenarios():
    return ROOT / "scenarios"


@pytest.fixture(scope="session")
def tiny(scenarios):
    return armistice.load(scenarios / "tiny.toml")


@pytest.fixture
def command(tmp_path):
    """Runs the installed command in an empty folder."""
    program = Path(sys.executable).with_name("armistice")

    def run(*words, status=0):
        ran = subprocess.run([program, *map(str, words)], cwd=tmp_path, capture_output=True, text=True)
        assert ran.returncode == status, ran.stderr
        return ran

    return run
