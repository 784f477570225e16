"""From a finger on the glass to a punch in the ledger, exactly once, whatever fails between."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from broker.domain.attendance.facts import PunchWay, Turn
from broker.domain.attendance.requests import RecordPunch
from broker.domain.clock_ins import ClockInPost
from broker.domain.errors import ConfigError, StoreKnown
from broker.domain.hall import Reader, Wire
from broker.service.outbox import Outbox
from broker.wire.messages import Liveness, ReaderPhase
from fingerprint.feedback import FEEDBACK_SECONDS
from tests.stages.reader_hall import READER, ReaderHall, reader_hall


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[ReaderHall]:
    with closing(ReaderHall(tmp_path)) as made:
        yield made


def test_a_finger_is_a_punch_and_the_screen_says_whose_number(rig: ReaderHall) -> None:
    touched = rig.desk.clock.now()
    said = rig.touch("102")
    assert (said.phase, said.staff, said.again) == (ReaderPhase.RECOGNISED, "102", False)
    [punch] = rig.punches
    assert (punch.staff, punch.device, punch.way) == ("102", READER, PunchWay.FINGER)
    assert punch.at == said.punched_at
    assert touched <= punch.at < touched + timedelta(seconds=1)


def test_the_screen_goes_back_to_idle_and_forgets_who_it_was(rig: ReaderHall) -> None:
    rig.touch("101")
    rig.passes(FEEDBACK_SECONDS)
    assert (rig.told[-1].phase, rig.told[-1].staff) == (ReaderPhase.IDLE, "")


def test_a_stranger_and_a_smudge_are_no_punch(rig: ReaderHall) -> None:
    assert rig.touch("somebody").phase is ReaderPhase.UNKNOWN
    rig.hand("smudge 101")
    rig.until(lambda: rig.told[-1].phase is ReaderPhase.UNCLEAR)
    assert rig.punches == []


@pytest.mark.expects_warnings
def test_a_template_that_belongs_to_nobody_is_no_punch(rig: ReaderHall) -> None:
    assert rig.touch("lodger").phase is ReaderPhase.UNKNOWN
    assert rig.punches == []


def test_the_same_finger_within_a_minute_is_the_same_punch(rig: ReaderHall) -> None:
    first = rig.touch("101")
    rig.desk.clock.pass_by(50)
    second = rig.touch("101")
    assert (second.again, second.punched_at) == (True, first.punched_at)
    assert rig.touch("102").again is False, "somebody else is somebody else"
    rig.desk.clock.pass_by(10)
    third = rig.touch("101")
    assert (third.again, third.punched_at) == (True, first.punched_at), "he is here already"
    assert [punch.staff for punch in rig.punches] == ["101", "102", "101"]


def cut_then_killed(rig: ReaderHall) -> None:
    """The bus is cut, somebody punches and is told so, the service dies, all comes back."""
    rig.desk.broker.down()
    rig.screen("103")
    rig.kill()
    rig.start()
    rig.passes(1)
    assert rig.punches == []
    rig.desk.broker.up()
    rig.passes(1)


def test_a_punch_survives_a_cut_bus_and_a_killed_service_exactly_once(rig: ReaderHall) -> None:
    before = rig.desk.clock.now()
    cut_then_killed(rig)
    [punch] = rig.punches
    assert punch.staff == "103"
    assert before <= punch.at < before + timedelta(seconds=1), "the time of the finger, not later"
    rig.desk.broker.down()
    rig.desk.broker.up()
    rig.kill()
    rig.start()
    rig.passes(10)
    assert len(rig.punches) == 1


def test_control_an_outbox_in_memory_would_lose_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives = itertools.count()

    class Forgetful(Outbox):
        def __init__(self, file: Path, *others: Any) -> None:
            super().__init__(file.with_name(f"life-{next(lives)}.db"), *others)

    monkeypatch.setattr("broker.service.damaged_outbox.Outbox", Forgetful)
    rig = ReaderHall(tmp_path)
    cut_then_killed(rig)
    punches = rig.punches
    rig.close()
    assert punches == []


def test_a_service_that_began_anew_knows_what_it_had_told(rig: ReaderHall) -> None:
    """With the network down all the while: its outbox is all that it has."""
    rig.desk.broker.down()
    rig.screen("103")
    first = rig.desk.clock.now()
    rig.kill()
    rig.start()
    rig.desk.clock.pass_by(120)
    rig.desk.broker.up()
    rig.passes(0.1)
    said = rig.touch("103")
    assert said.again
    assert said.punched_at is not None
    assert said.punched_at < first


def test_a_service_that_began_anew_names_no_time_that_it_does_not_know(rig: ReaderHall) -> None:
    """The ledger has told it who is here, and not since when: it named the touch of just now."""
    rig.touch("103")
    rig.kill()
    rig.start()
    rig.desk.clock.pass_by(420)
    said = rig.touch("103")
    assert (said.phase, said.again, said.punched_at) == (ReaderPhase.RECOGNISED, True, None)


def test_who_goes_just_after_the_service_began_goes(rig: ReaderHall) -> None:
    """The list of who is on duty is as new as the last who came or went; that is no touch of
    his."""
    rig.touch("101")
    rig.kill()
    rig.desk.clock.pass_by(2.5 * 3600 + 60)  # 11:31
    rig.start()
    rig.touch("102")
    rig.kill()
    rig.start()
    rig.desk.clock.pass_by(60)
    said = rig.touch("101")
    assert (said.turn, said.again) == (Turn.OUT, False)


def test_a_punch_that_was_made_elsewhere_counts(rig: ReaderHall) -> None:
    at = rig.desk.clock.now()
    way = {"staff": "101", "device": "door", "punched_at": at, "way": PunchWay.PIN}
    rig.desk.do(RecordPunch, **way)
    rig.passes(0.1)
    rig.desk.clock.pass_by(120)
    said = rig.touch("101")
    assert (said.again, said.punched_at) == (True, at)


def test_a_lost_answer_makes_no_second_punch(rig: ReaderHall) -> None:
    serve = rig.desk.broker.server
    assert serve is not None
    asked: list[bytes] = []

    def swallow_the_first_answer(
        client: str, payload: bytes, answer: Callable[[Any], None]
    ) -> None:
        asked.append(payload)
        serve(client, payload, answer if len(asked) > 1 else lambda _answer: None)

    rig.desk.broker.server = swallow_the_first_answer
    rig.touch("101")
    rig.passes(5)
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert len(rig.punches) == 1


@pytest.mark.expects_warnings
def test_nobody_is_told_that_a_punch_was_recorded_when_the_disk_is_full(
    rig: ReaderHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_outbox: Outbox, _request: object, kept: Callable[[StoreKnown], None]) -> None:
        kept(StoreKnown("the disk is full"))

    monkeypatch.setattr(Outbox, "put", full)
    assert rig.touch("101").phase is ReaderPhase.AWAY
    assert rig.alert("cannot-store") is not None
    assert all(each.phase is not ReaderPhase.RECOGNISED for each in rig.told)
    monkeypatch.undo()
    said = rig.touch("101")
    assert (said.phase, said.again) == (ReaderPhase.RECOGNISED, False)
    assert rig.alert("cannot-store") is None
    assert len(rig.punches) == 1


def test_a_reader_that_is_away_says_the_way_by_pin_where_a_screen_takes_one(tmp_path: Path) -> None:
    """It sent everybody to the duty leader, beside a screen that took their PINs."""
    screen = ClockInPost(id="clock-in-1", reader=READER)
    hall = structs.replace(reader_hall(), clock_ins=(screen,))
    with closing(ReaderHall(tmp_path, hall=hall)) as rig:
        rig.hand("fault silent")
        rig.passes(15.0)
        alert = rig.alert("reader-away")
    assert alert is not None
    assert alert.zh == "指纹考勤机没有应答，请检查电源；打卡请用工号和密码"
    assert alert.en.endswith("check its power. Clock in by staff number and PIN")


@pytest.mark.parametrize(
    ("fault", "reason"), [("fault silent", "silent"), ("fault garbage", "garbled")]
)
def test_a_reader_that_fails_is_lost_with_an_alert_until_it_works(
    rig: ReaderHall, fault: str, reason: str
) -> None:
    assert rig.liveness.state is Liveness.READY
    rig.hand(fault)
    rig.until(lambda: rig.liveness.state is Liveness.LOST, seconds=2.0)
    assert rig.liveness.reason == reason
    assert rig.alert("reader-away") is not None
    assert rig.told[-1].phase is ReaderPhase.AWAY
    rig.hand("ok")
    rig.until(lambda: rig.liveness.state is Liveness.READY)
    assert rig.alert("reader-away") is None
    assert rig.told[-1].phase is ReaderPhase.IDLE
    assert rig.touch("101").phase is ReaderPhase.RECOGNISED


def test_a_hung_module_gets_its_port_reopened(rig: ReaderHall) -> None:
    first = rig.device_end
    rig.hand("fault silent")
    rig.passes(12)
    assert rig.device_end is not None
    assert rig.device_end is not first
    rig.hand("ok")
    assert rig.touch("101").phase is ReaderPhase.RECOGNISED


@pytest.mark.expects_warnings
def test_a_pulled_cable_is_lost_and_comes_back_by_itself(rig: ReaderHall) -> None:
    assert rig.device_end is not None
    rig.plugged = False
    rig.device_end.close()
    rig.until(lambda: rig.liveness.state is Liveness.LOST)
    rig.plugged = True
    rig.until(lambda: rig.liveness.state is Liveness.READY)
    assert rig.touch("103").phase is ReaderPhase.RECOGNISED


def test_nothing_personal_travels(tmp_path: Path) -> None:
    rig = ReaderHall(tmp_path)
    carried: list[bytes] = []
    publish = rig.desk.broker.publish

    def listen(topic: str, payload: bytes, **words: Any) -> None:
        carried.append(topic.encode() + payload)
        publish(topic, payload, **words)

    rig.desk.broker.publish = listen  # type: ignore[method-assign]  # a tap on the broker
    for finger in ("101", "somebody"):
        rig.touch(finger)
    rig.passes(FEEDBACK_SECONDS)
    rig.close()
    said = b"".join(carried)
    assert b'"101"' in said
    for member in reader_hall().staff:
        assert member.name.encode() not in said
    assert len(max(carried, key=len)) < 1000, "no template fits in so little"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"readers": (Reader(id="door", line="nowhere"),)}, "there is no line"),
        (
            {"readers": (Reader(id="door", line="clockin"), Reader(id="side", line="clockin"))},
            "has readers",
        ),
        ({"lines": (Wire(id="clockin", driver="onbon", port="x"),)}, "no hall.fingerprint 'onbon'"),
    ],
)
def test_wrong_wiring_is_named(rig: ReaderHall, changes: dict[str, Any], sentence: str) -> None:
    rig.kill()
    hall = reader_hall()
    fields = {name: getattr(hall, name) for name in hall.__struct_fields__}
    rig.desk.settings = replace(rig.desk.settings, hall=type(hall)(**{**fields, **changes}))
    with pytest.raises(ConfigError, match=sentence):
        rig.start()
