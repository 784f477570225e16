"""The enrolment desk on the glass, against a true ledger and a reader that says what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from broker.bus.base import Delivery
from broker.domain.enrolment.facts import ConsentGiven, ConsentWithdrawn, FingerKept
from broker.domain.enrolment.requests import KeepFinger, ProveErased
from broker.domain.enrolment.stages import SAID, EnrolmentStage
from broker.domain.ids import NO_STAFF, StaffId
from broker.ledger.rows import recorded
from broker.ledger.service import Ledger
from broker.service.life import new_id
from broker.wire.enrolment_messages import EnrolFinger, EnrolmentTold, StopEnrolment
from kiosk.clock_in.enrolment.flow import SIGN_OUT_SECONDS, SILENT_SECONDS
from kiosk.clock_in.enrolment.view import QML, EnrolView, reader_named
from kiosk.qt import fonts
from kiosk.qt.remote import items
from tests.gui.clock_in_rig import NAME, READER, STAFF, ClockInStage
from tests.gui.theatre import covered, cut_off, overlapping, too_small
from tests.stages.pins import PIN

MORNING = datetime(2026, 11, 23, 0, 12, tzinfo=UTC)  # 08:12
GLASSES = [(1024, 600), (600, 1024), (1280, 800), (800, 1280)]


class EnrolStage(ClockInStage):
    """The desk in the place of the clock-in screen; the duty leader of the sample hall."""

    def _show(self) -> None:
        self.view = EnrolView(  # type: ignore[assignment]  # another screen on the same stage
            self.settings, reader_named(self.settings, ""), self.runner
        )
        self.show(QML, shown=self.view.shown.map, post=self.view)
        self.window.resize(*self.size)
        self.watch(self.view)
        self.wishes: list[EnrolFinger] = []
        self.stops: list[StopEnrolment] = []
        self.join()
        self.others.subscribe(self.topics.enrol(READER), EnrolFinger, self.hear)
        self.others.subscribe(self.topics.enrol_stop(READER), StopEnrolment, self.hear_stop)

    def join(self) -> None:
        name = f"enrolment-{READER}"
        self.service = self.serve(name)
        self.view.join(self.service)
        self.bus.start()
        self.turn()

    def hear(self, delivery: Delivery) -> None:
        assert isinstance(delivery.message, EnrolFinger)
        self.wishes.append(delivery.message)

    def hear_stop(self, delivery: Delivery) -> None:
        assert isinstance(delivery.message, StopEnrolment)
        self.stops.append(delivery.message)

    @property
    def leader(self) -> tuple[str, str]:
        found = next(each for each in self.settings.hall.staff if each.role == "duty-leader")
        return found.id, PIN

    def sign_in(self) -> None:
        number, pin = self.leader
        self.steady()
        self.digits(number)
        self.key("enter")
        self.digits(pin)
        self.key("enter")
        self.steady()

    def about(self, staff: str = STAFF) -> None:
        self.sign_in()
        self.digits(staff)
        self.key("enter")
        self.steady()

    def begin(self) -> None:
        self.about()
        self.key("enrol")
        self.turn()
        self.turn()
        self.steady()

    def told(self, stage: EnrolmentStage, staff: StaffId = NO_STAFF) -> None:
        message = EnrolmentTold(
            id=new_id(),
            at=self.clock.now(),
            enrolment=self.wishes[-1].id,
            reader=READER,
            stage=stage,
            staff=staff,
        )
        self.others.publish(self.topics.enrolment(READER), message)
        self.turn()
        self.turn()

    def facts(self, ledger: Ledger, kind: type) -> list[object]:
        store = ledger._store
        assert store is not None
        found = [recorded(row).fact for row in store.rows()]
        return [each for each in found if isinstance(each, kind)]

    def ask(self, kind: type, **words: object) -> None:
        request = kind(id=new_id(), at=self.clock.now(), source="test", **words)
        self.others.ask(request, lambda _answer: None)
        self.turn()
        self.turn()


@pytest.fixture
def screen(qtbot: QtBot, tmp_path: Path) -> Iterator[EnrolStage]:
    fonts.load()
    with closing(EnrolStage(qtbot, tmp_path)) as stage:
        stage.clock.moment = MORNING
        yield stage


@pytest.fixture
def ledger(screen: EnrolStage) -> Ledger:
    ledger = screen.open_ledger()
    screen.open()
    return ledger


def words(screen: EnrolStage) -> str:
    seen = [each for each in items(screen.window) if each.isVisible()]
    return "\n".join(str(each.property("text")) for each in seen if each.property("text"))


def test_two_fingers_from_consent_to_the_ledgers_word(screen: EnrolStage, ledger: Ledger) -> None:
    screen.about()
    assert screen.must("read person text") == NAME
    assert screen.line("statement") == "本人已在我面前签署同意书 2026-11"
    assert screen.facts(ledger, ConsentGiven) == []
    screen.key("enrol")
    screen.turn()
    (consent,) = screen.facts(ledger, ConsentGiven)
    assert isinstance(consent, ConsentGiven)
    assert (consent.staff, consent.by) == (STAFF, screen.leader[0])
    screen.steady()
    for finger in (1, 2):
        assert screen.line("progress") == f"第 {finger} 枚，共 2 枚"
        for stage in ("press", "lift", "press-again", "stored"):
            screen.told(EnrolmentStage(stage))
            assert screen.line("headline") == SAID[EnrolmentStage(stage)].zh
        screen.told(EnrolmentStage.KEPT)
    assert len(screen.wishes) == 2
    assert screen.line("detail") == "两枚手指都能打卡了"
    screen.steady()
    screen.key("done")
    assert screen.must("read person text") == NAME


def test_a_finger_of_somebody_else_is_refused_with_the_name(
    screen: EnrolStage, ledger: Ledger
) -> None:
    assert ledger
    screen.begin()
    other = next(each for each in screen.settings.hall.staff if each.id != STAFF)
    screen.told(EnrolmentStage.ALREADY_ENROLLED, other.id)
    assert screen.line("headline") == "这枚手指已登记，请换一枚"
    assert screen.line("detail") == f"登记的是 {other.name} {other.id}"
    screen.steady()
    screen.key("again")
    assert len(screen.wishes) == 2
    screen.told(EnrolmentStage.DRY)
    assert screen.line("headline") == SAID[EnrolmentStage.DRY].zh


def test_a_finger_that_is_being_taken_can_be_stopped(screen: EnrolStage, ledger: Ledger) -> None:
    assert ledger
    screen.begin()
    screen.told(EnrolmentStage.PRESS)
    screen.steady()
    assert screen.must("read done visible") is False
    screen.key("stop")
    assert [each.enrolment for each in screen.stops] == [screen.wishes[-1].id]
    screen.told(EnrolmentStage.STOPPED)
    assert screen.must("read stop visible") is False
    assert screen.line("done") == "先不登记"
    screen.steady()
    screen.key("again")
    screen.told(EnrolmentStage.STORED)
    assert screen.must("read stop visible") is False, "what was taken is the ledger's matter"


def test_what_erases_does_not_look_like_consent(screen: EnrolStage, ledger: Ledger) -> None:
    assert ledger
    screen.about()
    consent, erase = (colour(screen, name) for name in ("enrol", "withdraw"))
    assert erase != consent
    assert colour(screen, "left") == erase
    screen.key("withdraw")
    assert colour(screen, "sure") == erase, "asked once more, it looks the same"


def colour(screen: EnrolStage, name: str) -> tuple[str, str]:
    """Face and ink of a key."""
    key = next(each for each in items(screen.window) if each.objectName() == name)
    return key.property("face").name(), key.property("ink").name()


def test_whose_fingers_are_where_is_said_by_name(screen: EnrolStage, ledger: Ledger) -> None:
    assert ledger
    screen.begin()
    screen.ask(KeepFinger, staff=STAFF, reader=READER, slot=40, by=screen.leader[0])
    screen.told(EnrolmentStage.STOPPED)
    screen.steady()
    for key in ("done", "back", "list"):
        screen.key(key)
        screen.steady()
    assert screen.must("read who-0 text") == f"{NAME} {STAFF}"
    assert "：1 枚" in screen.line("where-0")


def test_nobody_enrols_themselves_and_no_clerk_enrols(screen: EnrolStage, ledger: Ledger) -> None:
    clerk = next(each for each in screen.settings.hall.staff if each.role == "clerk")
    screen.steady()
    screen.digits(clerk.id)
    screen.key("enter")
    screen.digits(PIN)
    screen.key("enter")
    assert clerk.id in screen.line("sentence")
    screen.key("clear")
    screen.about(screen.leader[0])
    screen.key("enrol")
    screen.turn()
    assert screen.line("statement") == "不能为自己登记指纹，请由他人办理。"
    assert screen.facts(ledger, ConsentGiven) == []


def test_an_erasure_asks_once_more_and_waits_for_the_proof(
    screen: EnrolStage, ledger: Ledger
) -> None:
    screen.begin()
    screen.ask(KeepFinger, staff=STAFF, reader=READER, slot=40, by=screen.leader[0])
    assert len(screen.facts(ledger, FingerKept)) == 1
    screen.told(EnrolmentStage.TOO_SLOW)
    screen.steady()
    screen.key("done")
    screen.steady()
    assert screen.line("kept") == "员工通道：1 枚；hall.toml 写的位置 1"
    screen.key("withdraw")
    assert screen.line("statement") == "删除全部指纹？以后用工号和密码打卡"
    assert screen.facts(ledger, ConsentWithdrawn) == []
    screen.key("back")
    screen.key("withdraw")
    screen.key("sure")
    screen.turn()
    screen.turn()
    assert len(screen.facts(ledger, ConsentWithdrawn)) == 1
    assert screen.line("headline") == "正在删除"
    screen.ask(
        ProveErased,
        staff=STAFF,
        reader=READER,
        slots=(1, 40),
        read_at=screen.clock.now(),
        remaining=21,
    )
    screen.pass_by(1.0)
    assert screen.line("headline") == "已删除"
    assert "位置 1、40 已空，读回索引为证，仍存 21 枚" in screen.line("detail")


def test_a_silent_reader_and_a_desk_that_is_left(screen: EnrolStage, ledger: Ledger) -> None:
    assert ledger
    screen.begin()
    assert screen.line("headline") == "正在准备指纹机"
    screen.pass_by(SILENT_SECONDS)
    assert screen.line("headline") == "指纹机没有应答"
    screen.pass_by(SIGN_OUT_SECONDS)
    assert NAME not in words(screen)
    assert "请经办人登录" in words(screen)


def states(screen: EnrolStage) -> Iterator[str]:
    """Every state of the desk, one after another; the name of each."""
    screen.steady()
    yield "sign-in"
    screen.sign_in()
    yield "whose"
    screen.key("list")
    screen.steady()
    yield "listed"
    screen.key("next")
    yield "listed further"
    screen.key("back")
    screen.steady()
    screen.digits(STAFF)
    screen.key("enter")
    screen.steady()
    yield "person"
    screen.key("withdraw")
    yield "sure"
    screen.key("back")
    screen.key("enrol")
    screen.turn()
    screen.turn()
    screen.steady()
    yield "waking"
    other = next(each for each in screen.settings.hall.staff if each.id != STAFF)
    for stage in EnrolmentStage:
        if stage is EnrolmentStage.KEPT:
            continue
        screen.told(stage, other.id if stage is EnrolmentStage.ALREADY_ENROLLED else NO_STAFF)
        screen.steady()
        yield stage.value
    screen.key("again")
    screen.told(EnrolmentStage.KEPT)
    screen.told(EnrolmentStage.KEPT)
    screen.steady()
    yield "kept"
    screen.key("done")
    screen.steady()
    screen.key("left")
    yield "left"
    screen.key("sure")
    screen.turn()
    screen.turn()
    screen.steady()
    yield "erasing"
    at = screen.clock.now()
    screen.ask(ProveErased, staff=STAFF, reader=READER, slots=(1, 40), read_at=at, remaining=21)
    screen.pass_by(1.0)
    screen.steady()
    yield "erased"


@pytest.mark.parametrize(("width", "height"), GLASSES)
def test_every_state_fits_every_glass(
    qtbot: QtBot, tmp_path: Path, width: int, height: int
) -> None:
    fonts.load()
    with closing(EnrolStage(qtbot, tmp_path)) as screen:
        screen.clock.moment = MORNING
        screen.open_ledger()
        screen.open(width=width, height=height)
        looks: list[QImage] = []
        for state in states(screen):
            assert not cut_off(screen.window), state
            assert not too_small(screen.window, screen.px_per_mm), state
            assert not overlapping(screen.window), state
            assert not covered(screen.window), state
            looks.append(screen.window.grabWindow())
        assert len(looks) > 23
        assert not [1 for one, other in combinations(looks, 2) if one == other], "two look alike"
