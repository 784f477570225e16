"""What several flows need."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.stages.guests import install


@pytest.fixture
def guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Installs a driver of somebody else."""
    folder = tmp_path / "site"
    folder.mkdir()

    def installed(driver: Any) -> None:
        install(folder, monkeypatch, driver.name, driver, driver.group)

    return installed
