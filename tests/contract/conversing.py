"""Sessions played without a wire: time passes, and nobody answers."""

from __future__ import annotations

from typing import Any

from registered import Quality, vectors

from broker.link.base import Noise
from broker.service.driver import Driver
from broker.service.session import Action, Done, Failed, NoiseListener, Report, Session, Write

_MOST = 20_000  # wake-ups after which a session is taken to turn on the spot


def in_silence(session: Session[Any, Any], now: float, until: float) -> list[Action]:
    """What a session does by itself from `now` until then."""
    actions: list[Action] = []
    for _ in range(_MOST):
        at = session.next_wakeup()
        if at is None or at > until:
            return actions
        now = max(now, at)
        actions += session.tick(now)
    raise AssertionError(f"the session wakes up {_MOST} times before {until} and does not rest")


def heard(driver: Driver) -> list[Any]:
    """Whatever devices may say: each good frame of the outside vectors, as the host reads it."""
    values = [
        value
        for vector in vectors(driver.name, Quality.GOOD)
        if False in vector.direction.ways
        for value in driver.decoder(False).feed(vector.data, 0.0)
    ]
    return [value for value in values if not isinstance(value, Noise)]


def ends(actions: list[Action]) -> list[Done[Any, Any] | Failed[Any]]:
    """The commands that are over."""
    return [each for each in actions if isinstance(each, Done | Failed)]


def events(actions: list[Action]) -> list[Any]:
    """What was reported."""
    return [each.event for each in actions if isinstance(each, Report)]


def written(actions: list[Action]) -> list[Any]:
    """What was sent."""
    return [each.data for each in actions if isinstance(each, Write)]


def babble(session: Session[Any, Any], now: float) -> list[Action]:
    """A session hears what is no frame, if it wants to."""
    listener: object = session
    if isinstance(listener, NoiseListener):
        return listener.noise(Noise(b"\x00U\x00", "no frame"), now)
    return []


def after_all(session: Session[Any, Any], driver: Driver) -> list[Action]:
    """It hears everything that devices may say, a second apart, and noise between."""
    actions: list[Action] = []
    for number, value in enumerate(heard(driver)):
        actions += session.receive(value, float(number))
        actions += babble(session, float(number))
    return actions


def readable(driver: Driver, command: Any) -> None:
    """The command has bytes, and they are read as a device reads them, without any noise."""
    if driver.encode is None:
        return
    data = driver.encode(command)
    read = driver.decoder(True).feed(data, 0.0)
    assert read, data.hex(" ")
    assert not any(isinstance(value, Noise) for value in read), data.hex(" ")
