"""`hall enrol`: consent first, then fingers; whoever withdraws or leaves is erased, with proof."""

from __future__ import annotations

import argparse

from broker.bus.base import Delivery
from broker.commands import finger_list
from broker.commands.base import Command, add_place
from broker.commands.finger_list import called
from broker.commands.finger_proofs import ERASING, ReadersAtWork, Withdrawal
from broker.commands.recording import NOBODY, checked, refuse
from broker.commands.visiting import Guest, visit
from broker.domain.enrolment.facts import FingersErased, Why
from broker.domain.enrolment.requests import (
    EnrolmentRequest,
    EraseSlots,
    GiveConsent,
    WithdrawConsent,
)
from broker.domain.enrolment.stages import SAID, UNDER_WAY, EnrolmentStage
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.ids import StaffId
from broker.domain.requests import Granted, Refused
from broker.language import chosen
from broker.service.clock import Clock, hall_clock
from broker.service.life import new_id
from broker.settings import Settings, load_without_items
from broker.terminal import complain, say
from broker.wire.enrolment_messages import (
    EnrolFinger,
    EnrolmentTold,
    StopEnrolment,
)
from broker.wire.messages import FactsRecorded
from broker.wire.topics import Topics

_LONGEST = 120.0  # seconds for one finger; the reader itself gives up after sixty
_STOPPING = 3.0
_SILENT = (
    "指纹服务没有应答，请看 hall status。",
    "The service of the readers does not answer; see `hall status`.",
)


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("staff", nargs="?", default="", help="staff number of whose finger it is")
    add_place(parser)
    parser.add_argument("--by", default="", help="staff number of who enrols, or takes it back")
    parser.add_argument(
        "--consent",
        default="",
        metavar="TEXT",
        help="version of the text that the person has signed (default: consent_text of hall.toml)",
    )
    parser.add_argument("--reader", default="", metavar="ID", help="default: the only one there is")
    parser.add_argument("--fingers", type=int, choices=(1, 2), default=2, help="default: 2")
    parser.add_argument(
        "--withdraw", action="store_true", help="the consent is withdrawn: erase, and prove it"
    )
    parser.add_argument("--left", action="store_true", help="the person has left: the same")
    parser.add_argument(
        "--erase",
        type=int,
        nargs="+",
        metavar="SLOT",
        default=[],
        help="erase slots of a reader that hold fingers of nobody, and prove it",
    )
    parser.add_argument("--list", action="store_true", help="whose fingers are at which reader")


def _run(arguments: argparse.Namespace) -> int:
    settings, clock = load_without_items(arguments.hall, arguments.run), hall_clock()
    with visit(settings, "enrol", clock) as guest:
        if not guest.connected():
            complain(chosen(*NOBODY))
            return 1
        if arguments.list:
            return finger_list.tell(guest, settings)
        if arguments.erase:
            return _erase(guest, settings, arguments, clock)
        if arguments.withdraw or arguments.left:
            request = WithdrawConsent(
                id=new_id(),
                at=clock.now(),
                source="enrol",
                staff=StaffId(_named(arguments, "staff")),
                why=Why.LEFT if arguments.left else Why.WITHDRAWN,
                by=StaffId(_named(arguments, "by")),
            )
            withdrawal = Withdrawal(guest, settings.hall)
            return withdrawal.run(lambda: _asked(guest, request) is not None, request.staff)
        return _enrol(guest, settings, arguments, clock)


def _named(arguments: argparse.Namespace, name: str) -> str:
    value: str = getattr(arguments, name)
    if not value:
        option = name if name == "staff" else f"--{name}"
        raise ConfigError("command line", option, "this is missing", "name it")
    return value


def _reader(hall: Hall, named: str) -> str:
    """The reader that is meant. Raises `ConfigError`."""
    known = [each.id for each in hall.readers]
    if not named and len(known) == 1:
        return known[0]
    if named in known:
        return named
    if known and not named:
        remedy = f"name one with --reader: {', '.join(known)}"
        raise ConfigError("command line", "--reader", "there are several readers", remedy)
    remedy = f"use one of: {', '.join(known) or 'none in hall.toml'}"
    raise ConfigError("command line", "--reader", f"{named!r} is no reader", remedy)


def _asked(guest: Guest, request: EnrolmentRequest) -> Granted | None:
    """What the ledger granted; None where it was said why not."""
    answer = guest.ask(checked(request))
    if isinstance(answer, Granted):
        return answer
    if isinstance(answer, Refused):
        refuse(answer)
    else:
        complain(chosen(*NOBODY))
    return None


def _enrol(guest: Guest, settings: Settings, arguments: argparse.Namespace, clock: Clock) -> int:
    staff, by = StaffId(_named(arguments, "staff")), StaffId(_named(arguments, "by"))
    text = arguments.consent or settings.hall.attendance.consent_text
    if not text:
        problem, remedy = "nobody is enrolled without one", "name the version of the text"
        raise ConfigError("command line", "--consent", problem, remedy)
    reader = _reader(settings.hall, arguments.reader)
    consent = GiveConsent(
        id=new_id(), at=clock.now(), source="enrol", staff=staff, text_version=text, by=by
    )
    granted = _asked(guest, consent)
    if granted is None:
        return 1
    say(chosen(f"已记录同意书 {text}。", f"The consent to {text} is recorded."))
    for finger in range(1, arguments.fingers + 1):
        say(chosen(f"第 {finger} 枚手指：", f"Finger {finger}:"))
        wish = EnrolFinger(
            id=new_id(),
            at=clock.now(),
            staff=staff,
            text_version=text,
            consented_at=granted.at,
            witness=by,
            by=by,
        )
        if not _taken(guest, settings, reader, wish):
            return 1
    return 0


def _taken(guest: Guest, settings: Settings, reader: str, wish: EnrolFinger) -> bool:
    """Follow one enrolment to its end, step by step; whether the ledger has the finger. Ctrl-C
    stops the reader as well: it would wait for that finger for a minute and be busy for others."""
    topics, stages = Topics(settings.hall.hall.id), list[EnrolmentStage]()

    def hear(delivery: Delivery) -> None:
        told = delivery.message
        if isinstance(told, EnrolmentTold) and told.enrolment == wish.id:
            stages.append(told.stage)
            say(f"  {chosen(*SAID[told.stage].filled(who=called(settings.hall, told.staff)))}")

    def over() -> bool:
        return bool(stages) and stages[-1] not in UNDER_WAY

    guest.bus.subscribe(topics.enrolment(reader), EnrolmentTold, hear)
    guest.bus.publish(topics.enrol(reader), wish)
    try:
        ended = guest.until(over, _LONGEST)
    except KeyboardInterrupt:
        stop = StopEnrolment(id=new_id(), at=wish.at, enrolment=wish.id)
        guest.bus.publish(topics.enrol_stop(reader), stop)
        guest.until(over, _STOPPING)
        raise
    if not ended:
        complain(chosen(*_SILENT))
    return ended and stages[-1] is EnrolmentStage.KEPT


def _erase(guest: Guest, settings: Settings, arguments: argparse.Namespace, clock: Clock) -> int:
    """Slots of nobody: the ledger notes who wants them erased, and the reader proves it."""
    by, reader = StaffId(_named(arguments, "by")), _reader(settings.hall, arguments.reader)
    slots, left = tuple(sorted({*arguments.erase})), {*arguments.erase}
    topics = Topics(settings.hall.hall.id)

    def hear(delivery: Delivery) -> None:
        if isinstance(delivery.message, FactsRecorded):
            for each in delivery.message.facts:
                if isinstance(each.fact, FingersErased) and each.fact.reader == reader:
                    left.difference_update(each.fact.slots)

    at_work = ReadersAtWork(guest, settings.hall)
    guest.bus.subscribe(topics.facts(), FactsRecorded, hear)
    request = EraseSlots(
        id=new_id(), at=clock.now(), source="enrol", reader=reader, slots=slots, by=by
    )
    if _asked(guest, request) is None:
        return 1
    guest.until(lambda: not left, ERASING)
    gone, named = [each for each in slots if each not in left], ", ".join
    if gone:
        numbers = named(map(str, gone))
        say(
            chosen(
                f"{reader}：位置 {numbers} 已空，读回索引为证。",
                f"{reader}: emptied, as its index says: {numbers}.",
            )
        )
    if left:
        numbers = named(map(str, sorted(left)))
        when = at_work.later(reader)
        say(
            chosen(
                f"{reader}：位置 {numbers} 尚未删除，{when.zh}。",
                f"{reader}: not erased yet: {numbers}; they are as soon as {when.en}.",
            )
        )
    return 1 if left else 0


COMMAND = Command(
    name="enrol",
    help="take fingers of somebody who consented, or erase them and prove it",
    add=_add,
    run=_run,
)
