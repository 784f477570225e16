"""One way to read a day, in every table of a hall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from broker.catalogue.importing import take_in
from broker.domain.cases import CaseRules
from broker.domain.text.written_days import written_day
from broker.settings.appointments import load_appointments
from broker.settings.cases import load_cases
from broker.settings.notices import load_notices
from tests.stages.halls import small_hall

DAY = date(2026, 11, 28)
WRITTEN = (
    "2026-11-28", "2026/11/28", "2026.11.28", "20261128", "2026年11月28日", "2026/11/28 00:00",
    "46354", "46354.0",
)  # fmt: skip
NO_DAYS = ("28.11.2026", "2026-11-31", "2026-11", "461", "2026-11-28x", "２０２６-11-28", "463540")
HALL = small_hall()


def put(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def in_appointments(folder: Path, day: str) -> list[date]:
    text = f"code,day,slot,queue,item\n000001,{day},09:00,qa,\n"
    read = load_appointments(put(folder, "a.csv", text), HALL, {})
    return [each.day for each in read.appointments]


def in_cases(folder: Path, day: str) -> list[date]:
    heads = "case_number,item,applicant,accepted,due,stage,result\n"
    file = put(folder, "c.csv", f"{heads}1,x,张*,{day},{day},已受理,\n")
    cases = load_cases(file, CaseRules()).cases.values()
    return [each.accepted for each in cases if each.accepted == each.due]


def in_notices(folder: Path, day: str) -> list[date]:
    heads = "from,until,title,text,title_en,text_en\n"
    found = load_notices(put(folder, "n.csv", f"{heads}{day},{day},一,二,,\n")).notices
    return [each.first for each in found if each.first == each.last]


def in_catalogue(folder: Path, day: str) -> list[date]:
    text = f"dept_name,number,task_name,plan_effective_date\n测试局,1,事项,{day}\n"
    found = take_in([put(folder, "i.csv", text)], HALL, (), lambda _count: None)
    return [each.since for each in found.entries if each.since]


TABLES = (in_appointments, in_cases, in_notices, in_catalogue)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("text", WRITTEN)
def test_a_day_is_read_alike_in_every_table(
    tmp_path: Path, table: Callable[[Path, str], list[date]], text: str
) -> None:
    assert table(tmp_path, text) == [DAY]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_is_none_in_any(
    tmp_path: Path, table: Callable[[Path, str], list[date]], text: str
) -> None:
    assert table(tmp_path, text) == []


@pytest.mark.parametrize("as_number", [True, False])
def test_a_cell_of_a_workbook_is_a_day_whether_excel_calls_it_one_or_a_number(
    tmp_path: Path, as_number: bool
) -> None:
    file = tmp_path / "items.xlsx"
    with Workbook(str(file)) as book:
        sheet, dated = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["dept_name", "number", "task_name", "plan_effective_date"])
        sheet.write_row(1, 0, ["测试局", 1, "事项"])
        if as_number:
            sheet.write_number(1, 3, 46354)
        else:
            sheet.write_datetime(1, 3, datetime(2026, 11, 28), dated)  # noqa: DTZ001  # no zone
    found = take_in([file], HALL, (), lambda _count: None)
    assert [each.since for each in found.entries] == [DAY]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_what_is_written_as_the_exchange_has_it_is_that_day(day: date) -> None:
    assert written_day(day.isoformat()) == written_day(f"{day:%Y%m%d}") == day


@pytest.mark.parametrize(
    ("count", "day"), [("30000", date(1982, 2, 18)), ("79999", date(2119, 1, 10))]
)
def test_excels_count_is_taken_within_a_life(count: str, day: date) -> None:
    """As Excel itself shows them; what is smaller or larger is another number."""
    assert written_day(count) == day


@pytest.mark.parametrize("count", ["29999", "80000", "46354.5", "046354"])
def test_another_number_is_no_count_of_days(count: str) -> None:
    with pytest.raises(ValueError, match=r"^[\d.]+$"):
        written_day(count)
