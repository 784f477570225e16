"""Cases: their table, masked as it is read; who may ask, how often, and what is answered."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker import cli
from broker.domain.alerts import AlertCode
from broker.domain.cases import (
    Case,
    CaseRules,
    CaseState,
    case_key,
    is_known,
    item_number,
    like_a_case,
    masked_applicant,
    masked_text,
    state_of,
)
from broker.settings import load
from broker.settings.cases import CasesRead, load_cases
from broker.settings.watched_table import EVERY
from kiosk.ticket import screens
from kiosk.ticket.case_screens import CaseFound, CaseNumber
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.events import CaseAsked, GoTo, Press, Pressed, Typed
from kiosk.ticket.hung_up import HungUp
from kiosk.ticket.pages.cases import CaseFoundPage, case_found
from kiosk.ticket.pages.progress import progress
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.scans import meant_by
from kiosk.ticket.screens import PLAIN
from kiosk.ticket.worldview import World
from kiosk.words.values import Tone
from tests.stages.halls import MORNING
from tests.unit.kiosk_visitor import ZONE, Visitor

R = TypeVar("R")
SAMPLE = Path(__file__).parents[2] / "examples" / "zhenlai"
HEADS = "case_number,item,applicant,accepted,due,stage,result\n"
ROW = "SL-2026-0001,建设局-78,张三丰,2026-11-16,2026-11-27,制证中,\n"
NOW = MORNING.astimezone(ZONE)
RULES = CaseRules(file="cases.csv", example="SL-2026-0001")


def written(folder: Path, text: str) -> Path:
    file = folder / "cases.csv"
    file.write_bytes(text.encode())
    return file


def read(folder: Path, text: str, rules: CaseRules = RULES) -> CasesRead:
    return load_cases(written(folder, text), rules)


# the table


def test_the_sample_has_its_cases_and_every_state_but_one() -> None:
    found = load_cases(SAMPLE / "cases.csv", load(SAMPLE / "hall.toml").hall.cases)
    assert found.errors == ()
    assert len(found.cases) == 12
    states = {each.state for each in found.cases.values()}
    assert states == set(CaseState) - {CaseState.ENDED}


def test_nothing_unmasked_is_kept_of_a_row(tmp_path: Path) -> None:
    said = "请张三丰打 13812345678，身份证 220821199001011234、22082119900101123x"
    row = f"SL-1,建设局-78,张三丰,2026-11-16,2026-11-27,制证中,{said}\n"
    (case,) = read(tmp_path, HEADS + row).cases.values()
    kept = repr(case)
    for hidden in ("张三丰,", "三丰'", "13812345678", "19900101", "123x"):
        assert hidden not in kept
    assert case.applicant == "张*"
    assert "138****5678" in case.said


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("欧阳修远", "欧*"),
        ("阿卜杜拉·买买提", "阿*"),
        ("John Smith", "J*"),
        ("镇赉县某某商贸有限公司", "镇*公司"),
        ("张*", "张*"),
        ("某*公司", "某*公司"),
        ("", ""),
    ],
)
def test_a_name_is_masked_and_a_masked_one_stays(name: str, masked: str) -> None:
    assert masked_applicant(name) == masked


def test_numbers_of_persons_are_masked_in_both_lengths_and_telephones_of_offices_stay() -> None:
    assert masked_text("220821900101123") == "220821********"
    assert masked_text("220821199001011234。") == "220821********。"
    assert masked_text("请打 0436-7220000 或 12345") == "请打 0436-7220000 或 12345"


@given(st.text(alphabet="0123456789Xx张 ", max_size=60))
def test_no_number_of_a_person_is_ever_left(text: str) -> None:
    again = masked_text(text)
    assert masked_text(again) == again


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("已受理", CaseState.ACCEPTED),
        ("审查中", CaseState.UNDER_WAY),
        ("未办结", CaseState.UNDER_WAY),
        ("请补材料", CaseState.SUPPLEMENT),
        ("补正", CaseState.SUPPLEMENT),
        ("已办结", CaseState.DONE),
        ("不予受理", CaseState.REFUSED),
        ("不予批准", CaseState.REFUSED),
        ("终止", CaseState.ENDED),
    ],
)
def test_what_an_office_calls_it_has_a_meaning(stage: str, state: CaseState) -> None:
    assert state_of(stage, {}) is state


@pytest.mark.parametrize(
    ("stage", "known"),
    [
        ("已受理", True),
        ("不予许可", True),
        ("请补材料", True),
        ("在办", True),
        ("待领证", True),
        ("专家论证中", True),
        ("中止", False),
        ("领导画圈", False),
        ("再审", False),
    ],
)
def test_a_word_that_nobody_knows_is_told_from_a_step_on_the_way(stage: str, known: bool) -> None:
    assert is_known(stage, {}) is known
    assert is_known(stage, {stage: CaseState.UNDER_WAY})


@pytest.mark.parametrize(
    ("item", "named"),
    [
        ("建设局-78", ("建设局", 78)),
        ("commerce-admin-1", ("commerce-admin", 1)),
        ("建设局-", None),
        ("-78", None),
        ("建设局-７８", None),
        ("建设局78", None),
        ("开一家饭店", None),
    ],
)
def test_an_item_is_named_by_department_and_number_or_in_words(
    item: str, named: tuple[str, int] | None
) -> None:
    assert item_number(item) == named


def test_the_halls_own_word_comes_first(tmp_path: Path) -> None:
    rules = CaseRules(file="cases.csv", stages={"制证中": CaseState.DONE})
    (case,) = read(tmp_path, HEADS + ROW, rules).cases.values()
    assert case.state is CaseState.DONE


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("SL-2,建设局-78,李四\n", "3 columns"),
        (ROW.replace("0001", "00 01"), "above already"),
        (ROW.replace("SL-2026-0001", "--"), "no number"),
        (ROW.replace("SL-2026-0001", "9" * 25), "25 characters"),
        (ROW.replace("0001", "2").replace("2026-11-16", "16.11.2026"), "no day"),
        (ROW.replace("0001", "2").replace("2026-11-27", "2026-11-15"), "before"),
        (ROW.replace("0001", "2").replace("制证中", ""), "empty"),
        (ROW.replace("0001", "2").replace("张三丰", "张\x1b[31m丰"), "here stands"),
    ],
)
def test_a_wrong_row_is_told_by_its_line_and_repeats_nobody(
    tmp_path: Path, row: str, problem: str
) -> None:
    found = read(tmp_path, HEADS + ROW + row)
    assert len(found.cases) == 1
    (error,) = found.errors
    assert (error.place, problem in error.problem) == ("line 3", True), error
    for cell in ("张三丰", "李四", "16.11.2026", "SL-2026"):
        assert cell not in str(error)


def test_no_file_other_heads_and_too_many_rows_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (error,) = load_cases(tmp_path / "none.csv", RULES).errors
    assert error.place == "the whole file"
    (error,) = read(tmp_path, "a,b\n").errors
    assert error.place == "line 1"
    monkeypatch.setattr("broker.settings.cases.MOST", 1)
    (error,) = read(tmp_path, HEADS + ROW + ROW.replace("0001", "0002")).errors
    assert "more than 1" in error.problem


def test_a_number_is_found_however_it_is_typed() -> None:
    assert case_key("sl 2026－0001") == case_key("SL-2026-0001") == "SL20260001"


def test_a_code_is_a_case_where_it_is_written_as_the_example_is() -> None:
    assert like_a_case("SL-2031-9876", RULES)
    assert like_a_case(" sl-2031-9876\n", RULES)
    for other in ("A007", "SL-2031-987", "XX-2031-9876", "SL-2031-9876x", ""):
        assert not like_a_case(other, RULES)
    assert not like_a_case("", CaseRules(file="cases.csv"))
    assert not like_a_case("SL-2031-9876", CaseRules(example="SL-2026-0001"))


def test_a_scanned_number_of_a_case_is_typed_already_and_asked_for_by_a_touch() -> None:
    hall = load(SAMPLE / "hall.toml").hall
    assert meant_by("sl-2026-0009\n", hall) == CaseNumber("SL-2026-0009")
    assert meant_by("SL-2026-0009", msgspec.structs.replace(hall, cases=CaseRules())) is None


def test_hall_check_reads_the_table_and_repeats_nothing_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = ("common.csv", "notices.csv", "cases.csv", "appointments.csv")
    for name in ("hall.toml", "catalogue.jsonl", *beside):
        (tmp_path / name).write_bytes((SAMPLE / name).read_bytes())
    assert cli.main(["check", str(tmp_path / "hall.toml")]) == 0
    written(tmp_path, HEADS + ROW + ROW)
    assert cli.main(["check", str(tmp_path / "hall.toml")]) == 1
    said = capsys.readouterr().err
    assert "cases.csv" in said
    assert "line 3" in said
    assert "张三丰" not in said


# the file, while a kiosk runs


class Office:
    """A kiosk beside a table of cases, and what its staff were told."""

    def __init__(self, folder: Path, text: str) -> None:
        self.file = written(folder, text)
        self.seconds = 0.0
        self.told: list[tuple[AlertCode, bool]] = []
        self.asides: list[Callable[[], None]] = []
        sample = load(SAMPLE / "hall.toml", folder)
        hall = msgspec.structs.replace(sample.hall, cases=RULES)
        settings = replace(sample, hall=hall, file=folder / "hall.toml")
        self.hung = HungUp(settings, lambda: self.seconds, self._hear, self._aside)

    def _hear(self, code: AlertCode, damaged: bool) -> None:
        if code is AlertCode.CASES:
            self.told.append((code, damaged))

    def _aside(self, make: Callable[[], R], heard: Callable[[R], None], _name: str) -> None:
        self.asides.append(lambda: heard(make()))

    def later(self) -> list[str] | None:
        self.seconds += EVERY
        self.hung.look()
        while self.asides:
            self.asides.pop(0)()
        return None if self.hung.cases is None else list(self.hung.cases)


def test_a_kiosk_reads_the_cases_itself_and_takes_a_new_table(tmp_path: Path) -> None:
    office = Office(tmp_path, HEADS + ROW)
    assert office.hung.cases is None, "the first frame does not wait for it"
    assert office.later() == ["SL20260001"]
    written(tmp_path, HEADS + ROW.replace("0001", "0002"))
    assert office.later() == ["SL20260002"]
    assert office.told == [(AlertCode.CASES, False)] * 2


def test_a_table_is_of_the_hour_at_which_it_was_written(tmp_path: Path) -> None:
    office = Office(tmp_path, HEADS + ROW)
    os.utime(office.file, (0, 1_795_400_000))
    assert office.hung.cases_of is None
    office.later()
    assert office.hung.cases_of == datetime.fromtimestamp(1_795_400_000, UTC)
    os.utime(office.file, (0, -(2**61)))  # no hour of anybody's
    assert office.later() == ["SL20260001"]


def test_a_damaged_table_leaves_the_old_one_and_at_the_start_its_sound_rows(tmp_path: Path) -> None:
    office = Office(tmp_path, HEADS + ROW + "x\n")
    assert office.later() == ["SL20260001"]
    written(tmp_path, "nonsense")
    assert office.later() == ["SL20260001"]
    office.file.unlink()
    assert office.later() == ["SL20260001"]
    assert office.hung.cases_of is not None, "that of the rows that stand"
    assert office.told == [(AlertCode.CASES, True)] * 3
    written(tmp_path, HEADS)
    assert office.later() == []
    assert office.told[-1] == (AlertCode.CASES, False)


# asking


def ask(visitor: Visitor, number: str) -> screens.Screen:
    visitor.touch(GoTo(CaseNumber()))
    for each in number:
        visitor.touch(Typed(each))
    visitor.touch(CaseAsked())
    return visitor.flow.screen


def test_a_whole_number_leads_to_its_case_and_back_to_what_was_typed() -> None:
    visitor = Visitor()
    assert ask(visitor, "SL20260001") == CaseFound("SL20260001")
    visitor.touch(Press.BACK)
    assert visitor.flow.screen == CaseNumber("SL20260001")


def test_nothing_typed_asks_nothing() -> None:
    assert ask(Visitor(), "") == CaseNumber()


def test_so_many_a_minute_are_answered_however_they_are_asked() -> None:
    visitor = Visitor()
    most = CaseRules().a_minute
    for nth in range(most):
        assert ask(visitor, f"{nth}") == CaseFound(f"{nth}")
        visitor.touch(Press.HOME)
    assert ask(visitor, "7") == CaseFound("7", too_many=True)
    visitor.touch(Press.HOME)
    visitor.wait(61.0)
    assert ask(visitor, "7") == CaseFound("7")


def test_what_was_typed_is_gone_with_the_visitor() -> None:
    visitor = Visitor()
    ask(visitor, "SL20260001")
    visitor.wait(1000.0)
    visitor.wait(1000.0)
    assert visitor.flow.screen == screens.HOME
    visitor.touch(GoTo(CaseNumber()))
    assert visitor.flow.screen == CaseNumber()


# what is answered


@pytest.fixture(scope="module")
def scene() -> Scene:
    settings = load(SAMPLE / "hall.toml")
    cases = load_cases(SAMPLE / "cases.csv", settings.hall.cases).cases
    return Scene(
        hall=settings.hall,
        catalogue=Catalogue(settings.hall, settings.items),
        world=World(),
        screen=screens.HOME,
        comfort=PLAIN,
        seconds=0.0,
        local=NOW,
        cases=cases,
    )


def shown(scene: Scene, number: str, **changes: object) -> CaseFoundPage:
    asked = CaseFound(case_key(number), too_many=bool(changes.pop("too_many", False)))
    page = case_found(asked, msgspec.structs.replace(scene, **changes)).page
    assert isinstance(page, CaseFoundPage)
    return page


def test_a_case_says_its_item_whose_it_is_how_far_and_what_to_do(scene: Scene) -> None:
    page = shown(scene, "SL-2026-0009")
    item = scene.catalogue.item("agriculture", 11)
    assert item is not None
    assert (page.title.zh, page.title.en) == (item.name, item.name_en)
    assert "周*" in page.about.zh
    assert "SL-2026-0009" in page.about.zh
    assert page.tone is Tone.WARN
    assert "缺店面平面图" in page.what.zh
    assert page.what.en.startswith("Something is still needed")
    assert [step.label.zh for step in page.steps] == ["受理", "请补材料", "办结"]
    assert [step.term.zh for step in page.steps] == ["已过", "现在到这一步", ""]
    assert "11月24日" in page.steps[2].note.zh


def test_what_is_finished_or_refused_stands_at_its_last_step(scene: Scene) -> None:
    for number, last in (("SL-2026-0001", "已办结"), ("SL-2026-0010", "不予批准")):
        page = shown(scene, number)
        assert page.steps[-1].label.zh == last
        assert [step.term.zh for step in page.steps] == ["已过", "已过", "现在到这一步"]


def test_an_open_case_past_its_promised_day_says_so_and_a_finished_one_does_not(
    scene: Scene,
) -> None:
    later = NOW + timedelta(days=31)
    assert "承诺" in shown(scene, "SL-2026-0009", local=later).more.zh
    assert shown(scene, "SL-2026-0009", local=NOW + timedelta(days=1)).more.zh == ""
    assert shown(scene, "SL-2026-0001", local=later).more.zh == ""


def test_an_unknown_number_a_table_not_read_and_too_many_questions_tell_nothing(
    scene: Scene,
) -> None:
    for page in (
        shown(scene, "SL-2026-9999"),
        shown(scene, "SL-2026-0001", cases=None),
        shown(scene, "SL-2026-0001", too_many=True),
    ):
        assert page.steps == ()
        assert page.tone is Tone.WARN
        assert "张" not in repr(page)
    assert shown(scene, "x").what.zh == "没有查到这个编号"


def test_a_case_says_of_which_hour_its_table_is_and_of_which_day_where_it_is_another(
    scene: Scene,
) -> None:
    assert "数据" not in shown(scene, "SL-2026-0009").about.zh
    hour = shown(scene, "SL-2026-0009", cases_of=NOW.replace(hour=7, minute=5)).about
    assert hour.zh.endswith("　数据时间 07:05")
    assert hour.en.endswith("   As of 07:05")
    before = shown(scene, "SL-2026-0009", cases_of=NOW - timedelta(days=1)).about
    assert f"{NOW - timedelta(days=1):%H:%M}" in before.zh
    assert "日 " in before.zh


def test_of_a_number_that_is_not_known_the_way_leads_to_typing_it_again(scene: Scene) -> None:
    nowhere = case_found(CaseFound("X"), scene).touches
    assert nowhere["again"] == Pressed(Press.BACK)
    known = case_found(CaseFound(case_key("SL-2026-0001")), scene).touches
    assert "again" not in known
    assert known["done"] == Pressed(Press.HOME)


def test_an_item_that_the_catalogue_does_not_have_is_told_as_the_table_has_it(scene: Scene) -> None:
    case = Case(
        number="1",
        item="房产过户",
        applicant="",
        accepted=date(2026, 11, 1),
        due=date(2026, 11, 30),
        stage="已受理",
        state=CaseState.ACCEPTED,
        said="",
    )
    page = shown(scene, "1", cases={"1": case})
    assert page.title.zh == "房产过户"
    assert page.steps[0].term.zh == "现在到这一步"
    assert scene.hall.hall.telephone in page.ask.zh


def test_the_key_stands_on_the_progress_page_where_the_hall_has_a_table(scene: Scene) -> None:
    assert progress(screens.Progress(), scene).touches["cases"] == GoTo(CaseNumber())
    hall = msgspec.structs.replace(scene.hall, cases=CaseRules())
    without = progress(screens.Progress(), msgspec.structs.replace(scene, hall=hall))
    assert "cases" not in without.touches
