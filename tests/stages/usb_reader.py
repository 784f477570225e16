"""A client of a reader on USB, as a program of its own: what its driver reports, line by line.

Standard input says what to do: `watch`, `enrol SLOT`, `erase SLOT`, `index`, `end`.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from datetime import UTC, datetime
from typing import Any

from broker.domain.errors import LinkError
from broker.link.base import Noise
from broker.service.driver import driver
from broker.service.session import Action, Write
from fingerprint.enrolment import Consent, Enrol, Erase
from fingerprint.models.ef01.commands import ReadIndex
from fingerprint.reading import Watch

CONSENT = Consent("9001", "v1", datetime(2026, 11, 1, tzinfo=UTC), "9000")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Talk until `end`, or until the link is gone."""
    known = driver("ef01-usb")
    assert known.link is not None
    link = known.link(sys.argv[1], known.baud)
    session, decoder = known.session((1,)), known.decoder(False)
    words: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    threading.Thread(
        target=lambda: [words.put(line.split()) for line in sys.stdin], daemon=True
    ).start()
    say("open")

    def do(actions: list[Action]) -> None:
        for action in actions:
            if isinstance(action, Write):
                link.write(action.data)
            else:
                say(str(action))

    try:
        while (command := _next(words)) != "end":
            now = time.monotonic()
            do(session.submit(command, now) if command is not None else session.tick(now))
            for heard in decoder.feed(link.read(0.005), now):
                hear = session.noise if isinstance(heard, Noise) else session.receive
                do(hear(heard, time.monotonic()))
    except LinkError as error:
        say(f"down {error}")
    link.close()
    say("closed")


def _next(words: queue.SimpleQueue[list[str]]) -> Any:
    if words.empty():
        return None
    match words.get():
        case ["watch"]:
            return Watch()
        case ["enrol", slot]:
            return Enrol("9001", int(slot), CONSENT)
        case ["erase", slot]:
            return Erase(int(slot))
        case ["index"]:
            return ReadIndex()
        case _:
            return "end"


if __name__ == "__main__":
    main()
