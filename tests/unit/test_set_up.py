"""What set-up tells an ordinary user: only what is really missing, and whole characters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.arch.source import ROOT

SCRIPT = (ROOT / "deploy" / "setup.sh").read_text("utf-8").split("# ---- step 2")[0]
NEEDED = [
    line
    for line in (ROOT / "deploy" / "debian-packages.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def told(words: str, folder: Path, text: str = "", rows: str = "") -> str:
    """What a step of the script prints, where dpkg knows of these rows."""
    dpkg = folder / "dpkg-query"
    (folder / "rows").write_text(rows, "utf-8")
    dpkg.write_text(f'#!/bin/sh\ncat "{folder}/rows"\n', "utf-8")
    dpkg.chmod(0o755)
    done = subprocess.run(
        ["sh", "-c", f"{SCRIPT}\n{words}"],
        cwd=ROOT,
        input=text.encode(),
        capture_output=True,
        check=True,
        env={"PATH": f"{folder}:{os.environ['PATH']}", "PYTHON": sys.executable},
    )
    return done.stdout.decode("utf-8")


def rows(names: list[str]) -> str:
    return "".join(f"installed {each}, \n" for each in names)


def test_a_package_under_its_new_name_is_there(tmp_path: Path) -> None:
    """Debian 13: libglib2.0-0 is provided by libglib2.0-0t64 and never installed by its name."""
    others = [each for each in NEEDED if each != "libglib2.0-0"]
    renamed = "installed libglib2.0-0t64, libglib2.0-0 (= 2.84.4-3), libgio-2.0-0\n"
    assert told("missing_packages", tmp_path, rows=rows(others) + renamed).split() == []


def test_what_is_missing_or_was_removed_is_named(tmp_path: Path) -> None:
    others = [each for each in NEEDED if each not in ("strace", "libegl1")]
    removed = "config-files strace, \n"
    missing = told("missing_packages", tmp_path, rows=rows(others) + removed).split()
    assert missing == ["strace", "libegl1"]


def test_a_line_is_cut_between_two_characters(tmp_path: Path) -> None:
    assert told("shortened", tmp_path, text="证" * 100) == "证" * 90
    assert told("shortened", tmp_path, text="short\n") == "short\n"
