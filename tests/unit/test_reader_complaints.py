"""What users of attendance software complain of, where the reader and the ledger answer for it.

The numbers go on where `test_timesheet_complaints.py` leaves them out: 8 lost and partial records,
9 all or nothing is cleared, 10 doubled when sent again, 11 silent failure, 12 tampering, 13 a
reader that stops answering, 14 the wrong person, 15 dry fingers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broker.commands.audit import read
from broker.domain.attendance.facts import AttendanceCorrected, PunchRecorded, Turn
from broker.domain.attendance.requests import CorrectAttendance
from broker.domain.requests import Refused
from broker.ledger.inspection import Inspection
from broker.wire.messages import Liveness, ReaderPhase
from tests.stages.reader_hall import ReaderHall
from tests.unit.test_enroller import NEW, Desk, begun

FILE = "ledger.db"
STAFF = ("101", "102", "103")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from begun(tmp_path)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[ReaderHall]:
    with closing(ReaderHall(tmp_path)) as made:
        yield made


def test_8_no_punch_is_lost_and_as_many_come_as_were_told(rig: ReaderHall) -> None:
    """With the network down and the service killed in between; each has its person and its moment,
    and what a reader keeps is never cleared, for nothing is read out of it."""
    told = []
    for each in STAFF:
        rig.desk.broker.down()
        before = rig.desk.clock.now()
        rig.screen(each)
        told.append((each, before))
        rig.kill()
        rig.start()
        rig.desk.broker.up()
        rig.passes(1.0)
    rig.passes(10.0)
    assert [each.staff for each in rig.punches] == [staff for staff, _ in told]
    assert all(
        0 <= (punch.at - before).total_seconds() < 1.0
        for punch, (_, before) in zip(rig.punches, told, strict=True)
    )


def test_9_a_punch_is_corrected_alone_and_none_is_ever_deleted(desk: Desk) -> None:
    for each in STAFF:
        desk.touch(each)
    day = desk.desk.clock.now().date()
    words = {"staff": "101", "day": day, "turn": Turn.IN, "reason": "忘记打卡", "by": "901"}
    desk.desk.do(CorrectAttendance, **words, actual_at=desk.desk.clock.now())
    assert len(desk.facts(AttendanceCorrected)) == 1
    assert [each.staff for each in desk.punches] == list(STAFF)
    desk.desk.close()
    with closing(sqlite3.connect(desk.folder / FILE)) as db:
        for change in ("DELETE FROM facts WHERE seq = 1", "DELETE FROM facts"):
            with pytest.raises(sqlite3.IntegrityError, match="never removed"):
                db.execute(change)


def test_10_sent_again_from_the_queue_it_is_one_punch(rig: ReaderHall) -> None:
    """The ledger wrote it and its answer was lost: the service and its next life ask again."""
    server, asked = rig.desk.broker.server, list[bytes]()
    assert server is not None

    def swallow(client: str, payload: bytes, _answer: object) -> None:
        asked.append(payload)
        server(client, payload, lambda _answer: None)

    rig.desk.broker.server = swallow
    rig.touch("101")
    rig.kill()
    rig.start()
    rig.passes(1.0)
    rig.desk.broker.server = server
    rig.passes(10.0)
    assert len(asked) > 1
    assert [each.staff for each in rig.punches] == ["101"]


@pytest.mark.expects_warnings
def test_11_a_reader_that_is_away_says_so_to_everybody(desk: Desk) -> None:
    """On its own screen, in its state, and as an alert with what to do; and takes it all back."""
    desk.unplug()
    desk.passes(1.0)
    assert desk.told[-1].phase is ReaderPhase.AWAY
    assert desk.liveness.state is Liveness.LOST
    alert = desk.alert("reader-away")
    assert alert is not None
    assert alert.zh == "指纹考勤机断开连接，请检查线路；打卡请找值班长登记"
    desk.plug()
    desk.passes(5.0)
    assert desk.told[-1].phase is ReaderPhase.IDLE
    assert desk.liveness.state is Liveness.READY
    assert desk.alert("reader-away") is None


def test_12_a_time_that_was_changed_is_found_and_nobody_corrects_his_own(desk: Desk) -> None:
    desk.touch("101")
    now = desk.desk.clock.now()
    words = {"day": now.date(), "turn": Turn.IN, "reason": "迟到", "actual_at": now}
    own = desk.desk.ask(desk.desk.make(CorrectAttendance, staff="901", by="901", **words))
    assert isinstance(own, Refused)
    assert own.code == "own-approval"
    desk.desk.close()
    file = desk.folder / FILE
    assert list(Inspection().troubles(read(file))) == []  # the control
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("DROP TRIGGER facts_stay")
        earlier = "CAST(replace(CAST(body AS TEXT), 'T01:', 'T00:') AS BLOB)"
        changed = db.execute(f"UPDATE facts SET body = {earlier}")  # noqa: S608  # from above
        assert changed.rowcount > 0
    assert any("was changed" in each for each in Inspection().troubles(read(file)))


def test_13_a_reader_that_stops_answering_is_opened_anew_by_itself(rig: ReaderHall) -> None:
    rig.hand("fault silent")
    rig.until(lambda: rig.liveness.state is Liveness.LOST, 10.0)
    first = rig.device_end
    rig.passes(10.0)
    assert rig.device_end is not first  # its port was closed and opened
    rig.hand("ok")
    rig.passes(5.0)
    assert rig.liveness.state is Liveness.READY
    assert rig.touch("101").staff == "101"


def test_14_two_people_never_become_one_and_one_never_two(desk: Desk) -> None:
    """Different fingers for one template are refused, and a finger that is somebody's already; and
    whoever touches reads the number that was recorded."""
    desk.consent()
    desk.wish()
    desk.twice("left", "101")
    assert desk.said[-1] in ("different-fingers", "already-enrolled")
    desk.wish()
    desk.twice("102")
    assert (desk.said[-1], desk.stages[-1].staff) == ("already-enrolled", "102")
    desk.enrol("left")
    said = desk.touch("left")
    assert (said.staff, desk.facts(PunchRecorded)[-1].staff) == (NEW, NEW)


def test_15_a_dry_finger_is_told_why_and_there_is_always_another_way(desk: Desk) -> None:
    desk.consent()
    desk.wish()
    desk.hand("smudge left")
    desk.passes(0.8)
    assert {*desk.said} & {"dry", "wet", "moved", "little"}
    desk.hand("lift")
    desk.passes(0.3)
    desk.twice("left")
    desk.enrol("right")  # a second finger for such days
    desk.hand("smudge left")
    desk.until(lambda: desk.told[-1].phase is ReaderPhase.UNCLEAR)
    desk.hand("lift")
    desk.passes(0.3)
    assert desk.touch("right").staff == NEW
