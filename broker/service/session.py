"""The shape of a conversation with a device, as values.

A session never touches a wire or a clock. It is told what happened and when, and
answers with what should be done; so retries and time-outs are tested without waiting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, runtime_checkable

from broker.domain.errors import DeviceError
from broker.link.base import Noise

C = TypeVar("C")
R = TypeVar("R")
E = TypeVar("E")
T = TypeVar("T")
C_contra = TypeVar("C_contra", contravariant=True)
R_contra = TypeVar("R_contra", contravariant=True)
T_contra = TypeVar("T_contra", contravariant=True)

Addresses: TypeAlias = tuple[int, ...]
"""The devices that hall.toml puts on one wire."""


@dataclass(frozen=True, slots=True)
class Write(Generic[T]):
    """Send this now: bytes, or what else the driver's link carries."""

    data: T


@dataclass(frozen=True, slots=True)
class Done(Generic[C, R]):
    """The device carried out `command`; `reply` is what it said, None where it cannot answer."""

    command: C
    reply: R | None


@dataclass(frozen=True, slots=True)
class Failed(Generic[C]):
    """`command` was given up for good, and why."""

    command: C
    error: DeviceError


@dataclass(frozen=True, slots=True)
class Report(Generic[E]):
    """The device told something nobody asked for: a key press, a finger, a rating."""

    event: E


Action: TypeAlias = Write[Any] | Done[Any, Any] | Failed[Any] | Report[Any]


class Decoder(Protocol[T_contra, R]):
    """Turns what a link yields into values. Never raises: what is no frame is `Noise`."""

    def feed(self, data: T_contra, now: float, /) -> list[R | Noise]:
        """Take what arrived at `now`, in any slicing, and return all values it completes.

        `now` is monotonic seconds, taken where the bytes were read.
        """


@runtime_checkable
class GapDecoder(Protocol):
    """A decoder whose frames may end with silence and nothing else (Modbus RTU).

    After `gap` seconds in which nothing followed it is fed nothing (`b""`), once.
    """

    @property
    def gap(self) -> float:
        """Seconds of silence it wants to hear of."""


class Session(Protocol[C_contra, R_contra]):
    """A conversation over one wire. `now` is monotonic seconds.

    A session lives as long as its wire is open: after a cut a new one begins, so that half a
    conversation from before never meets an answer from after. More abilities are optional:
    `LastingSession`, `PunctualSession` and `NoiseListener`.
    """

    def submit(self, command: C_contra, now: float) -> list[Action]:
        """Ask for `command`; it may wait its turn."""

    def receive(self, reply: R_contra, now: float) -> list[Action]:
        """Take what the decoder made of incoming bytes."""

    def tick(self, now: float) -> list[Action]:
        """Let time-outs happen."""

    def next_wakeup(self) -> float | None:
        """When `tick` is next worth calling; None while nothing is pending."""


@runtime_checkable
class LastingSession(Protocol):
    """A session that outlives a cut, because it remembers what must not be asked twice."""

    def opened(self, now: float) -> list[Action]:
        """The wire is open (again)."""

    def closed(self, now: float) -> list[Action]:
        """The wire is gone; nothing that is written now arrives."""


@runtime_checkable
class PunctualSession(Protocol):
    """A session for which it counts when bytes came, and not when the loop got round to them."""

    def heard(self, reply: Any, at: float, now: float) -> list[Action]:
        """Like `receive`: a reply that was read `at` that moment, now that it is taken."""


@runtime_checkable
class NoiseListener(Protocol):
    """A session that draws conclusions from noise."""

    def noise(self, noise: Noise, now: float) -> list[Action]:
        """What the decoder could not read."""
