"""What every wire offers, whatever it is made of and whatever travels on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar, runtime_checkable

T = TypeVar("T")


class Link(Protocol[T]):
    """A connection to a device. One thread reads, one thread writes.

    `T` is what travels: bytes of a stream (`ByteLink`), or tuples of events where the kernel has
    understood the device already (an evdev keypad, a scanner). Only a driver's decoder and session
    know which.
    """

    @property
    def name(self) -> str:
        """The place a person would look at: `/dev/ttyUSB0`, `tcp:10.0.0.7:5005`."""

    def read(self, timeout: float | None) -> T:
        """Return what has arrived, at least one byte or event, or nothing (`b""`, `()`) after
        `timeout` seconds of silence.

        `None` waits until something comes. Raises `LinkClosed` when the far end is gone
        or `close` was called.
        """

    def write(self, data: T) -> None:
        """Send all of `data` in order; it may wait. Raises `LinkClosed` when the far end is gone,
        or takes nothing for some seconds."""

    def close(self) -> None:
        """End both directions and wake a blocked `read`. Calling it again does nothing."""


@runtime_checkable
class PromptLink(Protocol[T]):
    """A link that knows what it can send at once: what it takes needs no thread that waits."""

    def write_now(self, data: T) -> T:
        """Send what can be sent without waiting, and return the rest (`b""`, `()` for none).
        Never while a `write` is under way. Raises `LinkClosed` like `write`."""


@runtime_checkable
class CountingLink(Protocol):
    """A link that knows how much of what it took has not left this machine yet."""

    def unsent(self) -> int:
        """So many bytes; 0 where nobody knows."""


ByteLink: TypeAlias = Link[bytes]


@dataclass(frozen=True, slots=True)
class Noise:
    """Bytes that are no frame, as a decoder's ordinary return value.

    `reason` is a short stable phrase ("bad checksum", "cut short") for counters and `hall decode`.
    Of an event that means nothing, `data` is what a person would look it up by, in ASCII.
    """

    data: bytes
    reason: str
