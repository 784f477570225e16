"""`hall machines`: who belongs to the hall, who is there, and how long their papers hold."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from datetime import datetime

from broker.bus.base import Delivery
from broker.bus.papers import KEYS
from broker.certificates.authority import Authority
from broker.certificates.register import Signed, in_force
from broker.commands.base import Command, add_place
from broker.commands.certify import own_authority
from broker.commands.visiting import visit
from broker.domain.clients import COMMAND as OURS
from broker.domain.clients import Client, clients
from broker.joining.machines import elsewhere
from broker.language import chosen
from broker.service.clock import hall_clock, machine_time
from broker.service.life import find_broker
from broker.settings import Settings, load_without_items
from broker.terminal import say
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind, Topics, subject

_LISTENING = 10.0  # seconds in which all that is retained comes, on a machine that is busy
_SOON = 30  # days; what is renewed by itself was to be by then

_LIVENESS = {
    Liveness.INIT: ("正在启动", "starting"),
    Liveness.READY: ("在线", "there"),
    Liveness.SLEEPING: ("休眠", "sleeping"),
    Liveness.DISCONNECTED: ("已退出", "ended"),
    Liveness.LOST: ("失联", "lost"),
}


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    there = _there(settings)
    if there is None:
        say(
            chosen("大厅没有运行，看不到谁在线。", "The hall is not up: who is there is not known.")
        )
    for line in lines(settings, own_authority(settings), there or {}, machine_time()):
        say(line)
    return 0


def lines(
    settings: Settings, authority: Authority, there: Mapping[str, DeviceState], now: datetime
) -> Iterator[str]:
    """A line for each client of hall.toml, and one for each that has papers and is no client."""
    out, held = authority.shut_out, in_force(authority.signed(), now)
    away = elsewhere(settings.run / KEYS)
    known = [each for each in clients(settings.hall) if each.name != OURS]
    for each in known:
        here = each.name not in away
        yield _line(each, held.get(each.name), there.get(each.name), now, here=here, out=out)
    for name in sorted(out - {each.name for each in known}):
        yield chosen(
            f"{name:14} 不在 hall.toml 中，已移出", f"{name:14} not in hall.toml, and expelled"
        )


def _line(
    client: Client,
    held: Signed | None,
    state: DeviceState | None,
    now: datetime,
    *,
    here: bool,
    out: frozenset[str],
) -> str:
    if client.name in out:
        return chosen(f"{client.name:14} 已移出（无任何权限）", f"{client.name:14} expelled")
    zh, en = _LIVENESS[state.state] if state else ("从未上线", "never came")
    where = chosen("本机" if here else "其他机器", "here" if here else "elsewhere")
    version = f"  {state.version}" if state and state.version else ""
    return f"{client.name:14} {chosen(zh, en)}  {_papers(held, now, where)}{version}"


def _papers(held: Signed | None, now: datetime, where: str) -> str:
    if held is None:
        return chosen("没有证书", "no certificate")
    days = (held.until - now).days
    warning = chosen("，即将到期", ", ends soon") if days < _SOON else ""
    return chosen(
        f"证书在{where}，还有 {days} 天{warning}", f"certificate {where}, {days} days{warning}"
    )


def _there(settings: Settings) -> dict[str, DeviceState] | None:
    """The `$state` of each program, by its name; None where no broker answers."""
    if find_broker(settings) is None:
        return None
    found: dict[str, DeviceState] = {}

    def hear(delivery: Delivery) -> None:
        kind, name = subject(delivery.topic)
        if kind == Kind.SERVICE and isinstance(delivery.message, DeviceState):
            found[name] = delivery.message

    with visit(settings, "machines", hall_clock()) as guest:
        topics = Topics(settings.hall.hall.id)
        guest.bus.subscribe(topics.livenesses(), DeviceState, hear)
        if not guest.connected():
            return None
        guest.hear_all(topics.echo(OURS, f"machines-{os.getpid()}-heard"), _LISTENING)
    return found


COMMAND = Command("machines", "the machines and programs of the hall: who is there", _add, _run)
