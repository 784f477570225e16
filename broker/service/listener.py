"""Reading a link through a decoder, the silences it waits for included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from broker.link.base import Link, Noise
from broker.service.session import Decoder, GapDecoder

R = TypeVar("R")


class Listener(Generic[R]):
    """One link and a fresh decoder for it. For the one thread that reads the link."""

    def __init__(
        self, link: Link[Any], decoder: Decoder[Any, R], clock: Callable[[], float]
    ) -> None:
        self._link = link
        self._decoder = decoder
        self._clock = clock
        self._gap = _gap(decoder)
        self._quiet_at: float | None = None  # when the silence that ends a frame is over

    def listen(self, longest: float | None = None) -> list[R | Noise]:
        """What arrives next, or a silence says; nothing after `longest` seconds.

        Raises `LinkError`.
        """
        data = self._link.read(self._patience(longest))
        now = self._clock()
        if data:
            self._quiet_at = now + self._gap if self._gap is not None else None
        elif self._quiet_at is not None and now >= self._quiet_at:
            self._quiet_at = None
        else:
            return []
        return self._decoder.feed(data, now)

    def _patience(self, longest: float | None) -> float | None:
        if self._quiet_at is None:
            return longest
        quiet = max(0.0, self._quiet_at - self._clock())
        return quiet if longest is None else min(quiet, longest)


def _gap(decoder: object) -> float | None:
    return decoder.gap if isinstance(decoder, GapDecoder) else None
