"""The tests that mutants meet are all that know what is mutated: none is forgotten (ADR 18)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ELSEWHERE = {  # why a test that knows a mutated module need not be selected
    "tests/contract/test_pairs.py": "four million fuzzed inputs: an hour of its own",
    "tests/unit/test_dead_wires.py": "ports and threads; the driver is only what hangs on them",
    "tests/unit/test_driver_fit.py": "whether a driver can be loaded at all",
    "tests/unit/test_odd_drivers.py": "drivers of strangers; ours stands there for comparison",
    "tests/unit/test_ports.py": "ports and threads; the driver is only what hangs on them",
    "tests/unit/test_printer_station.py": "a port and its thread; what they carry is no matter",
}


def mutmut() -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: dict[str, Any] = settings["tool"]["mutmut"]
    return found


def mutated() -> set[str]:
    """Modules of devices and screens; the domain is known to nearly every test."""
    files = {file for pattern in mutmut()["only_mutate"] for file in ROOT.glob(pattern)}
    files |= {each for file in files if file.is_dir() for each in file.rglob("*.py")}
    names = {str(file.relative_to(ROOT).with_suffix("")).replace("/", ".") for file in files}
    return {name.removesuffix(".__init__") for name in names if not name.startswith("broker.")}


def imported(file: Path) -> set[str]:
    """The modules that its lines `from … import` name."""
    return set(re.findall(r"^from (\S+) import", file.read_text("utf-8"), re.MULTILINE))


def forgotten(selected: set[str]) -> set[str]:
    files = [
        file for room in ("unit", "contract") for file in (ROOT / "tests" / room).glob("test_*")
    ]
    modules = mutated()
    known = {str(file.relative_to(ROOT)) for file in files if imported(file) & modules}
    return known - selected


def test_whoever_knows_a_mutated_module_tries_its_mutants() -> None:
    selected = set(mutmut()["pytest_add_cli_args_test_selection"])
    assert forgotten(selected) == set(ELSEWHERE)
    assert all((ROOT / each).exists() for each in selected | set(ELSEWHERE))


@pytest.mark.parametrize("name", ["tests/unit/test_ff68_echoes.py", "tests/unit/test_slip.py"])
def test_one_that_is_not_selected_would_be_seen(name: str) -> None:
    """The control."""
    selected = set(mutmut()["pytest_add_cli_args_test_selection"])
    assert name in forgotten(selected - {name})
