"""What bureaux send as their list of items: read whatever their office programs made of it, or
refused at the one line that is wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from broker.domain.hall import Hall
from broker.settings import items
from tests.stages.halls import small_hall

GOOD = "department,number,item\n测试局,1,建设工程验线\n测试局,2,收养登记\n"
NAMES = ["建设工程验线", "收养登记"]


@pytest.fixture(scope="module")
def hall() -> Hall:
    hall = small_hall()
    assert "测试局" in {each.name for each in hall.departments}
    return hall


def read(hall: Hall, text: str, encoding: str = "utf-8") -> tuple[list[str], list[tuple[str, str]]]:
    found, errors, *_ = items.read("catalogue.csv", text.encode(encoding), hall)
    assert all(each.remedy for each in errors)
    return [each.name for each in found], [(each.place, each.problem) for each in errors]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("\ufeff" + GOOD, "gb18030"),
        ("\ufeff" + GOOD, "utf-8"),
        ("sep=,\n" + GOOD, "utf-8"),
        ('"sep=,",,\r\n' + GOOD, "gb18030"),
        ("sep=;\n" + GOOD.replace(",", ";"), "utf-8"),
        (GOOD.replace("\n", ",,\n"), "utf-8"),
        (GOOD.replace("\n", " , ,\n") + ",,,,\n", "utf-8"),
        (GOOD.replace("department,number,item", "Department,NUMBER, Item"), "utf-8"),
        (GOOD.replace("department,number,item", "窗口单位,序号,事项名称"), "gb18030"),
        ("\n\n" + GOOD, "utf-8"),
    ],
)
def test_what_office_programs_make_of_a_list_is_read(hall: Hall, text: str, encoding: str) -> None:
    assert read(hall, text, encoding) == (NAMES, [])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("名称,编码,备注\n测试局,1,x\n", 1, "'名称,编码,备注' does not name the columns"),
        ("department;number;item\n", 1, "'department;number;item' does not name"),
        (f"{'x' * 100}\n", 1, f"'{'x' * 60}…' does not name"),
        ("department,number,item\n", 1, "no item below"),
        ("\n\n,,\n", 1, "empty"),
        ("", 1, "empty"),
    ],
)
def test_other_headings_are_told_as_they_stand(hall: Hall, text: str, line: int, said: str) -> None:
    _, ((place, problem),) = read(hall, text)
    assert place == f"line {line}"
    assert said in problem


@pytest.mark.parametrize(
    ("rows", "line", "said", "left"),
    [
        (['测试局,3,"一网通办"预审', "测试局,4,排污许可"], 4, "middle of a name", ["排污许可"]),
        (['测试局,3,"一网通办', '测试局,4,"排污"许可'], 4, "middle of a name", []),
        (
            ["测试局,4,排污许可", '测试局,3,"一网通办', "测试局,5,x"],
            5,
            "never closed",
            ["排污许可"],
        ),
        (['测试局,3,"一网通办', '测试局,4,排污"', "测试局,5,x"], 4, "never closed", ["x"]),
    ],
    ids=["stray", "two not closed", "never closed", "closed rows below"],
)
def test_a_quote_is_blamed_at_its_line_and_no_other_is(
    hall: Hall, rows: Sequence[str], line: int, said: str, left: list[str]
) -> None:
    names, errors = read(hall, GOOD + "".join(f"{row}\n" for row in rows))
    assert [place for place, _ in errors] == [f"line {line}"]
    assert said in errors[0][1]
    assert names == [*NAMES, *left]


def test_quotes_that_are_right_are_read(hall: Hall) -> None:
    rows = '测试局,3,"一网""通办"", 预审"\n测试局,4,一网"通办"预审\n测试局,5,"收养\n登记"\n'
    assert read(hall, GOOD + rows) == (
        [*NAMES, '一网"通办", 预审', '一网"通办"预审', "收养 登记"],
        [],
    )
