"""`hall opinions`: what citizens left in the opinion box, and what a supervisor says of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from broker.commands.base import Command, add_place
from broker.commands.days import day
from broker.commands.recording import asker, checked, record
from broker.domain.alerts import Sentences
from broker.domain.errors import ConfigError
from broker.domain.ground import day_begins
from broker.domain.ids import RequestId
from broker.domain.opinions.facts import About, OpinionKind, OpinionLeft, OpinionSettled, code_of
from broker.domain.opinions.requests import SettleOpinion
from broker.language import chosen
from broker.ledger.reading import of_opinions
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.ledger.written_file import NAME, read
from broker.service.clock import hall_clock
from broker.settings import Settings, load_without_items
from broker.terminal import say
from broker.wire.messages import Recorded

KINDS = {
    OpinionKind.PRAISE: Sentences("表扬", "praise"),
    OpinionKind.SUGGESTION: Sentences("建议", "suggestion"),
    OpinionKind.COMPLAINT: Sentences("投诉", "complaint"),
    OpinionKind.HELP: Sentences("求助", "help wanted"),
}
SUBJECTS = {
    About.WINDOW: Sentences("窗口服务", "a window"),
    About.WAITING: Sentences("排队等候", "waiting"),
    About.FACILITY: Sentences("设施环境", "the building"),
    About.OTHER: Sentences("其他", "other"),
}


NO_WORDS: Mapping[RequestId, str] = MappingProxyType({})


class OpinionKept(NamedTuple):
    """One of the box, and what came of it, if anything has."""

    left: OpinionLeft
    settled: OpinionSettled | None = None


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument(
        "--since", type=day, metavar="DAY", help="settled ones too, from this day on: 2026-11-23"
    )
    parser.add_argument("--close", metavar="CODE", help="somebody has looked into this one")
    parser.add_argument("--by", default="", metavar="STAFF", help="staff number of who did")
    parser.add_argument(
        "--reason", default="", help="what came of it; kept for ever, so name nobody"
    )


def entries(facts: Iterable[Recorded]) -> list[OpinionKept]:
    """What the facts of a box tell, the oldest first."""
    found: dict[str, OpinionKept] = {}
    for each in facts:
        match each.fact:
            case OpinionLeft() as left:
                found[left.opinion] = OpinionKept(left)
            case OpinionSettled() as settled if settled.opinion in found:
                found[settled.opinion] = OpinionKept(found[settled.opinion].left, settled)
            case _:
                pass
    return list(found.values())


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    rows = of_opinions(settings.run / FILE)
    known = entries(recorded(row) for row in rows if not row.withheld)
    if arguments.close is not None:
        return _close(arguments, settings, _meant(arguments.close, known))
    zone, written = ZoneInfo(settings.hall.hall.timezone), read(settings.run / NAME)
    for line in lines(_wanted(arguments, settings, known), zone, written):
        say(line)
    return 0


def _wanted(
    arguments: argparse.Namespace, settings: Settings, known: list[OpinionKept]
) -> list[OpinionKept]:
    """Those that are open; with `--since` all since then."""
    if arguments.since is None:
        return [each for each in known if each.settled is None]
    hall = settings.hall.hall
    begins = day_begins(arguments.since, ZoneInfo(hall.timezone), hall.day_cutoff)
    return [each for each in known if each.left.left_at >= begins]


def _meant(code: str, known: list[OpinionKept]) -> OpinionLeft:
    """The one that a citizen's code stands for; of two with one code, the one that is open."""
    found = [each for each in known if code_of(each.left.opinion) == code.replace(" ", "")]
    found.sort(key=lambda each: each.settled is not None)
    if not found:
        problem = f"{code!r} is the code of none"
        raise ConfigError("command line", "--close", problem, "see `hall opinions` for the codes")
    return found[0].left


def _close(arguments: argparse.Namespace, settings: Settings, left: OpinionLeft) -> int:
    clock = hall_clock()
    asked = asker(arguments, clock.now(), "opinions")
    request = checked(SettleOpinion(**asked, opinion=left.opinion))
    code = code_of(left.opinion)
    unsure = Sentences(
        f"没有应答，不能确定 {code} 是否已办结，请先用 hall opinions 核对。",
        f"Nobody answered; {code} may be settled or not: see `hall opinions`.",
    )
    done = Sentences(f"已办结：{code}", f"It is settled: {code}")
    return record(settings, clock, request, unsure, done)


def lines(
    entries: list[OpinionKept], zone: ZoneInfo, written: Mapping[RequestId, str] = NO_WORDS
) -> Iterator[str]:
    """What is told of them at a terminal; below each that is open, what was `written` with it."""
    if not entries:
        yield chosen("没有待处理的意见。", "No opinion waits for anybody.")
        return
    yield chosen("编号  时间  设备  类别  关于  处理", "code  when  kiosk  what  about  outcome")
    for left, settled in entries:
        told = f"{settled.outcome} ({settled.by})" if settled else chosen("未处理", "open")
        what, about = chosen(*KINDS[left.kind]), _about(left)
        when = f"{left.left_at.astimezone(zone):%Y-%m-%d %H:%M}"
        yield "  ".join((code_of(left.opinion), when, left.device, what, about, told))
        if settled is None and left.written:
            yield f"    {_words(left, written)}"


def _words(left: OpinionLeft, written: Mapping[RequestId, str]) -> str:
    count = left.written
    if left.lost:
        return chosen(f"{count} 字没有存下", f"{count} characters of words could not be kept")
    missing = chosen(f"{count} 字缺失", f"{count} characters of words are missing")
    return written.get(left.opinion) or missing


def _about(left: OpinionLeft) -> str:
    if left.window:
        return chosen(f"{left.window} 号窗口", f"window {left.window}")
    return chosen(*SUBJECTS[left.about])


COMMAND = Command(
    name="opinions",
    help="what citizens left in the opinion box: list it, and say what came of it",
    add=_add,
    run=_run,
)
