"""`hall status`: what a running hall says of itself just now."""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from broker.bus.base import Bus, Delivery
from broker.commands.base import Command, add_place
from broker.commands.roll import absent, never_came
from broker.commands.visiting import visit
from broker.domain.clients import COMMAND as CLIENT
from broker.domain.hall import Hall
from broker.language import chinese, chosen
from broker.service.clock import hall_clock
from broker.settings import Settings, load_without_items
from broker.terminal import complain, say
from broker.wire.messages import (
    Alert,
    CatalogueState,
    DayState,
    DeviceState,
    DutyState,
    Liveness,
    WindowState,
    WindowStatus,
)
from broker.wire.topics import Kind, Topics, subject

_DIGITS = 10  # of a key that is a window's number; a stranger may write thousands
_SETTLING = 1.0  # seconds in which what was done just now is told
_LISTENING = 10.0  # seconds in which all that is retained comes, on a machine that is busy

_LIVENESS = {
    Liveness.INIT: "正在启动 starting",
    Liveness.READY: "正常 ready",
    Liveness.SLEEPING: "休眠 sleeping",
    Liveness.DISCONNECTED: "已退出 ended in good order",
    Liveness.LOST: "失联 lost",
}
_OPEN = (WindowStatus.OPEN, WindowStatus.CALLED, WindowStatus.SERVING)


class _Told(NamedTuple):
    code: str
    zh: str
    en: str


@dataclass
class Seen:
    """The newest of every retained state, by topic."""

    devices: dict[str, DeviceState] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    windows: dict[str, WindowState] = field(default_factory=dict)
    day: dict[str, DayState] = field(default_factory=dict)
    duty: dict[str, DutyState] = field(default_factory=dict)
    catalogues: dict[str, CatalogueState] = field(default_factory=dict)

    def listen(self, bus: Bus, topics: Topics) -> None:
        """Hear all of it."""
        bus.subscribe(topics.livenesses(), DeviceState, _into(self.devices))
        bus.subscribe(topics.alerts(), Alert, _into(self.alerts))
        bus.subscribe(topics.windows(), WindowState, _into(self.windows))
        bus.subscribe(topics.day(), DayState, _into(self.day))
        bus.subscribe(topics.duty(), DutyState, _into(self.duty))
        bus.subscribe(topics.catalogue(), CatalogueState, _into(self.catalogues))
        bus.subscribe(topics.kiosks(), CatalogueState, _into(self.catalogues))

    @property
    def ledger(self) -> bool:
        """Whether a ledger says that it is there."""
        return any(
            subject(topic) == (Kind.SERVICE, "ledger") and state.state is Liveness.READY
            for topic, state in self.devices.items()
        )

    def well(self, hall: Hall) -> bool:
        """All that hall.toml promises is there, nothing else is lost, and nothing is alerted."""
        lost = any(each.state is Liveness.LOST for each in self.devices.values())
        return not (lost or self.alerts or absent(hall, self.devices))


def _into(kept: dict[str, Any]) -> Callable[[Delivery], None]:
    def hear(delivery: Delivery) -> None:
        if delivery.message is None:
            kept.pop(delivery.topic, None)
        else:
            kept[delivery.topic] = delivery.message

    return hear


def lines(seen: Seen, hall: Hall, zone: ZoneInfo) -> Iterator[str]:
    """What was seen, for a terminal: Chinese and English side by side, or Chinese alone."""
    yield "设备与服务 Devices and services"
    yield from _devices(seen)
    yield from _never_came(seen, hall)
    yield "提醒 Alerts"
    yield from _alerts(seen, zone)
    yield "窗口 Windows"
    yield from _windows(seen)
    yield "事项目录 Catalogue"
    yield from _catalogues(seen)
    yield "今天 Today"
    yield from _today(seen)


def _devices(seen: Seen) -> Iterator[str]:
    if not seen.ledger:
        yield "  service ledger       没有应答 not there: no numbers are given"
    alerted = {subject(topic) for topic in seen.alerts}  # the alert says why
    for topic, state in sorted(seen.devices.items(), key=_place):
        told = subject(topic) in alerted
        reason = f" ({state.reason})" if state.reason and not told else ""
        yield f"  {' '.join(subject(topic)):20} {_LIVENESS[state.state]}{reason}"


def _never_came(seen: Seen, hall: Hall) -> Iterator[str]:
    for kind, key in never_came(hall, seen.devices):
        if (kind, key) != (Kind.SERVICE, "ledger"):  # which is said first, in words of its own
            yield f"  {kind} {key:{19 - len(kind)}} 从未上线 never came, though hall.toml has it"


def _place(entry: tuple[str, object]) -> tuple[bool, str, int, str]:
    """Services first, and window 2 before window 10."""
    kind, key = subject(entry[0])
    return (
        kind != Kind.SERVICE,
        kind,
        int(key) if key.isdecimal() and len(key) < _DIGITS else 0,
        key,
    )


def _alerts(seen: Seen, zone: ZoneInfo) -> Iterator[str]:
    for (kind, alike), of in _alike(seen).items():
        names = ", ".join(key for key, _ in of)
        since = min(_local(alert.since, zone) for _, alert in of)
        yield f"  {kind} {names}  {alike.code}  自 since {since:%m-%d %H:%M}"
        yield f"    {alike.zh}"
        if not chinese():
            yield f"    {alike.en}"
    if not seen.alerts:
        yield "  无 none"


def _alike(seen: Seen) -> dict[tuple[str, _Told], list[tuple[str, Alert]]]:
    """Alerts that say the same of devices of one kind are told once: a line that is dead is as
    many as it has devices. In the order of the first of each."""
    found: dict[tuple[str, _Told], list[tuple[str, Alert]]] = defaultdict(list)
    for topic, alert in sorted(seen.alerts.items(), key=_place):
        kind, key = subject(topic)
        found[kind, _Told(alert.code, alert.zh, alert.en)].append((key, alert))
    return found


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """In the hall's time, where a stranger wrote one that has none."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def _windows(seen: Seen) -> Iterator[str]:
    states = sorted(seen.windows.values(), key=lambda each: each.window)
    opened = [str(each.window) for each in states if each.status in _OPEN]
    yield f"  开放 open      {' '.join(opened) or '-'}"
    for each in states:
        if each.status is WindowStatus.PAUSED:
            yield f"  暂停 paused    {each.window} ({each.reason})"
    closed = [str(each.window) for each in states if each.status is WindowStatus.CLOSED]
    yield f"  关闭 closed    {' '.join(closed) or '-'}"


def _catalogues(seen: Seen) -> Iterator[str]:
    """Which one each runs on. Where that is not the ledger's, it says so."""
    known = {
        each.catalogue
        for topic, each in seen.catalogues.items()
        if subject(topic)[0] == Kind.LEDGER
    }
    for topic, state in sorted(seen.catalogues.items(), key=_place):
        other = known and state.catalogue not in known
        differs = "  与台账不同 not the ledger's" if other else ""
        name = " ".join(subject(topic))
        yield f"  {name:20} {state.catalogue}  {state.items} 项 items{differs}"
    if not seen.catalogues:
        yield "  未知 not known"


def _today(seen: Seen) -> Iterator[str]:
    for day in seen.day.values():
        yield f"  发号 issued    {day.issued}"
        yield f"  等候 waiting   {day.waiting}"
        yield f"  打卡 punches   {day.punches}"
        if day.judged_before:
            held = round(100 * day.hits_before / day.judged_before)
            yield f"  等候预计准确率 wait ranges that held   {held} % ({day.measured})"
    for duty in seen.duty.values():
        yield f"  在岗 on duty   {' '.join(duty.on_duty) or '-'}"


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    seen = _look(settings)
    if seen is None:
        complain(
            chosen("大厅系统没有应答，请确认系统已启动。", "Nobody answers; is the hall running?")
        )
        return 1
    building, zone = settings.hall.hall, ZoneInfo(settings.hall.hall.timezone)
    name = chosen(building.name, f"{building.name} {building.name_en}")
    say(f"{name}  {hall_clock().now().astimezone(zone):%H:%M}")
    for line in lines(seen, settings.hall, zone):
        say(line)
    return 0 if seen.well(settings.hall) else 1


def _look(settings: Settings) -> Seen | None:
    """Hear all that is retained; None where there is no broker."""
    seen = Seen()
    with visit(settings, "status", hall_clock()) as guest:
        topics = Topics(settings.hall.hall.id)
        seen.listen(guest.bus, topics)
        if not guest.connected():
            return None
        guest.until(lambda: False, _SETTLING)
        if not guest.hear_all(topics.echo(CLIENT, f"status-{os.getpid()}-heard"), _LISTENING):
            complain(chosen("未收齐全部状态。", "Not all that stands on the bus has come in time."))
    return seen


COMMAND = Command(
    name="status",
    help="what a running hall says of itself: devices, alerts, windows, numbers",
    add=_add,
    run=_run,
)
