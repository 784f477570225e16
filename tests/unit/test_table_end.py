"""Whether a table that a program writes stands there whole, and what is believed of one that is
cut: anywhere, with a total and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from broker.domain.appointments import AppointmentRules
from broker.domain.cases import CaseRules
from broker.settings.appointments import AppointmentsRead, load_appointments
from broker.settings.cases import CasesRead, load_cases
from tests.stages.halls import small_hall

HEADS = "code,day,slot,queue,item\n"
ROWS = [f"00000{n},2026-11-23,09:0{n},qa,\n" for n in range(1, 5)]
CASE_HEADS = "case_number,item,applicant,accepted,due,stage,result\n"
CASES = [f"SL-{n},x,张*,2026-11-16,2026-11-27,审查中,好\n" for n in range(1, 5)]


def appointments(folder: Path, text: str, *, counted: bool = False) -> AppointmentsRead:
    file = folder / "appointments.csv"
    file.write_text(text, "utf-8")
    hall = replace(small_hall(), appointments=AppointmentRules(file=file.name, counted=counted))
    return load_appointments(file, hall, {})


def cases(folder: Path, text: str, *, counted: bool = False) -> CasesRead:
    file = folder / "cases.csv"
    file.write_text(text, "utf-8")
    return load_cases(file, CaseRules(file=file.name, counted=counted))


@pytest.mark.parametrize("total", ["合计,4,,,\n", "total,4\n", "合计,4"])
def test_a_table_with_its_total_is_whole(tmp_path: Path, total: str) -> None:
    read = appointments(tmp_path, HEADS + "".join(ROWS) + total, counted=True)
    assert (len(read.appointments), read.errors) == (4, ())
    assert appointments(tmp_path, HEADS + "".join(ROWS) + total) == read, "it is looked at anyway"
    told = cases(tmp_path, CASE_HEADS + "".join(CASES) + total, counted=True)
    assert (len(told.cases), told.errors) == (4, ())


def test_a_counted_table_is_told_wherever_it_is_cut_and_what_is_believed_is_sound(
    tmp_path: Path,
) -> None:
    whole = HEADS + "".join(ROWS) + "合计,4,,,\n"
    sound = appointments(tmp_path, whole, counted=True).appointments
    enough = len(whole) - len(",,,\n")  # from there on nothing is missing
    for length in range(1, enough):
        read = appointments(tmp_path, whole[:length], counted=True)
        assert read.errors, repr(whole[:length][-20:])
        assert read.appointments == sound[: len(read.appointments)]


def test_without_a_total_one_that_ends_with_a_row_is_believed(tmp_path: Path) -> None:
    """The control: this is what nobody can know, and what hall check says."""
    read = appointments(tmp_path, HEADS + "".join(ROWS[:2]))
    assert (len(read.appointments), read.errors) == (2, ())


@pytest.mark.parametrize(
    ("end", "problem"),
    [
        ("合计,5,,,\n", "the total says 5 rows, and 4 stand above it"),
        ("合计,,,,\n", "this total is no number"),
        ("合计,4,1,,\n", "this total is no number"),
        ("合计\n", "this total is no number"),
        ("合计,4,,,\n000009,2026-11-23,09:00,qa,\n", "a row stands below the total"),
        ("", "there is no total: the file may be cut"),
    ],
)
def test_a_total_that_is_none_is_told(tmp_path: Path, end: str, problem: str) -> None:
    read = appointments(tmp_path, HEADS + "".join(ROWS) + end, counted=True)
    assert [each.problem for each in read.errors] == [problem]
    assert len(read.appointments) == 4


def test_wrong_rows_are_counted_for_they_were_written(tmp_path: Path) -> None:
    read = appointments(tmp_path, HEADS + "1,2,3\n" + ROWS[0] + "合计,2,,,\n", counted=True)
    assert [each.place for each in read.errors] == ["line 2"]


def test_the_last_case_of_a_file_that_breaks_off_is_not_believed(tmp_path: Path) -> None:
    """What the applicant should do may be half a sentence."""
    read = cases(tmp_path, (CASE_HEADS + "".join(CASES))[:-1])
    assert len(read.cases) == 3
    assert [each.place for each in read.errors] == ["the last line"]


def test_a_row_that_is_none_takes_no_sound_row_along(tmp_path: Path) -> None:
    read = appointments(tmp_path, HEADS + ROWS[0] + f'"{"x" * 140_000}",,,,\n')
    assert [each.code for each in read.appointments] == ["000001"]
    assert len(read.errors) == 1
