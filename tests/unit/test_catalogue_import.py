"""An import: from a bureau's files to a catalogue, and to all there is to say about them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.catalogue import importing, kept_file, tables
from broker.catalogue.findings import Gravity
from broker.catalogue.joining import changes
from broker.commands.catalogue_export import write
from broker.domain.entries import CatalogueEntry
from broker.domain.guides import (
    NOTHING_KNOWN,
    Guide,
    GuideGroup,
    GuideQuestion,
    GuideStep,
    Handling,
    Material,
    Term,
    TermUnit,
)
from tests.efforts import tried
from tests.stages.halls import small_hall
from tests.unit.catalogue_sources import imported, said, source

NATIONAL = (
    "dept_name,number,task_name,task_code,task_type,project_type,by_law,anticipate_day,"
    "anticipate_type,promise_day,is_fee,fee_basis,link_way\n"
    "测试局,1,甲类许可,11220000MB1,1,即办件,《某法》第一条,20,工作日,5,0,,0436-5550000\n"
)
FULL = CatalogueEntry(
    department="dept",
    number=1,
    name="甲类许可",
    code="11220000MB1",
    kept={"task_type": "01"},
    guide=Guide(
        handling=Handling.AT_ONCE,
        basis="《某法》第一条",
        legal=Term(20),
        promised=Term(5),
        charged=False,
        telephone="0436-5550000",
    ),
)
SHORT = "department,number,item\n测试局,1,甲类许可\n测试局,2,乙类登记\n"


def test_the_columns_of_the_exchange_make_a_guide(tmp_path: Path) -> None:
    found = imported(source(tmp_path, NATIONAL))
    assert (found.entries, found.findings) == ((FULL,), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    assert imported(source(tmp_path, NATIONAL, encoding=encoding)).entries == (FULL,)


def test_the_names_of_the_standard_are_known(tmp_path: Path) -> None:
    text = "实施主体,序号,事项名称,设定依据,办理流程,法定办结时限,法定办结时限单位,是否收费\n"
    row = "测试局,1,甲,某法,1.受理→2.审查→3.发证,3,月,不收费\n"
    (entry,) = imported(source(tmp_path, text + row)).entries
    assert [each.name for each in entry.guide.steps] == ["受理", "审查", "发证"]
    assert entry.guide.legal == Term(3, TermUnit.MONTH)
    assert entry.guide.charged is False


def test_a_short_list_is_read_too(tmp_path: Path) -> None:
    found = imported(source(tmp_path, SHORT))
    assert [(each.number, each.name) for each in found.entries] == [
        (1, "甲类许可"),
        (2, "乙类登记"),
    ]


def test_a_bureaus_own_headings_names_and_codes_are_told_in_hall_toml(tmp_path: Path) -> None:
    text = "委办局,号,办事项目,法定天数,天数单位\n县测试局,1,甲,20,2\n"
    columns = {"委办局": "dept_name", "号": "number", "办事项目": "task_name"}
    columns |= {"法定天数": "anticipate_day", "天数单位": "anticipate_type"}
    found = imported(
        source(tmp_path, text),
        columns=columns,
        departments={"县测试局": "dept"},
        term_units={"2": TermUnit.DAY},
    )
    assert found.findings == ()
    assert found.entries[0].guide.legal == Term(20, TermUnit.DAY)


def test_a_column_that_the_exchange_does_not_have_is_refused(tmp_path: Path) -> None:
    found = imported(source(tmp_path, SHORT), columns={"号": "numero"})
    assert "numero: [catalogue.columns] names a column" in said(found)[0]


def test_a_heading_that_nobody_knows_is_told_with_what_was_meant(tmp_path: Path) -> None:
    text = "department,number,item,by_lav,备用\n测试局,1,甲,某法,x\n"
    found = imported(source(tmp_path, text))
    first, second = said(found, Gravity.WARNING)
    assert "by_lav: no column is called so: it is left out — did you mean by_law?" in first
    assert "say in [catalogue.columns]" in second


CHILDREN = {
    "items.csv": SHORT,
    "materials.csv": "dept_name,number,order_num,material_name,original_num,copy_num,is_need\n"
    "测试局,1,2,户口簿,0,1,0\n测试局,1,1,申请表,2,,\n",
    "process_links.csv": "task_name,dept_name,link_name,handle_day,handle_day_type\n"
    "甲类许可,测试局,受理,1,工作日\n甲类许可,测试局,发证,,\n",
    "questions.csv": "dept_name,number,question,answer\n测试局,2,要多久？,当天。\n",
}


def folder_of(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        source(folder, text, name)
    return folder


def test_materials_steps_and_questions_find_their_item(tmp_path: Path) -> None:
    found = imported(folder_of(tmp_path, CHILDREN))
    assert found.findings == ()
    first, second = found.entries
    assert first.guide.materials == (
        Material("申请表", originals=2),
        Material("户口簿", copies=1, required=False),
    )
    assert first.guide.steps == (GuideStep("受理", term=Term(1)), GuideStep("发证"))
    assert second.guide.questions == (GuideQuestion("要多久？", "当天。"),)
    assert [each.file for each in found.sources] == sorted(CHILDREN)


def test_a_part_of_no_item_is_an_error_and_said_once(tmp_path: Path) -> None:
    stray = "dept_name,number,material_name\n测试局,9,甲\n测试局,9,乙\n,,丙\n"
    found = imported(folder_of(tmp_path, {**CHILDREN, "materials.csv": stray}))
    assert said(found) == [
        (
            "line 4, dept_name: nothing says which item this is of — write department and number,"
            " or the code, of its item"
        ),
    ]
    stray = stray.replace(",,丙\n", "")
    found = imported(folder_of(tmp_path, {**CHILDREN, "materials.csv": stray}))
    assert said(found) == [
        (
            "line 2: no item is called as this row calls it — write department and number, or the"
            " code, of an item that is there"
        )
    ]


def test_a_table_of_the_standard_repeats_the_item_for_each_material(tmp_path: Path) -> None:
    head, row = "部门,序号,事项名称,设定依据,材料名称,原件份数\n", "测试局,1,甲,某法,"
    (entry,) = imported(source(tmp_path, f"{head}{row}表,1\n{row}证,2\n")).entries
    assert [each.name for each in entry.guide.materials] == ["表", "证"]


WRONG = "department,number,item,plan_effective_date,plan_cancel_date,task_state,accept_condition\n"


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("外局,1,甲,,,,", "dept_name: there is no department '外局'"),
        (",1,甲,,,,", "dept_name: the item has no department"),
        ("测试局,,甲,,,,", "number: the item has neither a number nor a code"),
        ("测试局,0,甲,,,,", "number: '0' is no such number"),
        ("测试局,100000,甲,,,,", "number: '100000' is no such number"),
        ("测试局,1,,,,,", "task_name: the item has no name"),
        (f"测试局,1,{'甲' * 121},,,,", "task_name: the text has 121 characters"),
        ("测试局,1,甲,某日,,,", "plan_effective_date: '某日' is no date"),
        ("测试局,1,甲,2026-02-01,2026-01-01,,", "plan_cancel_date: it ends before it begins"),
        ("测试局,1,甲,,,,坏\u202e", "accept_condition: here stands U+202E"),
    ],
)
def test_a_row_that_is_no_item_is_told_with_line_and_column(
    tmp_path: Path, row: str, place: str
) -> None:
    found = imported(source(tmp_path, WRONG + row + "\n测试局,5,好,,,,\n"))
    assert [each.startswith(f"line 2, {place}") for each in said(found)] == [True]
    assert [each.number for each in found.entries] == [5]


def test_a_foreign_department_is_told_once(tmp_path: Path) -> None:
    rows = "".join(f"外局,{number},甲\n" for number in range(1, 50))
    found = imported(source(tmp_path, SHORT + rows))
    assert len(said(found)) == 1


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        ("task_type", "77", {"task_type": "77"}),
        ("server_type", "1,8", {"server_type": "1,8"}),
        ("project_type", "特", {"project_type": "特"}),
        ("is_fee", "看情况", {"is_fee": "看情况"}),
        ("anticipate_day", "尽快", {"anticipate_day": "尽快"}),
    ],
)
def test_a_code_that_no_table_has_is_kept_as_it_came(
    tmp_path: Path, column: str, cell: str, kept: dict[str, str]
) -> None:
    text = f'department,number,item,{column}\n测试局,1,甲,"{cell}"\n'
    found = imported(source(tmp_path, text))
    assert said(found) == []
    assert len(said(found, Gravity.WARNING)) == 1
    assert found.entries == (CatalogueEntry("dept", 1, "甲", kept=kept),)


@pytest.mark.parametrize(
    ("row", "charged"),
    [("1,每件 10 元", True), (",每件 10 元", True), (",不收费", False), ("0,", False), (",", None)],
)
def test_whether_it_is_charged_is_known_or_is_not(
    tmp_path: Path, row: str, charged: bool | None
) -> None:
    text = f"department,number,item,is_fee,fee\n测试局,1,甲,{row}\n"
    assert imported(source(tmp_path, text)).entries[0].guide.charged is charged


def test_what_is_not_published_is_left_out_with_its_materials(tmp_path: Path) -> None:
    items = "department,number,item,task_state\n测试局,1,甲,0\n测试局,2,乙,2\n"
    parts = "department,number,material_name\n测试局,1,表\n"
    found = imported(folder_of(tmp_path, {"items.csv": items, "materials.csv": parts}))
    assert [each.number for each in found.entries] == [2]
    assert said(found) == []
    assert "its state is '0', not 已发布" in said(found, Gravity.WARNING)[0]


def test_days_of_validity_are_kept_with_the_item(tmp_path: Path) -> None:
    row = "测试局,1,甲,2026-01-01,2026年12月31日,,\n"
    (entry,) = imported(source(tmp_path, WRONG + row)).entries
    assert (entry.since, entry.until) == (date(2026, 1, 1), date(2026, 12, 31))


VERSIONS = "department,number,item,task_code,task_version\n"


def test_of_two_versions_the_higher_counts(tmp_path: Path) -> None:
    rows = "测试局,1,新,c1,3\n测试局,1,旧,c1,2\n"
    found = imported(source(tmp_path, VERSIONS + rows))
    assert [(each.name, each.version) for each in found.entries] == [("新", 3)]
    assert found.findings == ()


def test_two_of_one_version_are_an_error(tmp_path: Path) -> None:
    found = imported(source(tmp_path, VERSIONS + "测试局,1,甲,c1,2\n测试局,2,甲,c1,2\n"))
    assert said(found) == [
        "line 3: the item is already on line 2 of items.csv — remove one of them"
    ]


def test_two_items_of_one_number_are_an_error(tmp_path: Path) -> None:
    found = imported(source(tmp_path, VERSIONS + "测试局,1,甲,c1,\n测试局,1,丙,c2,\n"))
    assert said(found)[0].startswith("line 3, number: number 1 of its department is that of '甲'")
    assert [each.name for each in found.entries] == ["甲"]


def test_what_is_there_in_a_newer_version_stays(tmp_path: Path) -> None:
    base = CatalogueEntry("dept", 7, "新", code="c1", version=5)
    found = imported(source(tmp_path, VERSIONS + "测试局,,旧,c1,4\n"), base=[base])
    assert found.entries == (base,)
    assert "version 4 is older than 5" in said(found, Gravity.WARNING)[0]


def test_items_without_a_number_keep_theirs_or_get_the_next(tmp_path: Path) -> None:
    base = [CatalogueEntry("dept", 7, "甲", code="c1"), CatalogueEntry("dept", 9, "乙", code="c2")]
    found = imported(source(tmp_path, VERSIONS + "测试局,,丙,c3,\n测试局,,甲,c1,\n"), base=base)
    assert [(each.code, each.number) for each in found.entries] == [("c3", 10), ("c1", 7)]


def test_one_code_with_two_handle_items_is_two_items(tmp_path: Path) -> None:
    text = "department,number,item,task_code,task_handle_item\n测试局,1,甲,c,1\n测试局,2,乙,c,2\n"
    parts = "task_code,task_handle_item,material_name\nc,2,表\n"
    first, second = imported(
        folder_of(tmp_path, {"items.csv": text, "materials.csv": parts})
    ).entries
    assert (first.guide.materials, second.guide.materials) == ((), (Material("表"),))


CHANGING = "department,number,item,cd_operation\n"


def test_a_delivery_of_changes_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    told = Guide(materials=(Material("表"),), basis="旧法")
    base = [
        CatalogueEntry("dept", 1, "甲", guide=told),
        CatalogueEntry("dept", 2, "乙"),
        CatalogueEntry("dept", 3, "丙"),
    ]
    rows = "测试局,1,甲二,U\n测试局,2,,D\n测试局,4,丁,I\n"
    found = imported(source(tmp_path, CHANGING + rows), base=base)
    assert found.findings == ()
    assert [(each.number, each.name) for each in found.entries] == [
        (1, "甲二"),
        (3, "丙"),
        (4, "丁"),
    ]
    assert found.entries[0].guide == Guide(materials=(Material("表"),))
    assert changes(base, found.entries) == (1, 1, 1, 1)


def test_materials_alone_change_the_items_that_are_there(tmp_path: Path) -> None:
    base = [CatalogueEntry("dept", 1, "甲"), CatalogueEntry("dept", 2, "乙")]
    file = source(tmp_path, "department,number,material_name\n测试局,2,表\n", "materials.csv")
    found = imported(file, base=base)
    assert [len(each.guide.materials) for each in found.entries] == [0, 1]


def test_a_whole_delivery_removes_what_it_does_not_name(tmp_path: Path) -> None:
    base = [CatalogueEntry("dept", 1, "甲类许可"), CatalogueEntry("dept", 8, "丙")]
    found = imported(source(tmp_path, SHORT), base=base)
    assert changes(base, found.entries) == (1, 0, 1, 1)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the table is empty"),
        ("甲,乙\n1,2\n", "'甲,乙' does not name the columns"),
        ("department,number,item\n", "there is no item below the headings"),
        ('department,number,item\n测试局,1,"甲\n', "this is no row of a table"),
    ],
)
def test_a_file_that_is_no_catalogue_is_an_error(tmp_path: Path, text: str, what: str) -> None:
    assert any(what in each for each in said(imported(source(tmp_path, text))))


def test_places_that_cannot_be_read_are_errors(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ole = source(tmp_path, "", "old.csv")
    ole.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    found = imported(tmp_path / "empty", tmp_path / "none.csv", ole, Path("/dev/zero"))
    kinds = ("0 files end in", "no such file", "an old workbook (.xls)", "larger than 32 MB")
    assert all(any(kind in each for each in said(found)) for kind in kinds)
    assert found.entries == ()


def test_an_item_that_no_queue_takes_would_keep_the_hall_shut(tmp_path: Path) -> None:
    hall = small_hall()
    some = [each for each in hall.queues if each.match]
    hall = small_hall(queues=tuple(some))
    found = importing.take_in([source(tmp_path, SHORT)], hall, (), lambda _: None)
    assert "no queue takes '甲类许可'" in said(found)[0]
    assert [each.name for each in found.entries] == ["乙类登记"]


def test_progress_is_heard_row_by_row(tmp_path: Path) -> None:
    heard: list[int] = []
    imported(source(tmp_path, SHORT), hears=heard.append)
    assert heard == [1, 2]


@pytest.mark.parametrize(
    ("last", "found_wrong"),
    [
        ("测试局,3,,某", True),
        ("测试局,3,丙类三级物业管", True),
        ("测试局,3,丙,,", False),
        ("测试局,3,丙\n", False),
        ("测试局,3,丙\r\n", False),
    ],
)
def test_a_last_row_that_was_cut_is_no_item(tmp_path: Path, last: str, found_wrong: bool) -> None:
    head = "department,number,item,by_law,name_en,,\n"
    found = imported(source(tmp_path, f"{head}测试局,1,甲,某法,A\n{last}"))
    cut = [each for each in said(found) if "line 3: the file ends in the middle" in each]
    assert (len(cut), len(found.entries)) == (found_wrong, 2 - found_wrong)


def test_a_table_of_headings_alone_is_told(tmp_path: Path) -> None:
    base = imported(source(tmp_path, SHORT)).entries
    materials = CHILDREN["materials.csv"].partition("\n")[0]
    found = imported(source(tmp_path / "b", f"{materials}\n", "materials.csv"), base=base)
    assert "there is no item below the headings" in said(found)[0]
    files = {"items.csv": SHORT.partition("\n")[0], "materials.csv": CHILDREN["materials.csv"]}
    found = imported(folder_of(tmp_path / "c", files), base=base)
    (warning,) = said(found, Gravity.WARNING)
    assert "there is no row below the headings" in warning


def test_groups_that_are_empty_are_named_for_each_item() -> None:
    groups = (GuideGroup.BASIS, GuideGroup.FEES)
    found = importing.empty([FULL, CatalogueEntry("dept", 2, "乙")], groups)
    assert [(each.item, each.column) for each in found] == [("dept 2", "basis"), ("dept 2", "fees")]


def test_a_catalogue_is_judged_on_the_lines_of_its_file() -> None:
    entries = [FULL, CatalogueEntry("dept", 2, "乙", kept={"task_type": "77"})]
    (found,) = importing.judge("catalogue.jsonl", entries, small_hall())
    assert (found.line, found.column) == (3, "task_type")


TEXT = st.text(alphabet="甲乙 ab&;<>='-12，\n", max_size=12)
WORD = st.text(alphabet="甲乙ab=-", min_size=1, max_size=8)
TERM = st.none() | st.builds(Term, st.integers(0, 999), st.sampled_from(TermUnit), WORD)
GUIDE = st.builds(
    Guide,
    handling=st.none() | st.sampled_from(Handling),
    basis=TEXT,
    conditions=TEXT,
    materials=st.lists(
        st.builds(
            Material, WORD, st.integers(0, 99), st.integers(0, 99), st.booleans(), TEXT, TEXT
        ),
        max_size=3,
    ).map(tuple),
    steps=st.lists(
        st.builds(GuideStep, WORD, TEXT, st.none() | st.builds(Term, st.integers(0, 99))),
        max_size=3,
    ).map(tuple),
    legal=TERM,
    promised=TERM,
    charged=st.sampled_from([None, True, False]),
    fee=TEXT,
    result=TEXT,
    telephone=TEXT,
    questions=st.lists(st.builds(GuideQuestion, WORD, TEXT), max_size=2).map(tuple),
    example=st.booleans(),
)
ENTRIES = st.lists(
    st.builds(
        CatalogueEntry,
        department=st.just("dept"),
        number=st.integers(1, 99_999),
        name=WORD,
        name_en=st.text(alphabet="abc ", max_size=9),
        synonyms=st.lists(WORD, max_size=3).map(tuple),
        version=st.integers(0, 9),
        since=st.none() | st.dates(date(2000, 1, 1), date(2020, 1, 1)),
        until=st.none() | st.dates(date(2020, 1, 2), date(2099, 1, 1)),
        guide=GUIDE,
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda each: each.number,
)


def again(
    folder: Path, entries: tuple[CatalogueEntry, ...], form: str
) -> tuple[CatalogueEntry, ...]:
    made = tables.tables(entries, {"dept": "测试局"})
    target = folder / form
    write(target, made, date(2026, 11, 27))
    found = imported(target)
    assert said(found) == []
    return found.entries


@tried(40)
@given(entries=ENTRIES, form=st.sampled_from(["out", "out.xlsx"]))
def test_to_import_what_was_exported_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, entries: list[CatalogueEntry], form: str
) -> None:
    """What may stand in a cell stands there after the first time."""
    folder = tmp_path_factory.mktemp("round")
    once = again(folder, tuple(entries), form)
    assert [each.number for each in once] == [each.number for each in entries]
    assert again(folder, once, form) == once


def test_what_is_plain_comes_back_the_first_time(tmp_path: Path) -> None:
    for form in ("out", "out.xlsx"):
        assert again(tmp_path, (FULL,), form) == (FULL,)


def test_no_cell_of_an_export_is_reckoned(tmp_path: Path) -> None:
    entry = CatalogueEntry("dept", 1, "甲", guide=Guide(basis="=1+1", charged=True, fee="-"))
    write(tmp_path / "out", tables.tables([entry], {"dept": "测试局"}), date(2026, 11, 27))
    with (tmp_path / "out" / "items.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["by_law"], row["fee"]) == ("'=1+1", "'-")
    assert imported(tmp_path / "out").entries == (entry,)


def test_the_file_of_a_catalogue_reads_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.jsonl"
    entries = (FULL, CatalogueEntry("dept", 2, "乙"))
    file.write_bytes(kept_file.as_bytes(entries, (), date(2026, 11, 27)))
    found = kept_file.read(file)
    assert found.entries == entries
    assert (found.header.items, found.header.guides) == (2, 1)
    assert len(file.read_bytes().splitlines()) == 3
    assert found.entries[1].guide == NOTHING_KNOWN
