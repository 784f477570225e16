"""The table of common words: what it says of the sample, and what is wrong with others."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker import cli
from broker.domain.common_words import CommonWord
from broker.settings import Settings, examine, load
from broker.settings.common_words import CommonRead, load_common

SAMPLE = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
HEADS = "word,dept_name,number,instead,instead_en\n"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load(SAMPLE, Path("run"))


def read(settings: Settings, folder: Path, text: str | bytes) -> CommonRead:
    file = folder / "common.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_common(file, settings.hall, settings.items)


def test_the_sample_leads_to_items_likeliest_first_and_elsewhere(settings: Settings) -> None:
    words = {each.word: each for each in settings.common}
    assert words["驾照"].items == (("police", 8), ("machinery", 9))
    assert words["过户"].items[0] == ("construction", 78)
    assert "导办台" in words["身份证"].instead
    assert words["身份证"].instead_en.endswith("The guide desk tells you the way.")
    assert words["身份证"].items == ()
    first = ["身份证", "居住证", "社保", "医保", "低保", "退休"]
    assert [each.word for each in settings.common[:6]] == first


def test_a_bureaus_own_table_reads_as_it_comes(settings: Settings, tmp_path: Path) -> None:
    text = "\ufeff" + HEADS + "房照,construction,78,,\n\n 租房 , 建设局 ,77,,\n"
    words = (
        CommonWord("房照", (("construction", 78),)),
        CommonWord("租房", (("construction", 77),)),
    )
    assert read(settings, tmp_path, text) == CommonRead(words)
    assert read(settings, tmp_path, text.encode("gb18030")) == CommonRead(words)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("房照,房管局,78,,", "line 2: there is no department '房管局'"),
        ("房照,建设局,,,", "line 2: '' is no number of an item"),
        ("房照,建设局,七,,", "line 2: '七' is no number of an item"),
        (f"房照,建设局,{'9' * 5000},,", "is no number of an item"),
        (",建设局,78,,", "line 2: the word has 0 characters"),
        (f"{'房' * 13},建设局,78,,", "line 2: the word has 13 characters"),
        (f"房照,,,{'去' * 121},", "line 2: the text has 121 characters"),
        ("房\x1b照,建设局,78,,", "line 2: here stands U+001B"),
        ("房照,建设局,78", "line 2: 3 columns stand here, not 5"),
    ],
)
def test_a_wrong_row_is_told_and_the_others_are_read(
    settings: Settings, tmp_path: Path, row: str, said: str
) -> None:
    found = read(settings, tmp_path, f"{HEADS}{row}\n租房,建设局,77,,\n")
    assert [each.word for each in found.words] == ["租房"]
    (error,) = found.errors
    assert said in str(error)


def test_what_is_no_such_table_is_refused(settings: Settings, tmp_path: Path) -> None:
    assert "does not name the columns" in str(read(settings, tmp_path, "word,item\n").errors[0])
    assert "does not name the columns" in str(read(settings, tmp_path, "").errors[0])
    assert "neither UTF-8" in str(read(settings, tmp_path, b"\xff\xff\xff").errors[0])
    found = load_common(tmp_path / "none.csv", settings.hall, settings.items)
    assert "there is no such file" in str(found.errors[0])


def test_a_word_whose_item_is_gone_is_left_out(settings: Settings, tmp_path: Path) -> None:
    rows = "房照,建设局,999,,\n租房,建设局,77,,\n租房,建设局,999,,\n"
    found = read(settings, tmp_path, HEADS + rows)
    assert found.words == (CommonWord("租房", (("construction", 77),)),)
    assert found.errors == ()
    assert [(each.line, each.word) for each in found.gone] == [(2, "房照"), (4, "租房")]


def sample_with(folder: Path, **tables: str) -> Path:
    beside = ("common.csv", "notices.csv", "cases.csv", "appointments.csv")
    for name in ("hall.toml", "catalogue.jsonl", *beside):
        (folder / name).write_bytes((SAMPLE.parent / name).read_bytes())
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder / "hall.toml"


def test_a_hall_whose_word_lost_its_item_is_right_and_hall_check_says_so(tmp_path: Path) -> None:
    examined = examine(sample_with(tmp_path, common=f"{HEADS}房照,建设局,999,,\n"))
    assert examined.errors == ()
    said = [str(each) for each in examined.warnings]
    assert [each for each in said if "common.csv: line 2" in each and "999" in each]


@pytest.mark.parametrize(
    "tables",
    [
        {"common": f"{HEADS}房照,房管局,78,,\n"},
        {"common": "nonsense"},
        {"notices": "from,until,title,text,title_en,text_en\n11.11.2026,2026-12-15,停,电,,\n"},
        {"notices": "nonsense"},
    ],
)
def test_a_damaged_table_is_refused_by_hall_check_and_stops_nothing_else(
    tmp_path: Path, tables: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = sample_with(tmp_path, **tables)
    (name,) = tables
    settings = load(file, tmp_path / "run")
    assert getattr(settings, name) == ()
    (error,) = settings.damaged
    assert error.file.endswith(f"{name}.csv")
    assert cli.main(["check", str(file)]) == 1
    assert f"{name}.csv" in capsys.readouterr().err


def test_a_folder_of_pictures_that_is_gone_stops_nothing_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sample_with(tmp_path)
    with file.open("a", encoding="utf-8") as more:
        more.write('\n[attract]\nfolder = "gone"\n')
    assert load(file, tmp_path / "run").damaged == ()
    assert cli.main(["check", str(file), "--language", "en"]) == 1
    assert "there is no such folder" in capsys.readouterr().err
