"""`hall catalogue`, as somebody types it: what it says, writes and leaves alone."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from broker import cli
from broker.catalogue import importing, kept_file
from broker.commands import catalogue_files, catalogue_import
from broker.domain.errors import ConfigError
from broker.settings import load, read_hall
from tests.arch.source import ROOT

SMALL = Path(__file__).parent / "small_hall"
SAMPLE = ROOT / "examples" / "zhenlai"
Run = Callable[..., tuple[int, str, str]]
ITEMS = "department,number,item,by_law,name_en,is_fee\n"


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    folder = tmp_path / "hall"
    shutil.copytree(SMALL, folder)
    file = folder / "hall.toml"
    text = file.read_text("utf-8").replace('"catalogue.csv"', '"catalogue.jsonl"')
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def run(hall: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def do(*words: str) -> tuple[int, str, str]:
        status = cli.main(["catalogue", *words, "--hall", str(hall), "--language", "en"])
        out, err = capsys.readouterr()
        return status, out, err

    return do


@pytest.fixture
def source(hall: Path) -> Path:
    name = read_hall(hall).departments[0].name
    file = hall.parent / "from the bureau.csv"
    rows = f"{name},1,甲类许可,某法,Permit,0\n{name},2,乙类登记,,,\n"
    file.write_text(ITEMS + rows, "utf-8")
    return file


def test_an_import_is_there_when_the_hall_is_read(run: Run, hall: Path, source: Path) -> None:
    status, out, err = run("import", str(source))
    assert (status, err) == (0, "")
    assert "2 new, 0 changed, 0 removed, 0 as before" in out
    assert "1 of 2 items have no legal basis" in out
    first, second = load(hall).items
    assert (first.guide.basis, first.name_en, first.guide.charged) == ("某法", "Permit", False)
    assert second.guide.basis == ""


@pytest.mark.parametrize("name", ["foo.pdf", "foo.xls", "foo.PDF"])
def test_a_file_of_another_kind_is_no_folder(run: Run, hall: Path, source: Path, name: str) -> None:
    run("import", str(source))
    target = hall.parent / name
    status, _, said = run("export", str(target))
    assert status == 1
    assert ".csv or .xlsx" in said
    assert not target.exists()


def test_a_folder_may_have_a_point_in_its_name(run: Run, hall: Path, source: Path) -> None:
    run("import", str(source))
    target = hall.parent / "of.2026"
    target.mkdir()
    assert run("export", str(target))[0] == 0
    assert list(target.glob("*.csv"))


def test_the_one_before_is_kept(run: Run, hall: Path, source: Path) -> None:
    run("import", str(source))
    old = (hall.parent / "catalogue.jsonl").read_bytes()
    source.write_text(source.read_text("utf-8").replace("某法", "新法"), "utf-8")
    status, out, _ = run("import", str(source))
    assert (status, "0 new, 1 changed" in out) == (0, True)
    assert (hall.parent / "catalogue.jsonl.before").read_bytes() == old


def test_the_oldest_of_those_before_go_and_halves_of_a_power_cut_are_swept(
    run: Run, hall: Path, source: Path
) -> None:
    text, folder = source.read_text("utf-8"), hall.parent
    for name in ("catalogue.new-123", "catalogue.jsonl.new-77"):
        (folder / name).write_bytes(b"half")
    (folder / "catalogue.newer").write_bytes(b"somebody's own")
    for nth in range(catalogue_files.KEPT + 4):
        source.write_text(text.replace("某法", f"第{nth}法"), "utf-8")
        assert run("import", str(source))[0] == 0
    older = sorted(folder.glob("catalogue.jsonl.before-*"))
    assert len(older) == catalogue_files.KEPT
    assert "第2法" in older[0].read_text("utf-8")  # two of twelve went
    assert not list(folder.glob("*.new-*"))
    assert (folder / "catalogue.newer").exists()


def test_items_that_read_alike_are_named(run: Run, hall: Path, source: Path) -> None:
    name, other = (each.name for each in read_hall(hall).departments[:2])
    rows = (
        f"{name},1,甲类许可,,,\n{name},2,甲类（许可）,,,\n{name},3,乙,,,\n{other},1,甲类许可,,,\n"
    )
    source.write_text(ITEMS + rows, "utf-8")
    status, _, err = run("import", str(source))
    assert status == 0
    assert "2 items read alike: 1, 2 (甲类许可)" in err
    assert err.count("read alike") == 1
    assert "read alike" in run("check")[2]


def test_each_one_before_is_kept_by_its_time(run: Run, hall: Path, source: Path) -> None:
    kept, text = [], source.read_text("utf-8")
    for law in ("一法", "二法", "三法", "四法"):
        source.write_text(text.replace("某法", law), "utf-8")
        assert run("import", str(source))[0] == 0
        kept.append((hall.parent / "catalogue.jsonl").read_bytes())
    older = sorted(hall.parent.glob("catalogue.jsonl.before-*"))
    assert [each.read_bytes() for each in older] == kept[:2]
    assert (hall.parent / "catalogue.jsonl.before").read_bytes() == kept[2]


def test_of_two_imports_at_once_the_second_is_told(run: Run, hall: Path, source: Path) -> None:
    with catalogue_files.alone(catalogue_files.place(hall)):
        status, out, err = run("import", str(source))
        assert (status, out, "another import is under way" in err) == (1, "", True)
        assert run("import", str(source), "--dry-run")[0] == 0
    assert run("import", str(source))[0] == 0


@pytest.mark.parametrize("what", ["there", "swap"])
def test_nobody_comes_between_what_an_import_reads_and_what_it_writes(
    run: Run, hall: Path, source: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    does, where = getattr(catalogue_import, what), catalogue_files.place(hall)

    def looked_at(*said: object) -> object:
        with pytest.raises(ConfigError, match="under way"), catalogue_files.alone(where):
            pass
        return does(*said)

    monkeypatch.setattr(catalogue_import, what, looked_at)
    assert run("import", str(source))[0] == 0


def test_a_delivery_that_removes_most_items_is_to_be_asked_for(
    run: Run, hall: Path, source: Path
) -> None:
    name = read_hall(hall).departments[0].name
    source.write_text(source.read_text("utf-8") + f"{name},3,丙,,,\n", "utf-8")
    run("import", str(source))
    old = (hall.parent / "catalogue.jsonl").read_bytes()
    source.write_text(f"{ITEMS}{name},1,甲类许可,某法,Permit,0\n", "utf-8")
    for words in ((), ("--dry-run",), ("--leave-out",)):
        status, _, err = run("import", str(source), *words)
        assert (status, "remove 2 of the 3 items there are: nothing" in err) == (1, True)
        assert "--whole" in err
        assert (hall.parent / "catalogue.jsonl").read_bytes() == old
    assert run("import", str(source), "--whole")[0] == 0
    assert len(load(hall).items) == 1


def test_a_delivery_that_knows_nothing_of_a_department_is_to_be_asked_for(
    run: Run, hall: Path, source: Path
) -> None:
    other = read_hall(hall).departments[1].name
    text = source.read_text("utf-8")
    source.write_text(f"{text}{other},1,收养登记,,,\n", "utf-8")
    run("import", str(source))
    source.write_text(text, "utf-8")
    status, _, err = run("import", str(source))
    assert status == 1
    assert f"remove 1 of the 3 items there are, and all of {other}: nothing" in err
    change = f"{ITEMS.strip()},cd_operation\n{other},1,收养登记,,,,D\n"
    source.write_text(change, "utf-8")
    assert run("import", str(source))[0] == 0


def test_the_same_again_changes_nothing(run: Run, hall: Path, source: Path) -> None:
    run("import", str(source))
    status, out, _ = run("import", str(source))
    assert (status, "nothing was changed" in out) == (0, True)
    assert not (hall.parent / "catalogue.jsonl.before").exists()


def test_a_dry_run_writes_nothing(run: Run, hall: Path, source: Path) -> None:
    before = sorted(hall.parent.iterdir())
    status, out, _ = run("import", str(source), "--dry-run")
    assert (status, "dry run" in out) == (0, True)
    assert sorted(hall.parent.iterdir()) == before


def test_one_wrong_row_leaves_the_catalogue_as_it_is(run: Run, hall: Path, source: Path) -> None:
    run("import", str(source))
    old = (hall.parent / "catalogue.jsonl").read_bytes()
    source.write_text(source.read_text("utf-8") + "外局,3,丙,,,\n", "utf-8")
    status, out, err = run("import", str(source))
    assert (status, out) == (1, "")
    assert "1. from the bureau.csv: line 4, dept_name: there is no department '外局'" in err
    assert "Nothing was changed" in err
    assert (hall.parent / "catalogue.jsonl").read_bytes() == old
    assert run("import", str(source), "--leave-out")[0] == 0


def test_an_import_that_cannot_be_written_leaves_the_old_one(
    run: Run, hall: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", str(source))
    old = (hall.parent / "catalogue.jsonl").read_bytes()
    source.write_text(source.read_text("utf-8").replace("某法", "新法"), "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(catalogue_files, "write_whole", full)
    status, _, err = run("import", str(source))
    assert (status, "No space left" in err) == (1, True)
    assert (hall.parent / "catalogue.jsonl").read_bytes() == old
    assert [each.name for each in load(hall).items] == ["甲类许可", "乙类登记"]


def test_a_spoilt_catalogue_is_mended_by_a_whole_delivery_alone(
    run: Run, hall: Path, source: Path
) -> None:
    file = hall.parent / "catalogue.jsonl"
    file.write_text("spoilt\n", "utf-8")
    name = read_hall(hall).departments[0].name
    change = hall.parent / "change.csv"
    change.write_text(f"department,number,item,cd_operation\n{name},1,甲,U\n", "utf-8")
    assert run("import", str(change))[0] == 1
    assert file.read_text("utf-8") == "spoilt\n"
    status, _, err = run("import", str(source))
    assert (status, "line 1: this is no line of a catalogue" in err) == (0, True)
    assert (hall.parent / "catalogue.jsonl.before").read_text("utf-8") == "spoilt\n"
    assert len(load(hall).items) == 2


def test_only_the_first_are_shown_and_all_are_reported(run: Run, hall: Path, source: Path) -> None:
    name = read_hall(hall).departments[0].name
    rows = "".join(f"{name},{number},甲{number},,,x\n" for number in range(1, 31))
    source.write_text(ITEMS + rows, "utf-8")
    file = hall.parent / "found.csv"
    _, _, err = run("import", str(source), "--report", str(file), "--dry-run")
    assert "20. from the bureau.csv: line 21, is_fee" in err
    assert "… and 10 more" in err
    with file.open(encoding="utf-8-sig", newline="") as table:
        found = list(csv.DictReader(table))
    assert sum(each["gravity"] == "warning" for each in found) == 30
    assert {each["column"] for each in found if each["gravity"] == "empty"} >= {"fees", "basis"}


def test_an_item_is_shown_with_what_is_known_and_what_is_not(run: Run, source: Path) -> None:
    run("import", str(source))
    status, out, _ = run("show", "甲类")
    assert status == 0
    assert "设定依据 (legal basis):\n  某法" in out
    assert "不收费 (free of charge)" in out
    assert out.count("没有写明") == 1
    assert run("show", "1")[1] == out
    assert run("show", "permit")[1] == out


def test_several_that_could_be_meant_are_listed(
    run: Run, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", str(source))
    status, _, err = run("show", "类")
    assert (status, "2 items could be meant" in err) == (1, True)
    assert "more" not in err
    monkeypatch.setattr("broker.commands.catalogue_show._LISTED", 1)
    assert "… and 1 more" in run("show", "类")[2]
    assert run("show", "丁")[:2] == (1, "")


def test_what_is_there_is_checked(run: Run, hall: Path, source: Path) -> None:
    source.write_text(
        source.read_text("utf-8")
        .replace("is_fee", "is_fee,server_type")
        .replace(",0\n", ",0,9x\n"),
        "utf-8",
    )
    run("import", str(source))
    status, out, err = run("check")
    assert (status, "2 items, 1 of them with a guide" in out) == (0, True)
    assert "catalogue.jsonl: line 2, server_type: '9x' is no code of A.4 服务对象" in err
    assert hall.is_file()


@pytest.mark.parametrize("words", [("show", "1"), ("check",), ("export", "x")])
def test_before_the_first_import_there_is_nothing(run: Run, words: tuple[str, ...]) -> None:
    status, _, err = run(*words)
    assert (status, "there is no imported catalogue" in err) == (1, True)


@pytest.mark.parametrize("words", [("import",), ("show",), ("export",), ("show", " ")])
def test_what_is_not_named_is_asked_for(run: Run, source: Path, words: tuple[str, ...]) -> None:
    run("import", str(source))
    assert run(*words)[0] == 1


def test_a_picture_that_is_missing_is_told(run: Run, hall: Path, source: Path) -> None:
    name = read_hall(hall).departments[0].name
    parts = hall.parent / "parts.csv"
    parts.write_text(f"department,number,material_name,sample\n{name},1,表,form.png\n", "utf-8")
    _, _, err = run("import", str(source), str(parts))
    assert "no picture lies in samples/" in err
    (hall.parent / "samples").mkdir()
    (hall.parent / "samples" / "form.png").write_bytes(b"x")
    assert run("check")[2] == ""


def test_a_hall_with_a_list_of_names_is_told_what_to_write(
    run: Run, hall: Path, source: Path
) -> None:
    hall.write_text(
        hall.read_text("utf-8").replace('"catalogue.jsonl"', '"catalogue.csv"'), "utf-8"
    )
    assert 'write file = "catalogue.jsonl" below [catalogue]' in run("import", str(source))[1]


def test_the_samples_catalogue_is_what_its_sources_make() -> None:
    kept = kept_file.read(SAMPLE / "catalogue.jsonl")
    hall = read_hall(SAMPLE / "hall.toml")
    made = importing.take_in([SAMPLE / "catalogue"], hall, (), lambda _: None)
    assert made.findings == ()
    again = kept_file.as_bytes(made.entries, made.sources, kept.header.made)
    advice = "hall catalogue import examples/zhenlai/catalogue --hall examples/zhenlai/hall.toml"
    assert again == (SAMPLE / "catalogue.jsonl").read_bytes(), advice


def test_a_common_word_that_loses_its_item_is_named_and_the_hall_still_starts(
    run: Run, hall: Path, source: Path
) -> None:
    name = read_hall(hall).departments[0].name
    text = hall.read_text("utf-8").replace("[catalogue]", '[catalogue]\ncommon = "common.csv"')
    hall.write_text(text, "utf-8")
    heads = "word,dept_name,number,instead,instead_en\n"
    (hall.parent / "common.csv").write_text(f"{heads}许可,{name},1,,\n登记,{name},2,,\n", "utf-8")
    source.write_text(f"{ITEMS}{name},1,甲类许可,某法,Permit,0\n", "utf-8")
    for words in (("import", str(source), "--dry-run"), ("import", str(source)), ("check",)):
        status, _, err = run(*words)
        assert (status, "common.csv: line 3, number:" in err, "'登记'" in err) == (0, True, True)
        assert "line 2" not in err
    assert [each.word for each in load(hall).common] == ["许可"]


def test_what_the_hall_wrote_itself_stays_where_a_delivery_has_no_column_for_it(
    run: Run, hall: Path, source: Path, tmp_path: Path
) -> None:
    name = read_hall(hall).departments[0].name
    head = "department,number,item,name_en,synonyms"
    own = f"{name},1,甲类许可,Permit,甲证；许可\n{name},2,乙类登记,,\n"
    source.write_text(f"{head}\n{own}", "utf-8")
    run("import", str(source))
    bureau = f"department,number,item,by_law\n{name},1,甲类许可,某法\n{name},2,乙类登记,某法\n"
    source.write_text(bureau, "utf-8")
    told = tmp_path / "report.csv"
    status, out, _ = run("import", str(source), "--report", str(told))
    first, second = load(hall).items
    assert (status, first.name_en, first.synonyms) == (0, "Permit", ("甲证", "许可"))
    assert (first.guide.basis, second.name_en) == ("某法", "")
    assert "1 items keep the hall's own names" in out
    rows = [each for each in told.read_text("utf-8-sig").splitlines() if each.startswith("kept")]
    assert [each.split(",")[3] for each in rows] == ["name_en", "synonyms"]
    source.write_text(f"{head}\n{name},1,甲类许可,Licence,\n{name},2,乙类登记,,\n", "utf-8")
    run("import", str(source))
    assert (load(hall).items[0].name_en, load(hall).items[0].synonyms) == ("Licence", ())
