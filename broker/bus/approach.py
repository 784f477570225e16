"""The way of a client to the broker: where it is, under which name, and when to try again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import paho.mqtt.client as mqtt

from broker.bus.account import Account, Place
from broker.bus.holder import NameClaim
from broker.bus.pumps import Pump
from broker.domain.backoff import Backoff

_KEEPALIVE = 15  # seconds
_WITHOUT_A_WORD = 5.0  # seconds that a broker may take to start
_UNKNOWN = "no broker is known: one is started by `hall up`, or named in [broker] of hall.toml"
_TAKEN_OVER = "Session taken over"  # MQTT 5.0, reason 0x8E, in paho's words


@dataclass(eq=False)
class Approach:
    """Connects the client of the day, which `client` gives, as often as it takes. On the loop.

    The place is looked up anew for every try. Where there is a `claim`, a name that another holds
    is left to him: the claim tells whom it concerns, and nothing more is tried. `away` hears why
    nobody is reached: some seconds after the first try, and when the reason is another.
    """

    account: Account
    pump: Pump
    clock: Callable[[], float]
    claim: NameClaim | None
    client: Callable[[], mqtt.Client]
    away: Callable[[str], None]

    def __post_init__(self) -> None:
        self._since: float | None = None  # of the first try that failed
        self._said = ""
        self._retry_at: float | None = None
        self._backoff = Backoff(first=0.2, most=3.0)
        self.place: Place = ("", 0)  # where we connect, or tried to

    def go(self) -> None:
        """Begin to connect; returns at once."""
        self._retry_at = None
        place = self.account.find()
        self.place = place or ("", 0)
        if place is None:
            self.again()
            return
        if self.claim is None:
            self._take()
        else:
            self.claim.begin(self.pump, place, self._take, self.again)

    def again(self, reason: str = "") -> None:
        """It ended, or never began: try once more, a little later each time."""
        if self.claim is not None and reason == _TAKEN_OVER:
            self.claim.be_wary()
        now = self.clock()
        self._tell(reason, now)
        self._retry_at = now + self._backoff.step()

    def arrived(self) -> None:
        """We are up: the next tries come quickly again."""
        self._since, self._said = None, ""
        self._backoff.clear()

    def stop(self) -> None:
        """Try no more."""
        self._retry_at = None
        if self.claim is not None:
            self.claim.stop()

    def next_wakeup(self) -> float | None:
        """When to try again, or to ask again who holds the name."""
        claim = self.claim.next_wakeup() if self.claim else None
        return min((at for at in (self._retry_at, claim) if at is not None), default=None)

    def tick(self, now: float) -> None:
        """Time passed."""
        if self.claim is not None:
            self.claim.tick(now)
        if self._retry_at is not None and now >= self._retry_at:
            self.go()

    def _tell(self, reason: str, now: float) -> None:
        self._since = now if self._since is None else self._since
        host, port = self.place
        said = f"no broker is reached at {host}:{port}: {reason}" if host else _UNKNOWN
        if now - self._since >= _WITHOUT_A_WORD and said != self._said:
            self._said = said
            self.away(said)

    def _take(self) -> None:
        self.pump.start(self.client(), *self.place, _KEEPALIVE)
