"""`hall devices`: what hall.toml expects against what is there."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from broker.commands.base import Command
from broker.commands.conversation import described, enquire, of_driver
from broker.domain.clients import clients
from broker.domain.errors import ConfigError, DeviceError, LinkBusy, LinkError
from broker.domain.hall import Wire
from broker.domain.inventory import Expected, expected
from broker.domain.wings import HERE
from broker.joining.membership import membership
from broker.language import chosen, translated
from broker.link.base import Link
from broker.service.driver import Driver, LinePace, driver
from broker.service.opening import close
from broker.service.ports import open_for
from broker.service.session import Done, Failed
from broker.settings import Settings, load
from broker.terminal import say

_HEAD = ("device", "name", "driver", "port", "address", "", "")
_FINE = ("ok", "open", "elsewhere")
_IN_CHINESE = {  # words of one column each, in the other language
    "device": "设备", "name": "名称", "driver": "驱动", "port": "端口", "address": "地址",
    "display": "显示屏", "evaluator": "评价器", "keypad": "键盘", "reader": "指纹机",
    "printer": "打印机", "card-reader": "身份证阅读器", "scanner": "扫描枪",
    "ok": "正常", "open": "不能询问",
    "silent": "没有应答", "busy": "被占用", "missing": "没有端口", "no driver": "没有驱动",
    "refused": "地址不对", "elsewhere": "在另一台机器上",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One device in a word: ok, open (cannot be asked), silent, busy, missing, no driver, refused
    (its make has no such address), or elsewhere (its line hangs on the machine of a wing)."""

    device: Expected
    wire: Wire
    port: str
    word: str
    detail: str = ""


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="hall.toml")
    parser.add_argument("--run", type=Path, dest="directory", help="the hall's run directory")


def _run(args: argparse.Namespace) -> int:
    findings = list(find(load(args.file, args.directory)))
    _table([tuple(map(_said_as, _HEAD)), *(_row(each) for each in findings)])
    return 0 if all(each.word in _FINE for each in findings) else 1


def find(settings: Settings) -> Iterator[Finding]:
    """Ask every device of the hall once, line by line."""
    devices = sorted(expected(settings.hall), key=lambda each: each.line)
    here = _wings_here(settings)
    for line, there in groupby(devices, key=lambda each: each.line):
        wire = settings.hall.wire(line)
        if wire is None:
            continue
        if wire.at in here:
            yield from _line(wire, settings.port(wire), list(there))
        else:
            yield from (Finding(each, wire, wire.port, "elsewhere", wire.at) for each in there)


def _wings_here(settings: Settings) -> frozenset[str]:
    """Whose lines hang on this machine: those of the wings it joined as, else the hall's own."""
    joined = membership(settings.run)
    if joined is None:
        return frozenset({HERE})
    known = clients(settings.hall)
    return frozenset(each.wing for each in known if each.name in joined.clients)


def _line(wire: Wire, port: str, devices: list[Expected]) -> Iterator[Finding]:
    try:
        known = driver(wire.driver)
    except ConfigError as error:
        yield from (Finding(each, wire, port, "no driver", error.remedy) for each in devices)
        return
    fit = [each for each in devices if not known.refuses((each.address,))]
    for each in devices:
        if each not in fit:
            yield Finding(each, wire, port, "refused", known.refuses((each.address,)))
    yield from _asked(known, wire, port, fit) if fit else ()


def _asked(known: Driver, wire: Wire, port: str, devices: list[Expected]) -> Iterator[Finding]:
    addresses = tuple(each.address for each in devices)
    if why := known.refuses(addresses):
        yield from (Finding(each, wire, port, "refused", why) for each in devices)
        return
    try:
        link = open_for(known, port, wire.baud)
    except LinkError as error:
        word = "busy" if isinstance(error, LinkBusy) else "missing"
        yield from (Finding(each, wire, port, word, str(error)) for each in devices)
    else:
        try:
            yield from list(_answers(known, link, wire, port, devices))
        finally:
            close(link)


def _answers(
    known: Driver, link: Link[Any], wire: Wire, port: str, devices: list[Expected]
) -> Iterator[Finding]:
    """What each says; all are asked at once, for one that is silent may take its time."""
    if known.probe is None:
        words = "this protocol cannot be asked"
        yield from (Finding(each, wire, port, "open", words) for each in devices)
        return
    try:
        with of_driver(known):
            questions = {each.address: known.probe(each.address) for each in devices}
        ended = enquire(link, known, LinePace(wire.baud, wire.patience), questions)
    except (DeviceError, LinkError) as error:
        word = "silent" if isinstance(error, DeviceError) else "missing"
        yield from (Finding(each, wire, port, word, str(error)) for each in devices)
        return
    for each in devices:
        yield Finding(each, wire, port, *_said(known, ended[each.address]))


def _said(known: Driver, end: Done[Any, Any] | Failed[Any]) -> tuple[str, str]:
    if isinstance(end, Failed):
        return "silent", str(end.error)
    try:
        return "ok", described(known, [end])
    except DeviceError as error:
        return "silent", str(error)


def _row(found: Finding) -> tuple[str, ...]:
    device, wire = found.device, found.wire
    place = (wire.driver, found.port, str(device.address))
    said = _said_as(device.kind), translated(device.name)
    return *said, *place, _said_as(found.word), translated(found.detail)


def _said_as(word: str) -> str:
    return chosen(_IN_CHINESE.get(word, word), word)


def _table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        say("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


COMMAND = Command(
    name="devices", help="compare what hall.toml expects with what is there", add=_add, run=_run
)
