"""The shape of a simulated device: pure, one device at one address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Send:
    """Bytes the device puts on the wire, `after` seconds from now (its own working time)."""

    data: bytes
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Show:
    """What a person beside the device would notice: one JSON line of `hall mock`.

    `what` is a short stable word (`display`, `key`, `slip`, `ignored`); `detail` is JSON-able.
    """

    what: str
    detail: dict[str, Any] = field(default_factory=dict)


Output: TypeAlias = Send | Show


class Firmware(Protocol):
    """One simulated device. `now` is monotonic seconds; nothing here sleeps or opens anything."""

    address: int

    def feed(self, data: bytes, now: float) -> list[Output]:
        """Bytes arrived on the wire, in any slicing; frames for other addresses are ignored."""

    def hand(self, words: list[str], now: float) -> list[Output]:
        """A person does something to it (`finger anna`, `key 3`, `paper out`).

        `ValueError` with a sentence where the words are not understood.
        """

    def tick(self, now: float) -> list[Output]:
        """Time passed."""

    def next_wakeup(self) -> float | None:
        """When `tick` is next wanted."""

    def power_cycle(self, now: float) -> list[Output]:
        """Plug pulled and put back: volatile state is gone, what a flash keeps stays."""

    def look(self) -> dict[str, Any]:
        """All a person can see of it now, JSON-able: the bench and the pictures draw from this."""


@dataclass(frozen=True)
class Hand:
    """One thing a hand can do, for `hall mock --list` and the bench's buttons."""

    words: str  # "key 0|1|2|3"
    meaning: str


@dataclass(frozen=True)
class Mock:
    """A kind of simulated device, as found by name.

    `make(address, options)` builds one; `options` are `--set name=value` strings (each mock
    documents its own and refuses others with `ValueError`).
    """

    name: str
    title: str
    baud: int
    make: Callable[[int, dict[str, str]], Firmware]
    hands: tuple[Hand, ...]
    options: dict[str, str] = field(default_factory=dict)
