"""The shape of a simulated device: pure, one device at one address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Protocol, TypeAlias, runtime_checkable

from msgspec import Struct

from firmware_mocks.firmware.looks import Look

_FILLED_IN = re.compile(r"[A-Z]+|.*[…<].*")  # NAME: a hand says something of its own there


@dataclass(frozen=True, slots=True)
class Send:
    """Bytes the device puts on the wire, `after` seconds from now (its own working time)."""

    data: bytes
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Show:
    """What a person beside the device would notice: one JSON line of `hall mock`.

    `what` is a short stable word (`display`, `key`, `slip`, `ignored`); `detail` is JSON-able. The
    `slip` of a printer is a `CutSlip`, so that its picture can be drawn after it was torn off.
    """

    what: str
    detail: dict[str, Any] | Struct = field(default_factory=dict)


Output: TypeAlias = Send | Show


@runtime_checkable
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

    def look(self) -> Look:
        """All a person can see of it now, as its kind is seen (`firmware_mocks.firmware.looks`)."""


@dataclass(frozen=True)
class Hand:
    """One thing a hand can do: a line of `hall mock --list`.

    `words` may offer a choice (`paper out|in`), name what is filled in (`finger NAME`) and end with
    what may be left away (`fault nack [CODE]`). With `labels`, one for each choice, the bench
    has a key for it. Hands that begin with `fault`, and `ok`, are small words beside the device.
    """

    words: str
    meaning: str
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.labels and len(self.labels) != len(self.spoken):
            raise ValueError(f"“{self.words}” is said in {len(self.spoken)} ways; label each")

    @property
    def spoken(self) -> tuple[str, ...]:
        """Every way to say it that needs nothing filled in: `paper out` and `paper in`."""
        choices = [word.split("|") for word in self.words.partition(" [")[0].split()]
        if any(_FILLED_IN.fullmatch(each) for word in choices for each in word):
            return ()
        return tuple(" ".join(each) for each in product(*choices))


@dataclass(frozen=True)
class Mock:
    """A kind of simulated device, as found by name.

    - `kind` is what the device is for, as in the hall's inventory (`DeviceKind`), and with it what
      its `look` is: see `LOOKS`. Any other word is a kind of your own, which the bench shows as
      words.
    - `make(address, options)` builds one; `options` are `--set name=value` strings. `ValueError`
      names an option that does not exist or does not fit.
    - `hands` are what a person can do to it, `options` what each of its options means.
    """

    name: str
    title: str
    kind: str
    baud: int
    make: Callable[[int, dict[str, str]], Firmware]
    hands: tuple[Hand, ...]
    options: dict[str, str] = field(default_factory=dict)
