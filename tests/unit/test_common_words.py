"""The table of common words: what it says of the sample, and what is wrong with others."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    assert settings.common[0].word == "营业执照"


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
        ("房照,建设局,999,,", "line 2: 建设局 has no item '999'"),
        ("房照,建设局,,,", "line 2: 建设局 has no item ''"),
        ("房照,建设局,七,,", "line 2: 建设局 has no item '七'"),
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


def test_hall_check_tells_of_it(tmp_path: Path) -> None:
    for name in ("hall.toml", "catalogue.jsonl"):
        (tmp_path / name).write_bytes((SAMPLE.parent / name).read_bytes())
    (tmp_path / "common.csv").write_text(f"{HEADS}房照,建设局,999,,\n", "utf-8")
    errors = [str(each) for each in examine(tmp_path / "hall.toml").errors]
    assert [each for each in errors if "common.csv: line 2" in each]
