"""`hall invite`: a new machine may join, for an hour."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from broker.certificates.authority import Authority
from broker.commands.base import Command, add_place
from broker.commands.certify import named, own_authority
from broker.commands.expel import NEEDED
from broker.domain.client_names import client_name, panel_at, service_at
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.wings import services_at
from broker.joining.host import Host
from broker.joining.invitation import LIFE, TRIES, Invitation, Over, new_code
from broker.joining.newcomer import SHORTEST
from broker.joining.reception import Reception
from broker.language import chosen
from broker.own_broker import BROKER, hosts
from broker.service.clock import machine_time
from broker.settings import Settings, load
from broker.settings.parcel import left_behind, packed
from broker.terminal import announce

_LOOK = 0.25  # seconds
_BESIDE = 1  # the port after the broker's, where none is named


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument(
        "clients",
        nargs="+",
        metavar="CLIENT",
        help="what it is going to be: kiosk-2, panel 7, board, services WING",
    )
    parser.add_argument(
        "--port", type=int, default=0, help="where it is heard (default: the broker's port + 1)"
    )


def _run(arguments: argparse.Namespace) -> int:
    settings = load(arguments.hall, arguments.run)
    names = named(settings.hall, meant(settings.hall, arguments.clients))
    _check(settings.hall, names)
    authority = own_authority(settings)
    authority.found()
    table = settings.hall.broker
    papers = authority.provide(BROKER, machine_time(), hosts(table.addresses))
    invitation = Invitation(names, new_code(), machine_time() + LIFE)
    heard = _Reported(invitation)
    place = table.addresses[0], table.port
    host = Host(settings, authority, invitation, place, machine_time, heard.wrong)
    port = arguments.port or table.port + _BESIDE
    with Reception(port, papers, host.hear) as reception:
        for line in _said(settings, authority, invitation, reception.port):
            announce(line)
        return heard.until_over()


def meant(hall: Hall, words: Sequence[str]) -> tuple[str, ...]:
    """The clients that somebody means: `panel 7` is panel-7, `board` the first, `services east` all
    that there is to serve in that wing. Whatever else is said is a client's name."""
    found, rest = list[str](), list(words)
    while rest:
        match rest:
            case ["panel", number, *rest] if number.isdecimal():
                found.append(panel_at(number))
            case ["services", wing, *rest]:
                found += [service_at(role, wing) for role in services_at(hall, wing)] or [wing]
            case ["board", *rest]:
                found.append(client_name("board", ""))
            case [name, *rest]:
                found.append(name)
    return tuple(dict.fromkeys(found))


def _check(hall: Hall, names: tuple[str, ...]) -> None:
    kept = next((each for each in names if each in NEEDED), None)
    if kept is not None:
        problem = f"{kept} is on the hall's own machine"
        raise ConfigError("command line", "CLIENT", problem, "invite screens and services")
    if not hall.broker.addresses:
        problem = "the hall's broker is heard on this machine alone"
        remedy = 'write [broker] addresses = ["192.168.1.5"] and a port, and start the hall anew'
        raise ConfigError("hall.toml", "broker.addresses", problem, remedy)


class _Reported:
    """What became of the invitation, told as it happens."""

    def __init__(self, invitation: Invitation) -> None:
        self._invitation = invitation
        self._tick = threading.Event()

    def wrong(self, over: Over) -> None:
        """Somebody showed a wrong code, or came too late."""
        tries = TRIES - self._invitation.wrong
        announce(
            chosen(
                f"有人用错误的邀请码请求加入，还可再试 {tries} 次。",
                f"Somebody asked to join with a wrong code; {tries} tries are left.",
            )
            if over is Over.WRONG
            else chosen("已拒绝一次加入请求。", "Somebody was turned away.")
        )

    def until_over(self) -> int:
        """Wait; 0 where somebody joined."""
        while not (over := self._invitation.over(machine_time())):
            self._tick.wait(_LOOK)
        self._tick.wait(_LOOK)  # for the answer to be on its way
        announce(chosen(*_ENDS[over]))
        return 0 if over is Over.USED else 1


_ENDS = {
    Over.USED: ("新机器已加入。", "The new machine has joined."),
    Over.TRIED: (
        "邀请码输错次数过多，邀请已作废。请确认是谁在尝试，再重新邀请。",
        "Wrong codes were shown too often: the invitation is over. See who tries, and invite anew.",
    ),
    Over.LATE: (
        "一小时内没有机器加入，邀请已过期。",
        "Nobody joined within the hour: the invitation is over.",
    ),
}


def _said(
    settings: Settings, authority: Authority, invitation: Invitation, port: int
) -> Iterator[str]:
    hall = settings.hall
    finger = authority.fingerprint()[: 2 * SHORTEST]
    told = (f"{hall.broker.addresses[0]}:{port}", "--code", invitation.code, "--authority", finger)
    words = " ".join(("hall", "join", *told))
    until = invitation.until.astimezone(ZoneInfo(hall.hall.timezone))
    who = chosen("、", ", ").join(invitation.clients)
    yield chosen(
        f"在要作为 {who} 的机器上运行（{until:%H:%M} 前有效，只能用一次）：",
        f"On the machine that is going to be {who}, run (good until {until:%H:%M}, once):",
    )
    yield f"  {words}"
    yield from _picture(words)
    parcel = packed(settings, invitation.clients, (hall.broker.addresses[0], hall.broker.port))
    for each in left_behind(parcel):
        yield chosen(
            f"{each} 太大或不存在，不会随邀请发送，请另行拷贝。",
            f"{each} is too large, or is not there: it is not sent along, and has to be brought.",
        )
    yield chosen("等待中；按 Ctrl-C 取消邀请。", "Waiting; Ctrl-C takes the invitation back.")


def _picture(words: str) -> Iterator[str]:
    """The same as a QR code, for a terminal: two rows of it in each line."""
    import io

    import segno  # brought along by whoever prints slips

    out = io.StringIO()
    segno.make(words, error="l").terminal(out, compact=True)
    yield from out.getvalue().rstrip("\n").splitlines()


COMMAND = Command("invite", "let a new machine join the hall, within an hour", _add, _run)
