"""The broker of a hall as a hall has it, and papers for whoever a test is."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from broker.bus.papers import KEYS, Papers, papers_in
from broker.certificates.authority import Authority
from broker.domain.clients import clients
from broker.domain.hall import Hall
from broker.mosquitto import Guard, Mosquitto
from broker.own_broker import BROKER, hosts
from broker.wire.access import access_list
from tests.stages.pins import give_pins

_READ = b"Reloading config"  # as Mosquitto says it


def authority_of(run: Path, hall: str = "test") -> Authority:
    """The authority of a hall in this run directory, made where there is none."""
    made = Authority(run / KEYS, hall)
    made.found()
    return made


def furnish(run: Path, hall: Hall) -> Authority:
    """Papers for every client of a hall, as `hall up` makes them before it starts anybody, and
    PINs for everybody. Papers are the same in all halls of a process that have the same
    clients: keys take time to make."""
    names = (BROKER, *(each.name for each in clients(hall)))
    if not (run / KEYS).exists():
        run.mkdir(parents=True, exist_ok=True)
        shutil.copytree(_furnished(hall.hall.id, names), run / KEYS)
    give_pins(run, hall)
    authority = Authority(run / KEYS, hall.hall.id)
    _provide(authority, names)
    return authority


@cache
def _furnished(hall: str, names: tuple[str, ...]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="hall-keys-"))
    atexit.register(shutil.rmtree, folder)
    made = Authority(folder, hall)
    made.found()
    _provide(made, names)
    return folder


def _provide(authority: Authority, names: tuple[str, ...]) -> None:
    for each in names:
        authority.provide(each, datetime.now(UTC), hosts() if each == BROKER else ())


def papers(run: Path, client: str) -> Papers:
    """What a client of that hall shows; on a machine that joined, what it joined with."""
    joined = papers_in(run / KEYS, client)
    if joined.certificate.exists() and not (run / KEYS / "ca.key").exists():
        return joined
    return authority_of(run).provide(client, datetime.now(UTC))


def admit(run: Path, client: str) -> None:
    """Have the broker of a running hall let this client say and hear everything from now on."""
    folder = run / "mosquitto"
    with (folder / "access.acl").open("a", encoding="utf-8") as access:
        access.write(f"\nuser {client}\ntopic readwrite #\n")
    log = folder / "mosquitto.log"
    before = log.read_bytes().count(_READ)
    os.kill(int((folder / "mosquitto.pid").read_text("ascii")), signal.SIGHUP)
    end = time.monotonic() + 20.0
    while log.read_bytes().count(_READ) == before:
        assert time.monotonic() < end, "the broker does not read its rights anew"
        time.sleep(0.02)


def guarded(hall: Hall, run: Path, folder: Path, port: int = 0, more: str = "") -> Mosquitto:
    """A broker, not yet started, that lets in the clients of `hall` alone; `more` are lines of its
    list of rights for others."""
    authority = furnish(run, hall)
    guard = Guard(authority.papers(BROKER), authority.revocations, access_list(hall) + more)
    return Mosquitto(folder, port, guard)
