"""Workbooks of bureaux: what office programs write, and what somebody made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from broker.catalogue import workbook
from broker.domain.errors import ConfigError
from broker.domain.guides import Material
from tests.unit.catalogue_sources import imported, said


def book(file: Path, **sheets: Callable[[Any], None]) -> Path:
    with xlsxwriter.Workbook(str(file)) as made:
        for name, fill in sheets.items():
            fill(made.add_worksheet(name))
    return file


def rows(*lines: tuple[object, ...]) -> Callable[[Any], None]:
    def fill(sheet: Any) -> None:
        for at, line in enumerate(lines):
            sheet.write_row(at, 0, line)

    return fill


HEAD = ("department", "number", "item", "anticipate_day", "is_fee")


def test_sheets_of_one_book_are_one_delivery(tmp_path: Path) -> None:
    file = book(
        tmp_path / "b.xlsx",
        事项=rows(("二〇二六年事项目录",), (), HEAD, ("测试局", 1, "甲", 20, False)),
        材料=rows(("department", "number", "material_name"), ("测试局", 1.0, "申请表")),
    )
    found = imported(file)
    assert found.findings == ()
    (entry,) = found.entries
    assert entry.guide.materials == (Material("申请表"),)
    assert entry.guide.legal is not None
    assert entry.guide.legal.count == 20
    assert entry.guide.charged is False


def test_a_finding_names_the_sheet_and_the_row_as_the_program_counts(tmp_path: Path) -> None:
    file = book(tmp_path / "b.xlsx", 一=rows(("说明",), HEAD, ("外局", 1, "甲")))
    (finding,) = imported(file).findings
    assert (finding.file, finding.line) == ("b.xlsx [一]", 3)


def test_a_sheet_beside_the_tables_is_an_error_as_a_file_would_be(tmp_path: Path) -> None:
    file = book(tmp_path / "b.xlsx", 一=rows(HEAD, ("测试局", 1, "甲")), 二=rows(("备忘", "x")))
    assert "does not name the columns" in said(imported(file))[0]


def test_headings_of_a_bureau_below_a_title_are_what_is_asked_about(tmp_path: Path) -> None:
    title, blank = ("政务服务事项清单（2026年）",), ()
    file = book(
        tmp_path / "a.xlsx",
        items=rows(title, blank, ("委办局", "号", "办事项目"), ("测试局", 1, "甲")),
    )
    (finding,) = [each for each in imported(file).findings if "does not name" in each.problem]
    assert (finding.line, "委办局,号,办事项目" in finding.problem) == (3, True)
    assert "[catalogue.columns] of hall.toml" in finding.remedy


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    def hidden(sheet: Any) -> None:
        sheet.write_row(0, 0, ("草稿", "x"))
        sheet.hide()

    file = book(tmp_path / "b.xlsx", 一=rows(HEAD, ("测试局", 1, "甲")), 二=hidden)
    assert imported(file).findings == ()


@pytest.mark.parametrize("without", ["xl/workbook.xml", "nothing"])
def test_a_book_without_a_table_is_named(tmp_path: Path, without: str) -> None:
    whole = book(tmp_path / "whole.xlsx", items=rows(*([] if without == "nothing" else [("x",)])))
    file = tmp_path / "from the bureau.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if name != without:
                new.writestr(name, old.read(name))
    (finding,) = imported(file).findings
    assert (finding.file, "no table" in finding.problem) == (str(file), True)


def cells(sheet: Callable[[Any, Any], None], file: Path) -> list[list[str]]:
    with xlsxwriter.Workbook(str(file)) as made:
        sheet(made, made.add_worksheet("一"))
    ((_, found),) = workbook.read(file, file.read_bytes())
    return [row for _, row in found]


def test_each_kind_of_cell_is_read_as_documented(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        moment = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_datetime(0, 1, date(2026, 11, 27), day)
        sheet.write_datetime(0, 2, datetime.combine(date(2026, 11, 27), time(8, 30)), moment)
        sheet.write_number(0, 3, 20)
        sheet.write_number(0, 4, 2.5)
        sheet.write_boolean(0, 5, True)
        sheet.write_string(0, 6, " 007 ")

    found = cells(fill, tmp_path / "k.xlsx")
    assert found == [["2", "2026-11-27", "2026-11-27 08:30:00", "20", "2.5", "1", "007"]]


def test_each_cell_of_a_merged_range_has_its_value(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 1, "测试局")
        sheet.write_row(0, 2, ("甲",))
        sheet.write_row(1, 2, ("乙",))

    found = cells(fill, tmp_path / "m.xlsx")
    assert found == [["测试局", "测试局", "甲"], ["测试局", "测试局", "乙"]]


def good(folder: Path) -> bytes:
    return book(folder / "good.xlsx", 一=rows(HEAD, ("测试局", 1, "甲"))).read_bytes()


def repacked(raw: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for each in old.namelist():
            new.writestr(each, change(each, old.read(each)))
    return out.getvalue()


def refused(raw: bytes) -> str:
    with pytest.raises(ConfigError) as error:
        list(workbook.read(Path("b.xlsx"), raw))
    return error.value.problem


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"PK",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: repacked(raw, lambda name, data: b"" if name.endswith(".xml") else data),
        lambda raw: repacked(raw, lambda _, data: data[: len(data) // 2]),
        lambda raw: raw.replace(b"xl/worksheets", b"xl/worksheetz"),
    ],
)
def test_what_is_no_workbook_ends_in_a_sentence(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    assert "this is no workbook" in refused(spoil(good(tmp_path)))


def test_every_cut_of_a_workbook_ends_in_a_sentence(tmp_path: Path) -> None:
    raw = good(tmp_path)
    for end in range(0, len(raw), 97):
        refused(raw[:end])


def test_two_cells_far_apart_are_not_laid_out(tmp_path: Path) -> None:
    def far(sheet: Any) -> None:
        sheet.write_string(0, 0, "a")
        sheet.write_string(1_048_575, 16_383, "z")

    file = book(tmp_path / "far.xlsx", 一=far)
    said = "a sheet reaches to row 1048576 and column 16384"
    assert refused(file.read_bytes()) == said


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "UNPACKED", 2_000_000)
    raw = repacked(good(tmp_path), lambda _, data: data + b" " * 1_000_000)
    assert refused(raw) == "it unpacks to more than 2 MB"


def test_a_bomb_whose_index_lies_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """zipfile stops where the index says; so does whoever trusts it, and the rest is never read."""
    monkeypatch.setattr(workbook, "UNPACKED", 2_000_000)
    big = b" " * 9_000_000
    raw = repacked(good(tmp_path), lambda name, data: big if "sheet1" in name else data)
    lie = raw.replace(len(big).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lie != raw
    assert "this is no workbook" in refused(lie)


def test_a_password_is_told(tmp_path: Path) -> None:
    raw = bytearray(good(tmp_path))
    at = 0
    while (at := raw.find(b"PK\x01\x02", at)) >= 0:  # the flag of each member in the index
        raw[at + 8] |= 1
        at += 4
    assert refused(bytes(raw)) == "this workbook has a password"


def test_a_table_as_a_bureau_paints_it_is_read(tmp_path: Path) -> None:
    """A title over all columns, a head of two colours, items and departments merged over the rows
    of their materials, a hidden column, a frozen pane, a filter and coloured cells without text."""

    def paint(file: Path) -> Path:
        with xlsxwriter.Workbook(str(file)) as made:
            sheet = made.add_worksheet("事项")
            title = made.add_format({"bold": True, "bg_color": "#FF0000", "align": "center"})
            head = made.add_format({"bg_color": "#FFFF00", "border": 2, "text_wrap": True})
            grey = made.add_format({"bg_color": "#CCCCCC", "rotation": 90})
            sheet.merge_range(0, 0, 0, 6, "测试局政务服务事项目录（2026 年版）", title)
            sheet.merge_range(1, 0, 1, 6, "填报单位：测试局　填报日期：2026-11-27", grey)
            names = ("实施主体", "序号", "事项名称", "设定依据", "材料名称", "原件份数", "备用")
            sheet.write_row(2, 0, names, head)
            sheet.merge_range(3, 0, 8, 0, "测试局", grey)
            for nth, item in enumerate(("甲类许可", "乙类登记")):
                first = 3 + 3 * nth
                sheet.merge_range(first, 1, first + 2, 1, nth + 1, grey)
                sheet.merge_range(first, 2, first + 2, 2, item)
                sheet.merge_range(first, 3, first + 2, 3, "某法\n第一条")
                for at, material in enumerate(("申请表", "身份证明", "照片")):
                    sheet.write_row(first + at, 4, (material, at + 1), head)
            for row in range(9, 40):
                sheet.write_blank(row, 3, None, grey)
            sheet.set_column(6, 6, None, None, {"hidden": True})
            sheet.freeze_panes(3, 2)
            sheet.autofilter(2, 0, 8, 6)
        return file

    found = imported(paint(tmp_path / "painted.xlsx"))
    assert said(found) == []
    first, second = found.entries
    assert (first.name, first.number, second.name) == ("甲类许可", 1, "乙类登记")
    assert first.guide.basis.startswith("某法")
    counted = [(each.name, each.originals) for each in second.guide.materials]
    assert counted == [("申请表", 1), ("身份证明", 2), ("照片", 3)]
