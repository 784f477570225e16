"""docs/security.md leaves no clause out, judges each, and names what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.arch.source import ROOT

PAGE = ROOT / "docs" / "security.md"
VERDICTS = {"met", "partly", "operator", "not"}
NAMED = re.compile(r"`((?:\w[\w.-]*/)+[\w.-]+)(?:::(\w+))?`")
OF_A_RUN = ("keys/", "templates/")  # of a run directory

# GB/T 22239-2019, chapter 8: technical clauses one by one, the others as one.
LEVEL_3 = {
    *("8.1.1", "8.1.5.1", "8.1.5.2", "8.1.5.3", "8.1.5.4", "8.1.6–8.1.10"),
    *(f"8.1.2.{n}" for n in range(1, 4)),
    *(f"8.1.3.{n}" for n in range(1, 7)),
    *(f"8.1.4.{n}" for n in range(1, 12)),
    *(f"8.4.{n}" for n in range(1, 5)),
}
# IEC 62443-3-3:2013, annex B: what SL 2 asks for.
SL_2 = {
    *(f"1.{n}" for n in range(1, 14)),
    *(f"2.{n}" for n in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11)),
    *(f"3.{n}" for n in range(1, 10)),
    *(f"4.{n}" for n in range(1, 4)),
    *(f"5.{n}" for n in range(1, 5)),
    *("6.1", "6.2"),
    *(f"7.{n}" for n in range(1, 9)),
}


def judged(heading: str) -> Iterator[list[str]]:
    """The rows of the table below a heading, without its head."""
    _, _, after = PAGE.read_text("utf-8").partition(f"## {heading}")
    part = after.partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("|")]
    yield from ([cell.strip() for cell in row] for row in rows[2:])


TABLES = [*judged("GB/T 22239"), *judged("IEC 62443")]


def test_no_clause_of_level_3_is_left_out() -> None:
    assert {re.split(r"[ :]", row[0])[0] for row in judged("GB/T 22239")} == LEVEL_3


def test_no_requirement_of_sl_2_is_left_out() -> None:
    found = [re.match(r"SR (\d\.\d+)", row[0]) for row in judged("IEC 62443")]
    assert {each[1] for each in found if each} == SL_2


@pytest.mark.parametrize("row", TABLES, ids=lambda row: row[0])
def test_each_is_judged_and_what_is_met_says_by_what(row: list[str]) -> None:
    assert len(row) == 4, row
    assert row[2] in VERDICTS
    assert row[3].strip(" —") or row[2] in {"not", "operator"}, row


def test_what_is_named_is_there() -> None:
    text = PAGE.read_text("utf-8")
    names = [each for each in NAMED.findall(text) if not each[0].startswith(OF_A_RUN)]
    assert len(names) > 60
    for name, function in names:
        assert (ROOT / name).exists(), name
        assert not function or f"def {function}(" in (ROOT / name).read_text("utf-8"), function


def test_decisions_named_are_there() -> None:
    for number in re.findall(r"ADR (\d+)", PAGE.read_text("utf-8")):
        assert list((ROOT / "docs" / "adr").glob(f"{int(number):04}-*.md")), number
