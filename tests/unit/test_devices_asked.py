"""`hall devices` asks the devices of a line together, and waits as long as the line says."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from broker.commands import conversation, devices
from broker.domain.hall import Display, Wire
from broker.registry import Group, load
from broker.settings import Settings
from firmware_mocks.firmware import Firmware, Mock, Send
from tests.stages.halls import small_hall


@dataclass
class Signs:
    """A wire with signs of which some live; reading it lets its clock go on."""

    living: list[Firmware]
    name: str = "led"
    now: float = 0.0
    _coming: deque[tuple[float, bytes]] = field(default_factory=deque)

    def write(self, data: bytes) -> None:
        for sign in self.living:
            for each in sign.feed(data, self.now):
                if isinstance(each, Send):
                    self._coming.append((self.now + each.after + 0.01, each.data))

    def read(self, timeout: float | None) -> bytes:
        assert timeout is not None
        if self._coming and self._coming[0][0] <= self.now + timeout:
            at, data = self._coming.popleft()
            self.now = max(self.now, at)
            return data
        self.now += timeout
        return b""

    def close(self) -> None:
        pass


def seconds(monkeypatch: pytest.MonkeyPatch, patience: float, signs: int = 8) -> float:
    """How long it takes to ask so many signs of which only the last lives."""
    mock: Mock = load(Group.MOCK, "onbon")
    wire = Signs([mock.make(signs, {})])
    monkeypatch.setattr(conversation, "time", SimpleNamespace(monotonic=lambda: wire.now))
    monkeypatch.setattr(devices, "open_for", lambda *_: wire)
    lines = (Wire(id="led", driver="onbon", port="/dev/led", patience=patience),)
    displays = tuple(Display(window=1, line="led", address=n + 1) for n in range(signs))
    hall = small_hall(lines=lines, displays=displays)
    found = list(devices.find(Settings(hall, Path("hall.toml"), Path("/run"), ())))
    words = {each.device.address: each.word for each in found}
    assert words == {**dict.fromkeys(range(1, signs), "silent"), signs: "ok"}
    return wire.now


def test_the_silent_are_waited_for_together(monkeypatch: pytest.MonkeyPatch) -> None:
    short, long = seconds(monkeypatch, 2.0), seconds(monkeypatch, 12.0)
    assert short < 10.0, "what their tries take of the line"
    assert long - short < 12.0, "and the patience of the line once, not for each"


def test_each_more_that_is_silent_costs_a_turn_and_not_its_tries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few, many = (seconds(monkeypatch, 10.0, signs) for signs in (2, 16))
    assert many - few < 14 * 0.6, "three tries of a turn each, and not four seconds"
