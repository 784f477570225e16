"""What several flows need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stages.display_hall import DisplayHall, DisplayStarter
from tests.stages.guests import install


@pytest.fixture
def guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Installs a driver of somebody else."""
    folder = tmp_path / "site"
    folder.mkdir()

    def installed(driver: Any) -> None:
        install(folder, monkeypatch, driver.name, driver, driver.group)

    return installed


@pytest.fixture
def started() -> Iterator[DisplayStarter]:
    """Makes halls whose displays run, and ends them."""
    halls: list[DisplayHall] = []

    def start(prepared: DisplayHall | None = None, /, **fields: Any) -> DisplayHall:
        hall = prepared or DisplayHall(**fields)
        halls.append(hall)
        hall.start()
        return hall

    yield start
    for hall in halls:
        hall.close()
