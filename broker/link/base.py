"""What every wire offers, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Link(Protocol):
    """A byte stream to a device. One thread reads, one thread writes."""

    @property
    def name(self) -> str:
        """The place a person would look at: `/dev/ttyUSB0`, `tcp:10.0.0.7:5005`."""

    def read(self, timeout: float | None) -> bytes:
        """Return what has arrived, at least one byte, or `b""` after `timeout` seconds of silence.

        `None` waits until something comes. Raises `LinkClosed` when the far end is gone
        or `close` was called.
        """

    def write(self, data: bytes) -> None:
        """Send all of `data` in order. Raises `LinkClosed` when the far end is gone."""

    def close(self) -> None:
        """End both directions and wake a blocked `read`. Calling it again does nothing."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Bytes that are no frame, as a decoder's ordinary return value.

    `reason` is a short stable phrase ("bad checksum", "cut short") for counters and `hall decode`.
    """

    data: bytes
    reason: str
