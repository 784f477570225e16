"""Reading a link through a decoder: when bytes came, and the silences it waits for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from broker.link.base import Link, Noise
from broker.service.session import Decoder, GapDecoder

log = logging.getLogger(__name__)

R = TypeVar("R")


class Listener(Generic[R]):
    """One link and a fresh decoder for it. For the one thread that reads the link.

    `at` is the moment in which what `listen` returned last was read. A decoder should never raise;
    where one does all the same, its bytes are noise, and one that `renew` makes takes its place.
    """

    def __init__(
        self,
        link: Link[Any],
        decoder: Decoder[Any, R],
        renew: Callable[[], Decoder[Any, R]],
        clock: Callable[[], float],
    ) -> None:
        self._link = link
        self._decoder = decoder
        self._renew = renew
        self._clock = clock
        self._gap = _gap(decoder)
        self._quiet_at: float | None = None  # when the silence that ends a frame is over
        self._failed = False
        self.at = clock()

    def listen(self, longest: float | None = None) -> list[R | Noise]:
        """What arrives next, or a silence says; nothing after `longest` seconds.

        Raises `LinkError`.
        """
        data = self._link.read(self._patience(longest))
        self.at = now = self._clock()
        if data:
            self._quiet_at = now + self._gap if self._gap is not None else None
        elif self._quiet_at is not None and now >= self._quiet_at:
            self._quiet_at = None
        else:
            return []
        return self._decode(data, now)

    def _decode(self, data: Any, now: float) -> list[R | Noise]:
        try:
            return list(self._decoder.feed(data, now))
        except Exception as error:  # noqa: BLE001  # whatever it raises, a reader that ends is a dead port
            told = log.debug if self._failed else log.exception  # once, not with every byte
            told("%s: the decoder failed (%r); a new one goes on", self._link.name, error)
            self._failed = True
            self._decoder = self._renew()
            spoilt = data if isinstance(data, bytes) else ascii(data).encode("ascii")
            return [Noise(spoilt, "decoder failed")]

    def _patience(self, longest: float | None) -> float | None:
        if self._quiet_at is None:
            return longest
        quiet = max(0.0, self._quiet_at - self._clock())
        return quiet if longest is None else min(quiet, longest)


def _gap(decoder: object) -> float | None:
    return decoder.gap if isinstance(decoder, GapDecoder) else None
