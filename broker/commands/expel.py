"""`hall expel`: a machine of the hall is its no more, from this moment."""

from __future__ import annotations

import argparse
import threading
import time

from broker.admission import Holds, holds, sign
from broker.bus.papers import KEYS
from broker.certificates.authority import Authority
from broker.commands.base import Command, add_place
from broker.commands.certify import named, own_authority
from broker.domain.clients import COMMAND as OURS
from broker.domain.clients import ClientKind
from broker.domain.errors import ConfigError
from broker.joining.machines import left
from broker.language import chosen
from broker.settings import Settings, load_without_items
from broker.terminal import say

_PATIENCE = 10.0  # seconds; whoever looks after the broker looks four times in one
_LOOK = 0.05
NEEDED = (ClientKind.LEDGER.value, OURS)


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument("client", metavar="CLIENT", help="who has to go: kiosk-1 panel-7")


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    name = arguments.client
    named(settings.hall, [name])
    if name in NEEDED:
        problem = f"without {name} there is no hall"
        remedy = "if its machine is in wrong hands, set up the hall anew on another"
        raise ConfigError("command line", "CLIENT", problem, remedy)
    return _expel(settings, own_authority(settings), name)


def _expel(settings: Settings, authority: Authority, name: str) -> int:
    """Rights first, then the list of the revoked: see `broker.admission`."""
    authority.shut(name, out=True)
    without = _until(settings, authority, name, revoked=False)
    taken = authority.expel(name)
    left(settings.run / KEYS, [name])
    done = _until(settings, authority, name, revoked=True) if without else False
    for line in _told(name, taken, done=done):
        say(line)
    return 0


def _until(settings: Settings, authority: Authority, name: str, *, revoked: bool) -> bool:
    """Wait for the broker to go by it; whether it does. Nobody looks where no hall is up."""
    if not (settings.run / "broker.json").exists():
        return False
    end, pause = time.monotonic() + _PATIENCE, threading.Event()
    while not _holds(holds(settings.run), authority, name, revoked=revoked):
        if time.monotonic() > end:
            return False
        pause.wait(_LOOK)
    return True


def _holds(found: Holds, authority: Authority, name: str, *, revoked: bool) -> bool:
    listed = not revoked or found.revoked == sign(authority.revocations)
    return name in found.shut_out and listed


def _told(name: str, taken: int, *, done: bool) -> list[str]:
    certificates = chosen(f"已吊销证书 {taken} 张。", f"Certificates taken back: {taken}.")
    if done:
        now = chosen(
            f"{name} 从现在起没有任何权限，消息服务器已生效。",
            f"{name} has no rights from now on: the broker goes by it.",
        )
    else:
        now = chosen(
            f"{name} 不再属于本大厅；大厅没有运行（或没有回应），下次 `hall up` 启动时生效。",
            f"{name} is the hall's no more; no hall is up here (or it does not look), so this holds"
            " with the next `hall up`.",
        )
    off = chosen(
        "请把那台机器关掉：取号机没有网络时还会发出它已领的备用号。",
        "Switch that machine off: a kiosk without a network still gives the spare numbers it has.",
    )
    again = chosen(
        f"要让它回来：`hall invite {name}`（在本机则用 `hall certify {name}`）。",
        f"To take it in again: `hall invite {name}` (on this machine `hall certify {name}`).",
    )
    return [now, certificates, off, again]


COMMAND = Command("expel", "take a machine's rights and certificates away, at once", _add, _run)
