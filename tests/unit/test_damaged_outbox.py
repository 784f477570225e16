"""A damaged outbox is put aside and told; its service does not fall over it again and again."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from broker.service import damaged_outbox


class Alerts:
    told: ClassVar[list[str]] = []

    def __init__(self, *_: Any) -> None:
        """Of whomever."""

    def alert(self, code: str, _sentences: Any) -> None:
        self.told.append(code)


def test_it_is_kept_aside_and_told_at_every_start_until_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(damaged_outbox, "Alerts", Alerts)
    monkeypatch.setattr(Alerts, "told", [])
    bus = SimpleNamespace(on_connection=lambda _: None)
    runner = SimpleNamespace(post=lambda *_: None)
    service: Any = SimpleNamespace(bus=bus, runner=runner, name="clockin")
    file = tmp_path / "outbox-clockin.db"
    file.write_bytes(b"\xa5" * 8192)

    def start() -> int:
        with caplog.at_level("CRITICAL"):
            outbox = damaged_outbox.open_outbox(service, file, lambda *_: None)
        count = len(outbox)
        outbox.close()
        return count

    assert (start(), Alerts.told) == (0, ["outbox"])
    aside = tmp_path / "outbox-clockin.db.damaged-1"
    assert aside.read_bytes() == b"\xa5" * 8192
    assert (start(), Alerts.told) == (0, ["outbox"] * 2)
    aside.unlink()
    assert (start(), Alerts.told) == (0, ["outbox"] * 2)
