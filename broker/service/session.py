"""The shape of a conversation with a device, as values.

A session never touches a wire or a clock. It is told what happened and when, and
answers with what should be done; so retries and time-outs are tested without waiting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from broker.domain.errors import DeviceError
from broker.link.base import Noise

C = TypeVar("C")
R = TypeVar("R")
E = TypeVar("E")
C_contra = TypeVar("C_contra", contravariant=True)
R_contra = TypeVar("R_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Write:
    """Send these bytes now."""

    data: bytes


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


Action: TypeAlias = Write | Done[Any, Any] | Failed[Any] | Report[Any]


class Decoder(Protocol[R]):
    """Turns a byte stream into values. Never raises: what is no frame is `Noise`."""

    def feed(self, data: bytes) -> list[R | Noise]:
        """Take bytes in any slicing and return all values they complete, in order."""


class Session(Protocol[C_contra, R_contra]):
    """A conversation over one wire. `now` is monotonic seconds."""

    def submit(self, command: C_contra, now: float) -> list[Action]:
        """Ask for `command`; it may wait its turn."""

    def receive(self, reply: R_contra, now: float) -> list[Action]:
        """Take what the decoder made of incoming bytes."""

    def tick(self, now: float) -> list[Action]:
        """Let time-outs happen."""

    def next_wakeup(self) -> float | None:
        """When `tick` is next worth calling; None while nothing is pending."""
