"""Programs called espeak-ng and aplay that speak to nobody: they write down what they were given.

`FakeSpeakers` puts them first on PATH. What each was called with, what it read and by which id
stands in a file of its own; how it ends is said beforehand.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

_PROGRAM = """#!{python}
import os, sys, time
folder, name = {folder!r}, {name!r}
with open(os.path.join(folder, name + ".said"), "a") as said:
    said.write(repr((sys.argv[1:], os.getpid())) + "\\n")
ways = open(os.path.join(folder, name + ".way")).read()
if ways == "hangs":
    time.sleep(3600)
if name == "aplay" and ways == "listens":
    while (piece := os.read(0, 65536)):
        with open(os.path.join(folder, name + ".heard"), "ab") as heard:
            heard.write(piece)
    sys.exit(0)
if ways != "ends":
    data = sys.stdin.buffer.read()
    with open(os.path.join(folder, name + ".heard"), "ab") as heard:
        heard.write(data)
    if name == "espeak-ng":
        sys.stdout.buffer.write(b"RIFF" + data)
sys.exit(0 if ways != "ends" and ways != "fails" else 1)
"""


class FakeSpeakers:
    """Both programs, and what they were told."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._bin = folder / "bin"
        self._bin.mkdir()
        for name in ("espeak-ng", "aplay"):
            self.way(name, "speaks")
            program = self._bin / name
            text = _PROGRAM.format(python=sys.executable, folder=str(folder), name=name)
            program.write_text(text, "utf-8")
            program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{self._bin}{os.pathsep}/usr/bin{os.pathsep}/bin")

    def way(self, name: str, way: str) -> None:
        """How `name` behaves from now on: speaks, listens, hangs, fails, or ends at once."""
        (self._folder / f"{name}.way").write_text(way, "utf-8")

    def calls(self, name: str) -> list[tuple[list[str], int]]:
        """The words and the id of each call."""
        file = self._folder / f"{name}.said"
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        return [eval(line) for line in lines]  # noqa: S307  # our own writing

    def heard(self, name: str) -> bytes:
        """What it read."""
        file = self._folder / f"{name}.heard"
        return file.read_bytes() if file.exists() else b""
