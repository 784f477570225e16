"""Drivers of packages that are not there: found by name, as if somebody had installed them."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from types import ModuleType

import pytest

from broker.registry import Group

_count = itertools.count()


def install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, found: object, group: Group
) -> None:
    """From now on until the test ends, `name` of `group` is `found`."""
    number = next(_count)
    module = ModuleType(f"guest_{number}")
    module.FOUND = found  # type: ignore[attr-defined]  # what the entry point names
    monkeypatch.setitem(sys.modules, module.__name__, module)
    info = folder / f"guest_{number}-1.dist-info"
    info.mkdir()
    entry = f"[{group}]\n{name} = {module.__name__}:FOUND\n"
    (info / "entry_points.txt").write_text(entry, "utf-8")
    if str(folder) not in sys.path:
        monkeypatch.syspath_prepend(folder)
