"""Set-up and `make` speak Chinese and English, from one table that has both."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.arch.source import ROOT

TABLE = (ROOT / "deploy" / "words.sh").read_text("utf-8")
SET_UP = (ROOT / "deploy" / "setup.sh").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
ENTRY = re.compile(
    r"^    ([a-z-]+)\)\n        en=(['\"])(.*)\2\n        zh=(['\"])(.*)\4\n", re.MULTILINE
)
ENTRIES = {key: (en, zh) for key, _, en, _, zh in ENTRY.findall(TABLE)}
HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE = {"LANG": "zh_CN.UTF-8"}


def sh(words: str, shell: str = "sh", **environment: str) -> subprocess.CompletedProcess[str]:
    """What a shell says to these words, with nothing of our own session."""
    return subprocess.run(
        [shell, "-euc", words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=9.0,  # a tick comes after ten
        env={"PATH": os.environ["PATH"], **environment},
    )


def said(key: str, *values: str, **environment: str) -> str:
    quoted = " ".join(f"'{each}'" for each in (key, *values))
    return sh(f". deploy/words.sh; words {quoted}", **environment).stdout


def used(text: str) -> set[str]:
    """Keys that a script or a Makefile names."""
    code = re.sub(r"^#.*", "", text, flags=re.MULTILINE)
    return set(re.findall(r"\b(?:words|fail) ([a-z][a-z-]*)", code))


def listed(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*##$", makefile, re.MULTILINE))


def test_the_table_was_read() -> None:
    assert len(ENTRIES) > 30
    assert len(ENTRIES) == TABLE.count("        en=") == TABLE.count("        zh=")


@pytest.mark.parametrize("key", ENTRIES)
def test_both_languages_say_something_with_as_many_values(key: str) -> None:
    en, zh = ENTRIES[key]
    assert en.count("%s") == zh.count("%s")
    assert HAN.search(zh)
    assert not HAN.search(en)


def test_every_sentence_is_said_somewhere_and_none_is_missing() -> None:
    keys = used(SET_UP) | used(MAKEFILE) | {f"make-{each}" for each in listed(MAKEFILE)}
    assert keys == ENTRIES.keys()


def test_a_sentence_that_is_missing_would_be_seen() -> None:
    """The control: in the table, and where it is asked for."""
    assert used('words moon "$1"\nfail tide\n') == {"moon", "tide"}
    asked = sh(". deploy/words.sh; words moon")
    assert (asked.returncode, asked.stdout) == (70, "")
    assert "moon" in asked.stderr


def test_set_up_says_nothing_in_english_alone() -> None:
    """Every sentence goes through the table: no text of two words stands in the script."""
    spoken = re.findall(
        r"^ *(?:say|fail|watched) +[\"'](?!\$\(words)(?!\$sentence)([^\"']+)", SET_UP, re.MULTILINE
    )
    assert not [each for each in spoken if re.search(r"[a-z]{2,} [a-z]{2,}", each)]


@pytest.mark.parametrize(
    ("environment", "chinese"),
    [
        ({}, False),
        (CHINESE, True),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "C"}, True),
        ({"LANGUAGE": "zh:en", "LANG": "C"}, True),
        ({"LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, False),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, False),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US.UTF-8"}, True),
    ],
)
def test_the_language_is_chosen_as_the_commands_choose_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], chinese: bool
) -> None:
    from broker import language

    for name in language.VARIABLES:
        monkeypatch.setenv(name, environment.get(name, ""))
    assert language.chinese() is chinese
    assert bool(HAN.search(said("set-up", **environment))) is chinese


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
@pytest.mark.parametrize("file", sorted(map(str, Path("deploy").glob("*.sh"))))
def test_every_shell_reads_it(shell: str, file: str) -> None:
    assert subprocess.run([shell, "-n", file], cwd=ROOT, check=False).returncode == 0


def test_values_stand_in_both_whatever_they_hold() -> None:
    assert said("done-in", "7") == "  done in 7 s\n"
    assert said("done-in", "7", **CHINESE) == "  完成，用时 7 秒\n"
    hostile = r"100 % of \n %s"
    assert hostile in said("still", "10", hostile)
    assert hostile in said("still", "10", hostile, **CHINESE)


@pytest.mark.parametrize(("environment", "words"), [({}, "this list"), (CHINESE, "本列表")])
def test_make_help_lists_every_target(environment: dict[str, str], words: str) -> None:
    told = sh("make help", **environment).stdout
    assert {line.split()[1] for line in told.splitlines()} == listed(MAKEFILE)
    assert words in told


def test_a_wrong_python_is_told_in_chinese(tmp_path: Path) -> None:
    told = sh("deploy/setup.sh system", PYTHON="python-of-the-moon", **CHINESE)
    assert told.returncode == 1
    assert "这里没有“python-of-the-moon”" in told.stderr
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\necho 3.9\n", "utf-8")
    old.chmod(0o755)
    told = sh("deploy/setup.sh system", PYTHON=str(old), **CHINESE)
    assert (told.returncode, "需要 Python 3.11" in told.stderr) == (1, True)


def test_a_quick_step_leaves_nobody_behind_who_ticks(tmp_path: Path) -> None:
    """It ticked for ever, and held the terminal: whoever reads it waited without end."""
    step = SET_UP.split("# ---- step 1")[0].replace("LOG=.venv/setup.log", f"LOG={tmp_path}/log")
    for _ in range(5):
        assert sh(f"{step}\nwatched doing true").returncode == 0


def test_a_step_that_fails_says_so_with_the_end_of_its_log(tmp_path: Path) -> None:
    step = SET_UP.split("# ---- step 1")[0].replace("LOG=.venv/setup.log", f"LOG={tmp_path}/log")
    told = sh(f"{step}\nwatched 正在做 sh -c 'echo the moon is full; exit 3'", **CHINESE)
    assert told.returncode == 1
    assert "没有成功" in told.stderr
    assert "the moon is full" in told.stderr
