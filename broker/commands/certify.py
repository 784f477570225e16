"""`hall certify`: the hall's authority, and the papers of its clients."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import datetime

from broker.bus.papers import KEYS
from broker.certificates.authority import Authority
from broker.certificates.register import in_force
from broker.commands.base import Command, add_place
from broker.domain.clients import clients
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.joining.machines import elsewhere, left
from broker.language import chosen
from broker.service.clock import machine_time
from broker.settings import Settings, load
from broker.terminal import say
from broker.wire.access import access_list

_PAIR = 2  # letters of a fingerprint that stand together


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument(
        "clients", nargs="*", metavar="CLIENT", help="whose papers: kiosk-1 panel-7 (default: all)"
    )
    parser.add_argument(
        "--rights",
        action="store_true",
        help="print what each client may do, as Mosquitto's acl_file, and sign nothing",
    )


def _run(arguments: argparse.Namespace) -> int:
    settings = load(arguments.hall, arguments.run)
    if arguments.rights:
        for line in access_list(settings.hall).splitlines():
            say(line)
        return 0
    authority, now = own_authority(settings), machine_time()
    names = named(settings.hall, arguments.clients)
    for each in arguments.clients:
        authority.shut(each, out=False)
    left(settings.run / KEYS, arguments.clients)
    kept_out = authority.shut_out | elsewhere(settings.run / KEYS)
    for line in _certified(authority, [each for each in names if each not in kept_out], now):
        say(line)
    return 0


def named(hall: Hall, words: Sequence[str]) -> tuple[str, ...]:
    """The clients that are meant. `ConfigError` for one that hall.toml does not have: the broker
    would let it in and give it nothing."""
    known = tuple(each.name for each in clients(hall))
    strange = next((each for each in words if each not in known), None)
    if strange is not None:
        problem = f"hall.toml has no client {strange}"
        raise ConfigError("command line", "CLIENT", problem, f"one of: {', '.join(known)}")
    return tuple(words) or known


def own_authority(settings: Settings) -> Authority:
    """That of this machine. `ConfigError` where it has joined a hall whose authority is elsewhere:
    a second one would be believed by nobody."""
    authority = Authority(settings.run / KEYS, settings.hall.hall.id)
    if authority.certificate.exists() and not authority.is_here:
        problem = "the authority of this hall is on another machine"
        remedy = "run `hall certify` where the ledger is"
        raise ConfigError(str(settings.run / KEYS), "ca.key", problem, remedy)
    return authority


def _certified(authority: Authority, names: Sequence[str], now: datetime) -> Iterator[str]:
    """Make what is missing or grows old, and say what there is."""
    new = authority.found()
    finger = _in_pairs(authority.fingerprint())
    if new:
        yield chosen("已建立本大厅的证书机构。", "The hall has its own authority from now on.")
    yield chosen(f"证书机构指纹 {finger}", f"authority {finger}")
    folders = {name: authority.provide(name, now).certificate.parent for name in names}
    signed = in_force(authority.signed(), now)
    for name, folder in folders.items():
        until = signed[name].until
        days = (until - now).days
        yield chosen(
            f"{name}  有效至 {until:%Y-%m-%d}（还有 {days} 天）  {folder}",
            f"{name}  until {until:%Y-%m-%d} ({days} days)  {folder}",
        )


def _in_pairs(fingerprint: str) -> str:
    return ":".join(fingerprint[at : at + _PAIR] for at in range(0, len(fingerprint), _PAIR))


COMMAND = Command(
    name="certify",
    help="make the hall's authority and its clients' papers, and say how long they hold",
    add=_add,
    run=_run,
)
