"""What stands in a cell of a bureau's table, as a value or as the reason why it is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.catalogue import cells, codes
from broker.catalogue.cells import CellError
from broker.domain.guides import Term, TermUnit


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("<p>一、身份证</p><p>二、户口簿</p>", "一、身份证\n二、户口簿"),
        ("甲<br/>乙<BR>丙", "甲\n乙\n丙"),
        ("甲&nbsp;乙&lt;50&gt;", "甲 乙<50>"),
        ("&amp;lt;p&amp;gt;甲&amp;lt;/p&amp;gt;", "甲"),
        ('<span style="font-size:12pt">甲</span><!-- 乙 -->', "甲"),
        ("<style>p{color:red}</style><script>alert(1)</script>甲", "甲"),
        ("<tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr>", "甲 乙\n丙"),
        ("面积<100平方米且>50", "面积<100平方米且>50"),
        ("a<b", "a<b"),
        ("甲\r\n\r\n  乙\u3000\u3000丙  ", "甲\n乙 丙"),
        ("甲\u200b乙\u00a0丙", "甲乙 丙"),
        ("'=SUM(A1)", "=SUM(A1)"),
        ("AT&T；&没有;", "AT&T；&没有;"),
        ("&#20013;&#x6587;", "中文"),
        ("", ""),
    ],
)
def test_what_a_portal_keeps_becomes_lines(cell: str, lines: str) -> None:
    assert cells.plain(cell) == lines


@given(st.text(alphabet="<>/&;pbr'=#36lt gam\n甲", max_size=60))
def test_what_was_read_once_reads_the_same_again(cell: str) -> None:
    once = cells.plain(cell)
    assert cells.plain(once) == once


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("甲\u202e乙", "U+202E"),
        ("甲\x00乙", "U+0000"),
        ("甲" * 2001, "2001 characters"),
        ("&amp;" * 7000, "35000 characters"),
        ("&" + "amp;" * 300, "escaped beyond reason"),
    ],
)
def test_what_no_page_can_show_is_refused(cell: str, said: str) -> None:
    with pytest.raises(CellError, match=said.replace("+", r"\+")):
        cells.passage(cell)


@pytest.mark.parametrize(
    ("count", "unit", "term"),
    [
        ("20", "", Term(20)),
        ("20", "工作日", Term(20)),
        ("20.0", "workday", Term(20)),
        ("15个工作日", "", Term(15)),
        ("3个月", "", Term(3, TermUnit.MONTH)),
        ("2小时", "", Term(2, TermUnit.HOUR)),
        ("30天", "", Term(30, TermUnit.DAY)),
        ("1", "年", Term(1, TermUnit.YEAR)),
        ("7", "W", Term(7, TermUnit.WORKDAY)),
        ("0", "", Term(0)),
        ("即办", "", Term(0)),
        ("当场办结", "工作日", Term(0)),
        ("", "工作日", None),
    ],
)
def test_a_term_is_read_as_bureaux_write_it(count: str, unit: str, term: Term | None) -> None:
    assert cells.term(count, unit, "", {"W": TermUnit.WORKDAY}) == term


@pytest.mark.parametrize(
    ("count", "unit", "said"),
    [("20", "1", "nothing says what the unit"), ("尽快", "", "no term"), ("-3", "", "no term")],
)
def test_a_term_that_nobody_can_know_is_none(count: str, unit: str, said: str) -> None:
    with pytest.raises(CellError, match=said):
        cells.term(count, unit, "", {})


@pytest.mark.parametrize(
    "cell", ["2026-11-27", "2026/11/27", "2026.11.27", "2026年11月27日", "20261127",
             "2026-11-27 00:00:00", "2026-11-27T00:00"],
)  # fmt: skip
def test_a_date_is_read_as_programs_write_it(cell: str) -> None:
    assert cells.day(cell) == date(2026, 11, 27)


@pytest.mark.parametrize("cell", ["2026-02-30", "27.11.2026", "459881", "soon", "２０２６１１２７"])
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="no date"):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "said"), [("1", True), ("是", True), ("1.0", True), ("否", False), ("不收费", False)]
)
def test_yes_and_no(cell: str, said: bool) -> None:
    assert cells.yes_or_no(cell) is said


def test_neither_yes_nor_no() -> None:
    with pytest.raises(CellError, match="neither yes nor no"):
        cells.yes_or_no("2")


@pytest.mark.parametrize("cell", ["3", "3.0", "003"])
def test_a_whole_number(cell: str) -> None:
    assert cells.whole(cell, 1, 99) == 3


@pytest.mark.parametrize("cell", ["0", "100", "3.5", "³", "x", "1" * 30, "-1"])
def test_no_such_number(cell: str) -> None:
    with pytest.raises(CellError, match="no such number"):
        cells.whole(cell, 1, 99)


@pytest.mark.parametrize(
    ("table", "cell", "code"),
    [
        (codes.TASK_TYPE, "1", "01"),
        (codes.TASK_TYPE, "01", "01"),
        (codes.TASK_TYPE, "行政许可", "01"),
        (codes.TASK_TYPE, "20", "20"),
        (codes.TASK_TYPE, "11", None),
        (codes.SERVER_TYPE, "1,2", "1,2"),
        (codes.SERVER_TYPE, "1；2 ^ 6", "1,2,6"),
        (codes.SERVER_TYPE, "1,7", None),
        (codes.SERVER_TYPE, "自然人、企业法人", "1,2"),
        (codes.HANDLE_TYPE, ",", None),
    ],
)
def test_codes_are_of_their_table(table: codes.CodeTable, cell: str, code: str | None) -> None:
    assert table.codes(cell) == code
