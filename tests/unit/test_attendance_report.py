"""`hall report attendance`: what the files hold, read back by another's eyes."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from broker.cli import main
from broker.commands import attendance_month, attendance_report
from broker.domain.attendance.facts import (
    AttendanceCorrected,
    LeaveKind,
    OutageNoted,
    OutageRecorded,
    PunchWay,
    Turn,
)
from broker.domain.attendance.forgetting import forgotten
from broker.domain.attendance.requests import (
    CloseMonth,
    CorrectAttendance,
    RecordLeave,
    RecordOutage,
    RecordPunch,
)
from broker.domain.ids import StaffId
from broker.domain.timesheet.gathering import Numbered
from broker.ledger.erasing import erase, traces
from broker.ledger.store import Store
from broker.settings import load
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall
from tests.stages.processes import HALL
from tests.stages.timesheets import BOOKS, WHOLE, moment

DAYS = [each for each in range(2, 21) if date(2026, 11, each).isoweekday() < 6]
PEOPLE = """
[[staff]]
id = "900"
name = "=测试班长"
role = "duty-leader"

[[staff]]
id = "902"
name = "测试主任"
role = "director"
"""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Office:
    """A ledger with three weeks of punches, and its hall.toml beside it."""

    def __init__(self, folder: Path) -> None:
        shutil.copy(HALL.parent / "catalogue.csv", folder)
        shutil.copy(BOOKS["zhenlai"], folder / "attendance.toml")
        self.toml = folder / "hall.toml"
        self.toml.write_text(HALL.read_text("utf-8") + PEOPLE, "utf-8")
        self.out = folder / "out"
        self.desk = LedgerHall(folder, load(self.toml, folder).hall)
        self.folder = folder

    def punch(self, staff: str, day: int, *clocks: str, way: PunchWay = PunchWay.FINGER) -> None:
        for each in clocks:
            self.desk.do(
                RecordPunch, staff=staff, device="r", punched_at=moment(day, each), way=way
            )

    def report(self, *words: str) -> int:
        place = ("--hall", str(self.toml), "--run", str(self.folder), "--out", str(self.out))
        return main(["report", "attendance", *place, *(words or ("--month", "2026-11"))])

    def table(self, key: str) -> list[dict[str, str]]:
        file = self.out / f"attendance-2026-11-{key}.csv"
        return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))

    def of(self, staff: str, key: str = "summary") -> list[dict[str, str]]:
        return [each for each in self.table(key) if each["staff number"] == staff]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    made = Office(tmp_path)
    monkeypatch.setattr(attendance_report, "hall_clock", lambda: made.desk.clock)
    for day in DAYS:
        made.punch("101", day, *WHOLE)
    made.punch("102", 2, "08:31", *WHOLE[1:])
    made.punch("102", 3, *WHOLE[:3], way=PunchWay.PIN)
    made.desk.do(
        RecordLeave,
        staff="102",
        first=date(2026, 11, 4),
        last=date(2026, 11, 20),
        leave_kind=LeaveKind.ANNUAL,
        reason="=1+1",
        by="902",
    )
    yield made
    made.desk.close()


def test_the_summary_counts_what_was_punched(office: Office) -> None:
    assert office.report() == 0
    (fine,), (other,) = office.of("101"), office.of("102")
    assert (fine["days due"], fine["days present"], fine["score"]) == ("21", "15", "100.00")
    assert (fine["not over yet"], fine["late"]) == ("24", "0")
    assert (other["late"], other["missing punch"], other["days of leave"]) == ("1", "1", "13")
    assert (other["deducted"], other["score"]) == ("4.00", "96.00")
    assert office.of("103")[0]["cannot be a model"] == "yes"


def test_a_pin_is_seen_and_a_missing_punch_is_an_exception(office: Office) -> None:
    office.report()
    rows = office.of("102", "exceptions")
    assert [(each["date"], each["result"]) for each in rows[:2]] == [
        ("2026-11-02", "late"),
        ("2026-11-03", "missing punch"),
    ]
    assert (rows[1]["came by"], rows[1]["went"]) == ("PIN", "")
    assert not office.of("101", "exceptions")


def test_the_chart_has_a_sign_a_shift(office: Office) -> None:
    office.report()
    (line,) = office.of("102", "chart")
    assert [line[str(day)] for day in (1, 2, 3, 4, 7, 24)] == ["", "▽√", "√？", "年年", "", "··"]
    assert "▽late" in office.table("chart")[-1]["name"]


def test_every_score_line_names_the_touch_that_shows_it(office: Office) -> None:
    office.report()
    (late, missing) = office.of("102", "score")
    touches = {each["evidence"]: each["time"] for each in office.of("102", "punches")}
    assert (late["rule"], late["points"], touches[late["evidence"]]) == (
        "late",
        "-2.00",
        "08:31:00",
    )
    assert (missing["rule"], missing["due"], missing["evidence"]) == ("missing", "17:00", "")


def test_a_correction_and_an_outage_are_told_with_who_approved_them(office: Office) -> None:
    desk = office.desk
    desk.clock.pass_by(-3 * 24 * 3600.0)  # within the days that a correction has
    words = {"staff": "103", "reason": "忘记打卡", "by": "900"}
    said = moment(20, "08:15")
    day = date(2026, 11, 20)
    kept = desk.fact(CorrectAttendance, day=day, turn=Turn.IN, actual_at=said, **words)
    begin, end = moment(20, "11:00"), moment(20, "12:00")
    noted = desk.fact(RecordOutage, out_at=begin, back_at=end, reason="断电", by="900")
    assert isinstance(kept, AttendanceCorrected)
    assert isinstance(noted, OutageRecorded)
    office.report()
    (row,) = office.of("103", "corrections")
    assert (row["kind"], row["what"], row["approved by"]) == ("correction", "in 08:15", "900")
    (out,) = (each for each in office.table("corrections") if each["kind"] == "reader out")
    assert (out["from"], out["until"]) == ("2026-11-20 11:00", "2026-11-20 12:00")
    assert (out["reason"], out["approved by"]) == ("断电", "900")
    assert (out["evidence"], row["evidence"]) == (noted.outage, kept.correction)
    morning = office.of("103", "detail")
    (shift,) = (each for each in morning if (each["date"], each["shift"]) == ("2026-11-20", "上午"))
    assert (shift["came"], shift["came by"], shift["going"]) == ("08:15", "corrected", "reader out")


def test_an_outage_that_nobody_wrote_down_is_the_ledgers_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_file = attendance_month._facts
    out = OutageNoted(first=moment(20, "11:00"), last=moment(20, "12:00"))
    monkeypatch.setattr(
        attendance_month, "_facts", lambda *place: [*from_file(*place), Numbered(777, out)]
    )
    office.report()
    (row,) = (each for each in office.table("corrections") if each["kind"] == "reader out")
    assert (row["reason"], row["approved by"]) == ("no reader worked", "the ledger")
    assert row["evidence"] == "fact 777"


def test_what_a_person_wrote_is_no_formula(office: Office) -> None:
    office.report()
    (row,) = office.of("102", "corrections")
    assert row["reason"] == "'=1+1"
    assert office.of("900")[0]["name"] == "'=测试班长"
    with zipfile.ZipFile(office.out / "attendance-2026-11.xlsx") as book:
        sheets = [book.read(each) for each in book.namelist() if "/worksheets/" in each]
    assert not any(b"<f>" in each for each in sheets)


def test_the_workbook_has_every_table(office: Office) -> None:
    """Read without the library that wrote it."""
    office.report()
    with zipfile.ZipFile(office.out / "attendance-2026-11.xlsx") as book:
        sheets = ET.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")  # noqa: S314  # our own
        names = [each.attrib["name"] for each in sheets]
        texts = book.read("xl/sharedStrings.xml").decode()
        first = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314  # our own
    assert names == ["Summary", "Daily detail", "Chart", "Exceptions", "Corrections", "Score lines",
                     "All punches"]  # fmt: skip
    assert "▽√" in texts
    numbers = [each.text for each in first.iter(f"{MAIN}v")]
    assert "96.00" in numbers


def test_the_same_facts_make_the_same_files(office: Office) -> None:
    office.report()
    before = {each.name: each.read_bytes() for each in office.out.iterdir()}
    office.report()
    assert before == {each.name: each.read_bytes() for each in office.out.iterdir()}
    assert len(before) == 8


def test_in_a_chinese_session_all_of_it_is_chinese(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", "zh")
    office.report()
    assert "本月尚未封账" in capsys.readouterr().out
    rows = office.table("summary")
    assert all(each.isascii() is False for each in rows[0])
    assert rows[0]["得分"] == "100.00"
    assert [each["规则"] for each in office.table("score")][:2] == [
        "迟到（late）",
        "缺卡（missing）",
    ]


def _close(office: Office) -> None:
    settings = load(office.toml, office.folder)
    from broker.commands.attendance_month import reckoned

    ledger, clock = office.folder / "ledger.db", office.desk.clock
    found = reckoned(settings, ledger, None, date(2026, 11, 1), clock.now())
    office.desk.do(
        CloseMonth,
        month=date(2026, 11, 1),
        version=found.rules.version,
        rules=found.rules_digest,
        results=found.results_digest,
        upto=found.gathered.last,
        staff=tuple(each.id for each in found.staff),
        by="902",
    )


def _december(office: Office) -> None:
    while office.desk.clock.now() < datetime(2026, 12, 3, tzinfo=MORNING.tzinfo):
        office.desk.clock.pass_by(24 * 3600.0)


def test_reckoning_again_changes_nothing_when_a_month_is_closed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    _december(office)
    office.report()
    before = office.table("summary")
    _close(office)
    office.punch("102", 3, "17:05")  # a reader's outbox comes back: kept, and too late
    office.desk.clock.pass_by(40 * 24 * 3600.0)
    assert office.report() == 0
    assert office.table("summary") == before
    said = capsys.readouterr()
    assert "closed by 902" in said.out
    assert "1 facts came after it was closed" in said.err


def test_a_closed_month_of_somebody_forgotten_is_told_and_not_compared(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    _december(office)
    _close(office)
    office.desk.close()
    gone, day = StaffId("102"), date(2026, 11, 3)
    with closing(Store(office.folder / "ledger.db")) as store:
        rows = traces(store, gone).rows
        told = forgotten(gone, StaffId("902"), [row.seq for row in rows], day, day)
        erase(store, rows, told, office.desk.clock.now())
    assert office.report() == 0
    assert "102: erased since" in capsys.readouterr().err
    assert not office.of("102")


def test_without_the_close_the_late_punch_would_count(office: Office) -> None:
    """The control."""
    _december(office)
    office.report()
    assert office.of("102")[0]["missing punch"] == "1"
    office.punch("102", 3, "17:05")
    office.report()
    assert office.of("102")[0]["missing punch"] == "0"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("attendance.toml", "points = 2", "points = 3", "closed by other rules"),
        ("hall.toml", "[hours]", "[hours]\nclosed_days = [2026-11-03]", "another result"),
    ],
)
def test_rules_or_a_calendar_that_changed_since_are_told(
    office: Office, file: str, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _december(office)
    _close(office)
    place = office.folder / file
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")
    assert office.report() == 1
    assert said in capsys.readouterr().err


def test_who_comes_or_leaves_later_changes_no_closed_month(office: Office) -> None:
    _december(office)
    office.report()
    before = office.table("summary")
    _close(office)
    text = office.toml.read_text("utf-8")
    more = PEOPLE.replace("900", "910").replace("902", "912")
    office.toml.write_text(text.replace('id = "102"', 'id = "199"', 1) + more, "utf-8")
    assert office.report() == 0
    after = office.table("summary")
    assert [each["score"] for each in after] == [each["score"] for each in before]
    assert [each["staff number"] for each in after] == [each["staff number"] for each in before]
    assert office.of("102")[0]["name"] == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--month", "2024-11"), "no version is valid for 2024-11"),
        (("--month", "2026-13"), "no month like 2026-11"),
        (("--month", "9999-12"), "no month like 2026-11"),
        (("--month", "0001-01"), "no month like 2026-11"),
        (("--run", "x"), "--month"),
    ],
)
def test_what_is_missing_is_said(
    office: Office, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = office.report(*words)
    except SystemExit as end:
        status = int(end.code or 0)
    assert status != 0
    assert said in capsys.readouterr().err


def test_a_year_without_a_notice_is_told(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.report("--month", "2028-01")
    assert "the holidays of 2028 are not known" in capsys.readouterr().err


def test_a_member_of_another_role_has_no_row(office: Office) -> None:
    office.report()
    assert not office.of("902")
    assert office.desk.hall.member("902") is not None
