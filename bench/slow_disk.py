"""A disk that takes its time: what of the ledger waits for it, and what does not.

strace holds each fdatasync of the ledger back. A request that cannot be read needs no disk to be
refused, so the time of its answer says whether the loop reads on while a commit is under way.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from statistics import median

from bench.asker import Asker
from bench.bare import BareClient
from bench.children import program
from bench.rows import Row
from bench.site import Site
from broker.domain.tickets.requests import ReserveTicket
from broker.wire.topics import Kind, Topics

_DELAY = 0.2  # seconds of one fdatasync
_ROUNDS = 20
_STRANGER = "stranger"
_REPLY = Topics("bench").reply(_STRANGER)


def rows(site: Site, rounds: int = _ROUNDS) -> Iterator[Row]:
    """A ticket, and somebody else's answer, while the disk is waited for."""
    here = site.hall(1)
    words = ("bench.bus", str(here.settings.run), "ledger", str(here.settings.file))
    with program(*words, before=held_back(_DELAY)), closing(here.asker()) as asker:
        asker.await_all(Kind.SERVICE, ["ledger"])
        others: list[float] = []
        tickets = [_both(site, asker, others) for _ in range(rounds)]
    sync = _DELAY * 1000
    yield Row.within(f"disk of {sync:.0f} ms: a ticket", median(tickets) * 1000, 1.5 * sync, "ms")
    yield Row.within("… meanwhile, who needs no disk", median(others) * 1000, 0.1 * sync, "ms")


def held_back(seconds: float) -> tuple[str, ...]:
    """What runs a program so that each fdatasync takes so much longer; its parent stays its parent
    (`-D`), and can end it."""
    fault = f"inject=fdatasync:delay_enter={round(seconds * 1e6)}"
    return ("strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", fault)


def _both(site: Site, asker: Asker, others: list[float]) -> float:
    """Seconds of a ticket; those of somebody who asks while it is written are put to `others`."""
    heard: list[float] = []
    stranger = BareClient(site.host, site.port, _REPLY, lambda _: heard.append(time.perf_counter()))
    with closing(stranger):
        begun = time.perf_counter()
        asker.send(ReserveTicket, queue="qa")
        asker.pause(_DELAY / 4)  # its commit is under way by now
        asked = time.perf_counter()
        stranger.ask(asker.topics.request(_STRANGER, ReserveTicket), b"unreadable", _REPLY)
        stranger.until(lambda: bool(heard))
        others.append(heard[0] - asked)
        asker.until(lambda: asker.waiting == 0)
        return time.perf_counter() - begun
