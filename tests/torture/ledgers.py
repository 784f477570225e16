"""The role `ledger` as it is, or sabotaged: `python -m tests.torture.ledgers KIND …`.

Whoever claims that nothing was lost must find each saboteur out. All allow strace to attach.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn
from unittest import mock

from paho.mqtt.client import Client

from broker import logs
from broker.bus.mqtt import MqttBus
from broker.domain.alerts import AlertCode
from broker.domain.errors import StoreError
from broker.domain.ground import Ground
from broker.domain.ids import FIRST_SPARE
from broker.domain.ratings import rules as rating_rules
from broker.domain.ratings.requests import GiveRating
from broker.domain.refusals import No, Refusal
from broker.domain.series.projection import SeriesFloor
from broker.ledger.service import Ledger, run
from broker.ledger.store import Store
from broker.service import life
from broker.service.clock import hall_clock
from broker.settings import load
from tests.torture.jumping import JUMPS, JumpingClock
from tests.torture.roles import words

_PR_SET_PTRACER = 0x59616D61  # prctl(2): who may trace this process where Yama guards it
_ANYBODY = -1

_begin, _commit = Store.begin, Store.commit


def honest() -> None:
    """The ledger as it is."""


def hasty() -> None:
    """Answers before it commits: what is written stays open until requests came ten times more,
    so that whenever it is killed somebody was told what is in no file."""
    began = itertools.count(1)

    def begin(store: Store, *, write: bool = False) -> None:
        if store._db.in_transaction:
            if next(began) % 10:
                return
            _commit(store)
        _begin(store, write=write)

    mock.patch.object(Store, "begin", begin).start()
    mock.patch.object(Store, "commit").start()


def careless() -> None:
    """Does not look whether the commit worked, and goes on with a store that would have closed."""

    def commit(store: Store) -> None:
        with mock.patch.object(Store, "close"), contextlib.suppress(StoreError):
            _commit(store)

    mock.patch.object(Store, "commit", commit).start()


def forgetful() -> None:
    """Publishes its states once and trusts the broker to keep them."""
    in_place = MqttBus._in_place

    def in_place_anew(bus: MqttBus, client: Client) -> None:
        if not bus._up and bus.__dict__.setdefault("was_here", False):
            bus._retained.clear()
        bus.__dict__["was_here"] = True
        in_place(bus, client)

    mock.patch.object(MqttBus, "_in_place", in_place_anew).start()


def hopeful() -> None:
    """Takes its alert back whenever it tries the file again."""
    reopen = Ledger._reopen

    def reopen_gladly(ledger: Ledger, *expected: type[StoreError]) -> None:
        ledger._alerts.over(AlertCode.STORE)
        reopen(ledger, *expected)

    mock.patch.object(Ledger, "_reopen", reopen_gladly).start()


def believing() -> None:
    """Takes the machine's clock for the time, whatever has happened."""
    mock.patch.object(Ground, "time_at", lambda _ground, clock: clock).start()


def strict() -> None:
    """Refuses a rating of a visit that it does not know."""

    def refuse(_floor: object, request: GiveRating, _now: object) -> NoReturn:
        raise Refusal(No.UNKNOWN_VISIT, visit=request.visit)

    mock.patch.object(rating_rules, "_unmatched", refuse).start()


def generous() -> None:
    """Grants each kiosk the same numbers."""
    mock.patch.object(SeriesFloor, "next_spare", return_value=FIRST_SPARE).start()


KINDS: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (honest, hasty, careless, forgetful, hopeful, believing, strict, generous)
}


def _leash() -> None:
    while os.read(0, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run the role in the way that was asked for."""
    asked = words(KINDS)
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANYBODY)
    threading.Thread(target=_leash, daemon=True).start()
    KINDS[asked.kind]()
    if jumps := os.environ.get(JUMPS):
        clock = JumpingClock(hall_clock(), Path(jumps))
        mock.patch.object(life, "hall_clock", return_value=clock).start()
    logs.configure("ledger")
    run(load(asked.hall, asked.run), "")


if __name__ == "__main__":
    main()
