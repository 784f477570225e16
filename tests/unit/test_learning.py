"""How names are typed is learnt once per catalogue: kept, read, and learnt anew where it must."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from kiosk.qt import learning
from kiosk.words.spelling import spelling

NAMES = ["银行开户", "环境影响报告书(表)的审批", "绿化", "㎡", "——", "银行开户"]
WANTED = tuple(spelling(name) for name in NAMES)


@pytest.fixture
def unlearnt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that pypinyin was asked for."""
    asked: list[str] = []
    learnt = learning._learnt

    def counted(names: Sequence[str]) -> learning.Names:
        asked.extend(names)
        return learnt(names)

    monkeypatch.setattr(learning, "_learnt", counted)
    return asked


def test_what_was_learnt_is_not_learnt_again(tmp_path: Path, unlearnt: list[str]) -> None:
    file = tmp_path / "run" / "pinyin.json"
    assert learning.learn(NAMES, file) == WANTED
    assert unlearnt == NAMES[:-1]  # each once
    unlearnt.clear()
    assert learning.learn(NAMES, file) == WANTED
    assert unlearnt == []
    assert learning.learn([*NAMES, "新的"], file)[-1] == spelling("新的")
    assert unlearnt == ["新的"]
    assert learning.learn(NAMES[:2], file) == WANTED[:2]
    assert sorted(msgspec.json.decode(file.read_bytes())["names"]) == sorted(NAMES[:2])
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"\xff", b"[]", b'{"made":"0","options":[],"names":{}}', b"[" * 9000],
)
def test_a_damaged_or_foreign_file_is_learnt_anew(
    tmp_path: Path, unlearnt: list[str], damage: bytes
) -> None:
    file = tmp_path / "pinyin.json"
    file.write_bytes(damage)
    assert learning.learn(NAMES, file) == WANTED
    assert unlearnt == NAMES[:-1]
    kept = msgspec.json.decode(file.read_bytes())
    kept["names"]["绿化"] = [10_000]
    file.write_bytes(msgspec.json.encode(kept))
    assert learning.learn(NAMES, file) == WANTED


def test_a_disk_that_takes_nothing_costs_only_the_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert learning.learn(NAMES, tmp_path / "file" / "pinyin.json") == WANTED


def test_a_screen_that_starts_again_does_not_load_the_dictionary(tmp_path: Path) -> None:
    """Half a second and some 40 MB of every kiosk, at every start."""
    file = tmp_path / "pinyin.json"
    learning.learn(NAMES, file)
    code = (
        "import sys; from pathlib import Path; from kiosk.qt.learning import learn;"
        f"learn({NAMES!r}, Path({str(file)!r})); print('pypinyin' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "False"


def test_the_dictionary_is_loaded_in_a_process_of_its_own(tmp_path: Path) -> None:
    """It is a third of what a kiosk holds, and what is freed lies between things that stay."""
    code = (
        "import sys; from pathlib import Path; from kiosk.qt.learning import learn;"
        f"learn({NAMES!r}, Path({str(tmp_path / 'names.json')!r}));"
        "print('pypinyin' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "False"
    assert learning.learn(NAMES, tmp_path / "names.json") == WANTED


@pytest.mark.parametrize(
    "program", ["/nonexistent", "/bin/false", "/bin/true", "/bin/cat"], ids=str
)
def test_without_such_a_process_it_is_loaded_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """No process can be started, it fails, says nothing, or says something else."""
    monkeypatch.setattr(learning, "bound_to_us", lambda _words: [program])
    assert learning.learn(NAMES, tmp_path / "names.json") == WANTED
    assert learning.learn(NAMES, tmp_path / "names.json") == WANTED


def test_equal_options_are_one_object_however_they_were_learnt(tmp_path: Path) -> None:
    """A county's names have 9,000 characters and a tenth as many options."""
    for _ in ("told by the process", "read from the file"):
        first, second = learning.learn(["银行开户", "开银行"], tmp_path / "names.json")
        bank, open_ = first.options[0], first.options[2]
        assert second.options[0] is open_
        assert second.options[1] is bank
        assert bank[1] is sys.intern("yin")
