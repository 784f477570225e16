"""What a screen loads before its first frame: nothing that the glass does not wait for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.stages.processes import HALL

HEAVY = ("importlib.metadata", "email", "pypinyin", "python_calamine", "sqlite3", "asyncio")


@pytest.mark.parametrize("heavy", [*HEAVY, "PySide6"])
def test_hall_toml_is_read_without_it(heavy: str) -> None:
    """Each costs a start some hundredths of a second on a small machine."""
    assert heavy not in loaded(f"load(Path({str(HALL)!r}), Path('nowhere'))")


def test_what_is_loaded_is_seen() -> None:
    """The control."""
    assert "email" in loaded("import email")


def loaded(work: str) -> list[str]:
    """The modules that an interpreter has after `work`."""
    code = (
        "import sys; from pathlib import Path; from broker.settings import load;"
        f"{work}; print(*sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return said.stdout.split()
