"""What the guide desk's pages say: every fact, the minutes that are left, the queues as typed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum
from types import UnionType
from typing import Annotated, get_args, get_origin

import msgspec
import pytest
from msgspec.structs import replace

from broker.domain.base import Fact
from broker.domain.facts import AnyFact
from broker.domain.hall import PriorityClass
from broker.domain.kiosks import GuideDesk, Kiosk
from broker.domain.opening import Opening
from broker.domain.requests import DatedFact, Listed, Standing
from broker.domain.tickets.facts import CancelReason, TicketCancelled, TicketReserved
from broker.domain.tickets.life import TicketState
from broker.ledger.histories import subject
from broker.wire.messages import QueueState
from kiosk.guide_desk.pages.choose_queue import CARDS, FEW_CARDS, choose_queue
from kiosk.guide_desk.pages.history import told
from kiosk.guide_desk.pages.lists import missed, waiting
from kiosk.guide_desk.pages.scene import DeskScene, minutes_left
from kiosk.guide_desk.pages.take_number import slot_times
from kiosk.guide_desk.screens import ChooseQueue, Missed, WaitingList
from kiosk.words import Wording
from kiosk.words.spelling import spelling
from tests.stages.halls import MORNING, small_hall
from tests.unit.guide_desk_stage import ZONE, Stage

HALL = small_hall(
    kiosks=(Kiosk(id="kiosk-1", line="p", name="东门"),),
    guide_desks=(GuideDesk(id="guide-1", name="门口"),),
)


def scene(stage: Stage | None = None, **more: object) -> DeskScene:
    known = (stage or Stage()).flow.known
    spelt = {queue.id: spelling(queue.name) for queue in known.hall.queues}
    made = DeskScene(known, frozenset(), MORNING.astimezone(ZONE), 0.0, spelt)
    return replace(made, **more)


def ticket(**more: object) -> Standing:
    words: dict[str, object] = {
        "ticket": "20261123-A001",
        "number": "A001",
        "queue": "qa",
        "group": PriorityClass.ORDINARY,
        "state": TicketState.NO_SHOW,
        "missed_at": MORNING,
        "window": 2,
    }
    return Standing(**{**words, **more})  # type: ignore[arg-type]  # as a test says


def sample(kind: type[Fact]) -> AnyFact:
    """A fact with something plausible in each field."""
    plausible = {
        "ticket": "20261123-A001",
        "visit": "20261123-A001.1",
        "call": "20261123-A001.1.0",
        "queue": "qa",
    }
    fields: dict[str, object] = {"type": kind.__struct_config__.tag}
    for each in msgspec.structs.fields(kind):
        if each.required:
            fields[each.name] = plausible.get(each.name, any_of(each.type))
    made: AnyFact = msgspec.convert(fields, AnyFact)
    return made


def any_of(hint: object) -> object:
    """Something of this type."""
    bare = get_args(hint)[0] if get_origin(hint) in {Annotated, UnionType} else hint
    match bare:
        case type() if issubclass(bare, Enum):
            return next(iter(bare)).value
        case type() if issubclass(bare, datetime):
            return "2026-11-23T01:00:00Z"
        case type() if issubclass(bare, date):
            return "2026-11-23"
        case type() if issubclass(bare, int | float):
            return 1
        case _:
            return [] if get_origin(bare) is tuple else "x"


WITHOUT_A_LINE: set[type[Fact]] = set()  # told by their code: "Also recorded: bell-rung"
ABOUT_TICKETS = [kind for kind in get_args(AnyFact) if subject(sample(kind))]


def test_most_facts_are_about_a_ticket() -> None:
    assert len(ABOUT_TICKETS) >= 17
    assert not {"PunchRecorded", "WindowOpened", "StrayPressed"} & {
        kind.__name__ for kind in ABOUT_TICKETS
    }


@pytest.mark.parametrize("kind", ABOUT_TICKETS)
def test_every_fact_of_a_ticket_has_a_line_in_both_languages(kind: type[Fact]) -> None:
    what, _where = told(DatedFact(at=MORNING, source="kiosk-1", fact=sample(kind)), HALL)
    assert what.zh
    assert what.en
    assert kind in WITHOUT_A_LINE or not what.zh.startswith("另有记录"), (
        f"write {kind.__name__} a line: `did.…` in kiosk/words/guide_desk.py and its key in "
        "kiosk/guide_desk/pages/history.py; or name it in WITHOUT_A_LINE here"
    )


class BellRung(Fact, frozen=True):
    """Of a hall that is newer than this desk."""

    ticket: str = "20261123-A001"
    window: int = 2


def test_a_fact_without_a_line_is_told_by_its_code() -> None:
    dated = DatedFact(at=MORNING, source="kiosk-1", fact=BellRung())  # type: ignore[arg-type]  # the point
    what, where = told(dated, HALL)
    assert what == Wording("另有记录：bell-rung", "Also recorded: bell-rung")
    assert where.zh == "2 号窗口"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("kiosk-1", "取号机 东门"),
        ("guide-1", "导办台 门口"),
        ("ledger", "系统"),
        ("displays", "显示屏"),
        ("evaluators", "评价器"),
        ("command", "服务器上的命令"),
        ("somebodys-own", ""),
    ],
)
def test_a_line_says_which_screen_it_was(source: str, words: str) -> None:
    _, where = told(DatedFact(at=MORNING, source=source, fact=sample(TicketReserved)), HALL)
    assert where.zh == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (CancelReason.WRONG_QUEUE, "取消排队：取错号"),
        (CancelReason(""), "取消排队"),
        (CancelReason("排错了"), "取消排队：排错了"),  # as an older ledger has it
    ],
)
def test_a_cancellation_says_why_and_who(reason: CancelReason, words: str) -> None:
    fact = replace(sample(TicketCancelled), reason=reason, by="900")
    what, where = told(DatedFact(at=MORNING, source="guide-1", fact=fact), HALL)
    assert what.zh == words
    assert where.zh == "导办台 门口 工号 900"


@pytest.mark.parametrize(
    ("seconds", "left"),
    [(0, 30), (1, 30), (60, 29), (61, 29), (29 * 60 + 1, 1), (1800, 0), (1801, 0)],
)
def test_the_minutes_to_come_back_count_the_begun_one(seconds: int, left: int) -> None:
    local = (MORNING + timedelta(seconds=seconds)).astimezone(ZONE)
    assert minutes_left(ticket(), scene(local=local)) == left


def test_a_list_says_what_it_leaves_out_and_that_it_is_empty() -> None:
    long = Listed(request="r", at=MORNING, tickets=(ticket(),) * 40, total=300)
    shown = waiting(WaitingList(long, page=2), scene())
    assert (len(shown.cards), shown.page, shown.pages) == (10, 3, 3)
    assert "300" in shown.more.zh
    assert missed(Missed(), scene()).empty.zh == "正在读取"
    none = Listed(request="r", at=MORNING)
    assert missed(Missed(none), scene()).empty.zh == "没有人过号"
    assert missed(Missed(none), scene()).more.zh == ""


def test_over_an_hour_to_come_back_is_said_in_hours() -> None:
    """It said 剩 217 分."""
    calm = Stage()
    hall = calm.flow.known.hall
    calm.flow.known.hall = replace(hall, calling=replace(hall.calling, requeue_minutes=217))
    listed = Listed(request="r", at=MORNING, tickets=(ticket(),))
    (card,) = missed(Missed(listed), scene(calm)).cards
    assert card.badge == Wording("剩 3 小时 37 分钟", "3 h 37 min left")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["qa", "qb"]),
        ("b", ["qb"]),
        ("B", ["qb"]),
        ("jia", ["qa"]),
        ("甲", ["qa"]),
        ("beta", ["qb"]),
        ("alph", ["qa"]),
        ("lpha", []),
        ("zz", []),
    ],
)
def test_queues_are_found_by_letter_name_and_pinyin(typed: str, found: list[str]) -> None:
    page = choose_queue(ChooseQueue(typed), scene())
    assert [card.queue for card in page.cards] == found


def test_the_queue_whose_letter_was_typed_stands_before_those_of_that_name() -> None:
    """An English word counts from its beginning: there is a `d` in half of all names."""
    stage = Stage()
    named = (("C", "Drainage"), ("A", "Planning and Surveying"), ("D", "Building Works"))
    stage.flow.known.hall = replace(
        HALL,
        queues=tuple(
            replace(HALL.queues[0], id=prefix, prefix=prefix, name_en=name)
            for prefix, name in named
        ),
    )
    page = choose_queue(ChooseQueue("d"), scene(stage, spellings={}))
    assert [card.queue for card in page.cards] == ["D", "C"]


def test_a_name_is_found_before_pinyin_was_learnt() -> None:
    page = choose_queue(ChooseQueue("甲"), scene(spellings={}))
    assert [card.queue for card in page.cards] == ["qa"]


def test_the_keypad_leaves_room_for_fewer_queues_and_none_is_lost() -> None:
    stage = Stage()
    queues = HALL.queues
    many = tuple(replace(queues[0], id=f"q{n}", prefix="A") for n in range(CARDS + 1))
    stage.flow.known.hall = replace(HALL, queues=many)
    for keypad, pages in ((False, 2), (True, -(-(CARDS + 1) // FEW_CARDS))):
        stage.flow.known.keypad = keypad
        seen = [
            card.queue
            for page in range(pages)
            for card in choose_queue(ChooseQueue(page=page), scene(stage, spellings={})).cards
        ]
        assert seen == [queue.id for queue in many]
        assert choose_queue(ChooseQueue(), scene(stage, spellings={})).pages == pages


def test_a_card_says_how_many_wait_and_whether_a_window_is_open() -> None:
    stage = Stage()
    state = QueueState(id="x", at=MORNING, queue="qa", waiting=4, issued=9, windows_open=(1,))
    stage.flow.hear_queue("qa", state)
    first, second = choose_queue(ChooseQueue(), scene(stage)).cards
    assert (first.waiting, first.open) == (4, True)
    assert (second.waiting, second.open) == (None, False)


def test_appointments_are_offered_in_half_hours_of_the_sessions_that_are_left() -> None:
    hours = Opening(weekdays=(1,), sessions=(("08:30", "10:00"), ("13:30", "14:45")))
    at = MORNING.astimezone(ZONE)  # 09:00
    assert slot_times(hours, at) == ["09:00", "09:30", "13:30", "14:00", "14:30"]
    assert slot_times(hours, at.replace(hour=8, minute=59))[:2] == ["08:30", "09:00"]
    assert slot_times(hours, at.replace(hour=16)) == []
