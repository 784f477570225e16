"""`hall punch` and `hall status` beside a running hall, as the duty leader types them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from broker import cli
from broker.bus import enquiries
from broker.commands import status, visiting
from broker.commands.audit import read
from broker.commands.punch import punched_at
from broker.commands.roll import expected
from broker.domain.attendance.facts import PunchRecorded, PunchWay
from broker.domain.errors import ConfigError
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.facts import PauseReason
from broker.domain.windows.requests import OpenWindow, PauseWindow
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.service.life import BROKER_FILE
from broker.settings import Settings
from broker.wire.messages import Alert, DeviceState, Liveness
from broker.wire.topics import Kind, Topics
from tests.stages.halls import MORNING
from tests.stages.processes import HALL, Person, house

LEADER = '\n[[staff]]\nid = "900"\nname = "测试班长"\nrole = "duty-leader"\n'
ZONE = ZoneInfo("Asia/Shanghai")
SUBJECT = re.compile(r"^  [a-z]+ [\w-]+ ", re.MULTILINE)  # of a row of `hall status`


def _retain(person: Person, topic: str, state: DeviceState) -> None:
    person.bus.publish(topic, state, retain=True)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A broker and a ledger, nine o'clock on a Monday; windows 1 open and 2 paused."""
    folder = tmp_path_factory.mktemp("leader")
    shutil.copy(HALL.parent / "catalogue.csv", folder)
    (folder / "hall.toml").write_text(HALL.read_text("utf-8") + LEADER, "utf-8")
    with (
        pytest.MonkeyPatch.context() as patch,
        house(folder, ["ledger"], patch, folder / "hall.toml") as (_, settings),
        Person(settings, "clerks") as clerks,
    ):
        for window, clerk in ((1, "101"), (2, "102")):
            clerks.do(OpenWindow, window=window, clerk=clerk)
        for kind, key in expected(settings.hall)[1:]:  # all but the ledger, which says so itself
            topic = clerks.topics.liveness(Kind(kind), key)
            ready = DeviceState(id="s", at=MORNING, state=Liveness.READY)
            clerks.runner.post(partial(_retain, clerks, topic), ready)
        clerks.do(PauseWindow, window=2, clerk="102", reason=PauseReason("换色带"))
        ticket = clerks.do(ReserveTicket, queue="qa").ticket
        clerks.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
        yield settings


def told(hall: Settings, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit status and everything said."""
    place = ("--hall", str(hall.file), "--run", str(hall.run))
    status = cli.main([words[0], *place, *words[1:]])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def punches(hall: Settings) -> list[PunchRecorded]:
    facts = (recorded(row).fact for row in read(hall.run / FILE))
    return [fact for fact in facts if isinstance(fact, PunchRecorded)]


def test_a_noted_punch_is_in_the_ledger_with_its_reason(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("punch", "103", "--by", "900", "--reason", " 指纹机断线 ", "--at", "08:20")
    status, said = told(hall, capsys, *words)
    assert status == 0
    assert "Recorded: staff number 103 punched at 08:20" in said
    [punch] = [each for each in punches(hall) if each.staff == "103"]
    assert (punch.way, punch.by, punch.reason) == (PunchWay.LEADER, "900", "指纹机断线")
    assert punch.at == datetime(2026, 11, 23, 8, 20, tzinfo=ZONE)
    assert "103" in told(hall, capsys, "status")[1].partition("on duty")[2]


def test_without_a_time_it_is_now(hall: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(hall, capsys, "punch", "104", "--by", "900", "--reason", "手指受伤")[0] == 0
    [punch] = [each for each in punches(hall) if each.staff == "104"]
    assert MORNING <= punch.at < MORNING.replace(minute=10)


def test_the_leader_says_who_is_here_and_it_counts_at_once(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("punch", "105", "--by", "900", "--reason", "误按下班", "--as")
    before = punches(hall)
    status, said = told(hall, capsys, *words, "in", "--at", "08:30")
    assert status == 0
    assert "Recorded: staff number 105 is here from 08:30, says 900." in said
    assert "105" in told(hall, capsys, "status")[1].partition("on duty")[2]
    assert told(hall, capsys, *words, "out")[0] == 0
    assert "105" not in told(hall, capsys, "status")[1].partition("on duty")[2]
    assert punches(hall) == before
    assert told(hall, capsys, "punch", "105", "--by", "101", "--reason", "x", "--as", "in")[0] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("103", "--by", "101", "--reason", "x"), "101 may not do this"),
        (("103", "--by", "900", "--reason", "  "), "a reason"),
        (("999", "--by", "900", "--reason", "x"), "no staff number 999"),
        (("103", "--by", "900", "--reason", "x", "--at", "23:59"), "still to come"),
        (("103", "--by", "900", "--reason", "x" * 201), "--reason: this is of the wrong"),
        (("103", "--by", "900", "--reason", "\udcff"), "these bytes are no UTF-8"),
        (("9" * 65, "--by", "900", "--reason", "x"), "staff: this is of the wrong length"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_no_punch(
    hall: Settings,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    sentence: str,
) -> None:
    before = punches(hall)
    status, said = told(hall, capsys, "punch", *words)
    assert status == 1
    assert sentence in said
    assert said.count("\n") == 1
    assert punches(hall) == before


def test_a_time_that_is_none_is_refused(hall: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        told(hall, capsys, "punch", "103", "--by", "900", "--reason", "x", "--at", "24:00")
    assert "no time like 08:20" in capsys.readouterr().err


def test_today_is_the_halls_day_not_greenwichs() -> None:
    now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # 07:30 of the 23rd in the hall
    assert punched_at(time(7, 30), now, ZONE) == now
    assert punched_at(time(0, 5), now, ZONE) == datetime(2026, 11, 22, 16, 5, tzinfo=UTC)
    with pytest.raises(ConfigError):
        punched_at(time(7, 31), now, ZONE)


def test_the_status_of_a_hall_in_which_all_is_well(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = told(hall, capsys, "status")
    assert status == 0
    lines = [line.split() for line in said.splitlines()]
    assert ["service", "ledger", "正常", "ready"] in lines
    assert ["开放", "open", "1"] in lines
    assert ["暂停", "paused", "2", "(换色带)"] in lines
    assert ["关闭", "closed", *"345678"] in lines
    assert ["发号", "issued", "1"] in lines
    assert ["等候", "waiting", "1"] in lines
    assert ["无", "none"] in lines


def test_the_status_in_chinese_holds_no_english(
    hall: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a device says of itself in English, and an alert, which stands in both."""
    topics = Topics(hall.hall.hall.id)
    lost = DeviceState(
        id="s",
        at=MORNING,
        state=Liveness.LOST,
        reason="/dev/x: unplugged or closed ([Errno 5] Input/output error)",
    )
    away = Alert(
        id="a", at=MORNING, code="no-answer", zh="没有应答", en="it is dead", since=MORNING
    )
    with Person(hall, "devices") as devices:
        retained = {
            topics.liveness(Kind.EVALUATOR, 2): lost,
            topics.alert(Kind.EVALUATOR, 3, "no-answer"): away,
        }
        for topic, message in retained.items():
            devices.runner.post(partial(_retain, devices, topic), message)
        monkeypatch.setenv("LANG", "zh_CN.UTF-8")
        for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
            monkeypatch.setenv(name, "")
        status, said = told(hall, capsys, "status")
        assert status == 1
        assert "失联（/dev/x：已拔出或关闭（读写错误（错误号 5）））" in said
        assert "没有应答" in said
        assert not re.findall(
            r"[a-z]{2,} [a-z]{2,}", re.sub(r"^  [a-z]+ [\w-]+ ", "", said, flags=re.MULTILINE)
        )
        ready = DeviceState(id="s", at=MORNING, state=Liveness.READY)
        state, alert = retained
        devices.runner.post(partial(_retain, devices, state), ready)
        devices.runner.post(devices.bus.clear, alert)
        assert told(hall, capsys, "status")[0] == 0


def test_a_busy_machine_is_waited_for_and_no_longer_than_it_takes(
    hall: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What had not come within a second was said to be lost; now it ends when all has come."""
    monkeypatch.setattr(status, "_LISTENING", 50.0)
    begun = monotonic()
    code, said = told(hall, capsys, "status")
    assert code == 0
    assert "closed    3 4 5 6 7 8" in said
    assert monotonic() - begun < 25.0


def test_what_did_not_come_in_time_is_said(
    hall: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "_LISTENING", 0.0)
    _, said = told(hall, capsys, "status")
    assert "Not all that stands on the bus has come in time" in said


def test_visitors_leave_no_trace(hall: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    told(hall, capsys, "status")
    _, said = told(hall, capsys, "status")
    assert "service status" not in said
    assert "service punch" not in said
    assert "service evaluators" in said, "the control: who works here is listed"


def test_what_is_lost_or_alerted_is_said_until_it_is_over(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    topics = Topics(hall.hall.hall.id)
    alert = topics.alert(Kind.EVALUATOR, 3, "no-answer")
    state = topics.liveness(Kind.EVALUATOR, 2)
    lost = DeviceState(id="s", at=MORNING, state=Liveness.LOST, reason="三次没有应答")
    away = Alert(id="a", at=MORNING, code="no-answer", zh="没有应答", en="dead", since=MORNING)
    with Person(hall, "devices") as devices:

        def retain(topic: str, message: DeviceState | Alert) -> None:
            devices.runner.post(lambda _: devices.bus.publish(topic, message, retain=True), None)

        retain(state, lost)
        status, said = told(hall, capsys, "status")
        assert status == 1
        assert "失联 lost (三次没有应答)" in said
        retain(state, DeviceState(id="s", at=MORNING, state=Liveness.READY))
        retain(alert, away)
        status, said = told(hall, capsys, "status")
        assert status == 1
        assert "evaluator 3  no-answer  自 since 11-23 09:00\n    没有应答\n    dead\n" in said
        devices.runner.post(devices.bus.clear, alert)
        assert told(hall, capsys, "status")[0] == 0


@pytest.mark.parametrize("words", [("status",), ("punch", "103", "--by", "900", "--reason", "x")])
def test_without_a_hall_it_says_so(
    hall: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    elsewhere = Settings(hall.hall, hall.file, tmp_path, ())
    status, said = told(elsewhere, capsys, *words)
    assert status == 1
    assert "it does not run" in said


@pytest.mark.parametrize("words", [("status",), ("punch", "103", "--by", "900", "--reason", "x")])
def test_a_broker_that_is_gone_is_said_too(
    hall: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setattr(visiting, "_CONNECTING", 0.5)
    (tmp_path / BROKER_FILE).write_text(json.dumps({"host": "127.0.0.1", "port": 1}), "utf-8")
    status, said = told(Settings(hall.hall, hall.file, tmp_path, ()), capsys, *words)
    assert status == 1
    assert "nobody answers" in said.lower()


def test_without_a_ledger_no_punch_is_promised(
    hall: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(enquiries, "TIMEOUT", 0.3)
    with house(tmp_path, [], monkeypatch, hall.file) as (_, settings):
        status, said = told(settings, capsys, "status")
        assert status == 1
        assert "no numbers are given" in said
        status, said = told(settings, capsys, "punch", "103", "--by", "900", "--reason", "x")
        assert status == 1
        assert "may be recorded or not" in said
