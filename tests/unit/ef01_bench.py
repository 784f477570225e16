"""A session and a simulated module on a pure clock: hours pass in milliseconds."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from broker.link.base import Noise
from broker.service.session import Action, Done, Failed, Report, Write
from fingerprint.models.ef01.codec import PacketDecoder
from fingerprint.models.ef01.session import Ef01Session
from firmware_mocks.ef01 import make
from firmware_mocks.firmware import Send

Spoil = Callable[[bytes], list[bytes]]  # what becomes of one burst on its way to the host


def vectors() -> dict[str, Any]:
    """The outside vectors, with hex in one piece and in small letters."""
    file = Path(__file__).parent.parent / "vectors" / "ef01.json"
    found: dict[str, Any] = _closed_up(json.loads(file.read_text("utf-8")))
    return found


def _closed_up(value: Any) -> Any:
    match value:
        case str() if value[:6] == "EF 01 ":
            return value.replace(" ", "").lower()
        case dict():
            return {key: _closed_up(inner) for key, inner in value.items()}
        case list():
            return [_closed_up(inner) for inner in value]
        case _:
            return value


def unspoilt(burst: bytes) -> list[bytes]:
    return [burst]


# Faults of a wire that keeps its order: an answer is lost, doubled, bent, torn, preceded by noise,
# comes only together with the next one ("late"), or once more with it ("echo").
KINDS = ["drop", "double", "bend", "tear", "noise", "hello", "late", "echo"]
FAULTS = st.lists(st.sampled_from(["pass"] * 4 + KINDS), min_size=1, max_size=30)


def spoiler(faults: list[str]) -> Spoil:
    """One fault after another, over and over."""
    turns = cycle(faults)
    held: list[bytes] = []

    def spoil(burst: bytes) -> list[bytes]:
        fault, before = next(turns), held.copy()
        held[:] = [burst] if fault in ("late", "echo") else []
        return before + spoilt(burst, fault)

    return spoil


def spoilt(burst: bytes, fault: str) -> list[bytes]:
    """What comes at once of an answer that meets with `fault`."""
    bent = burst[:9] + bytes([burst[9] ^ 0x09]) + burst[10:]
    table = {
        "drop": [],
        "late": [],
        "double": [burst, burst],
        "bend": [bent],
        "tear": [burst[: len(burst) // 2]],
        "noise": [b"\xef\x00\xf8", burst],
        "hello": [b"\x55" + burst],
    }
    return table.get(fault, [burst])


@dataclass
class Bench:
    """`spoil` sees each burst of the module; `deaf` swallows what the host says."""

    options: dict[str, str] = field(default_factory=dict)
    spoil: Spoil = unspoilt
    session: Ef01Session = field(default_factory=Ef01Session)
    deaf: bool = False

    def __post_init__(self) -> None:
        self.now = 0.0
        self.module = make(1, {"enrolled": "anna:0,bo:7", **self.options})
        self.decoder = PacketDecoder()
        self.events: list[tuple[float, Any]] = []
        self.ended: list[Done[Any, Any] | Failed[Any]] = []
        self.sent: list[tuple[float, bytes]] = []
        self._wire: list[tuple[float, int, bytes]] = []
        self._order = count()

    @property
    def said(self) -> list[Any]:
        """The reports, without their times."""
        return [event for _, event in self.events]

    def submit(self, command: Any) -> None:
        self._do(self.session.submit(command, self.now))

    def hand(self, words: str) -> None:
        self._out(self.module.hand(words.split(), self.now))

    def power_cycle(self) -> None:
        self._wire.clear()
        self._out(self.module.power_cycle(self.now))

    def run(self, seconds: float) -> None:
        """Let so much time pass."""
        end = self.now + seconds
        while (at := self._next()) is not None and at <= end:
            self.now = max(self.now, at)
            if self._wire and self._wire[0][0] <= self.now:
                self._arrive(heapq.heappop(self._wire)[2])
            else:
                self._do(self.session.tick(self.now))
        self.now = end

    def until(self, wanted: type, seconds: float = 5.0) -> Any:
        """Run until the next event of this kind and return it."""
        begun, end = len(self.events), self.now + seconds
        while self.now < end:
            self.run(0.01)
            for event in self.said[begun:]:
                if isinstance(event, wanted):
                    return event
        raise AssertionError(f"no {wanted.__name__} within {seconds} s, only {self.said[begun:]}")

    def _next(self) -> float | None:
        ticks = [at for at in (self.session.next_wakeup(),) if at is not None]
        arrivals = [self._wire[0][0]] if self._wire else []
        return min(ticks + arrivals, default=None)

    def _arrive(self, data: bytes) -> None:
        for value in self.decoder.feed(data):
            hear = self.session.noise if isinstance(value, Noise) else self.session.receive
            self._do(hear(value, self.now))

    def _do(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    self.sent.append((self.now, data))
                    if not self.deaf:
                        self._out(self.module.feed(data, self.now))
                case Report(event):
                    self.events.append((self.now, event))
                case Done() | Failed():
                    self.ended.append(action)

    def _out(self, outputs: list[Any]) -> None:
        for output in outputs:
            if isinstance(output, Send):
                for burst in self.spoil(output.data):
                    at = self.now + output.after
                    heapq.heappush(self._wire, (at, next(self._order), burst))
