"""Pages of the documentation that change the tree step by step, followed in a copy of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.arch.source import ROOT

BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REST = "…"  # the rest of the line, whatever it is


def edited(text: str, diff: str, where: str) -> str:
    """`text` with every hunk of `diff` made; each must fit in exactly one place. `where` names the
    file and the page in the message, for whoever has just moved what the page leans on."""
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE)[1:]:
        lines = [line or " " for line in hunk.splitlines()]
        old = _joined(line[1:] for line in lines if line[0] != "+")
        new = _joined(line[1:] for line in lines if line[0] != "-")
        places = text.count(old)
        assert places == 1, f"{moved(where)} (it fits in {places} places):\n{hunk}"
        text = text.replace(old, new)
    return text


def _joined(lines: Iterable[str]) -> str:
    """The lines as they stand in the file, open at the side where the rest is anything."""
    text = "".join(f"{line}\n" for line in lines)
    return text.replace(f"{REST}\n", "").replace(REST, "")


def moved(where: str) -> str:
    """What to do where a hunk fits no more. `where` is `<file>, <page>`."""
    file, _, page = where.partition(", ")
    return f"{file}: the page's context moved: renew the hunk in docs/{page}"


def leans(diff: str) -> list[list[str]]:
    """The lines of each hunk that must be there already."""
    hunks = re.split(r"^@@.*\n", diff, flags=re.MULTILINE)[1:]
    return [[line for line in hunk.splitlines() if line[:1] != "+"] for hunk in hunks]


class Walk:
    """The steps of one page. `names` gives its things other names: another page like it."""

    def __init__(self, page: str, names: Mapping[str, str] | None = None) -> None:
        self.page = page
        text = (ROOT / "docs" / page).read_text("utf-8")
        for old, new in (names or {}).items():
            text = text.replace(old, new)
        self.text = text
        found = BLOCK.findall(text)
        self.changes = {name: lines for kind, name, lines in found if kind == "diff"}
        self.files = {name: lines for kind, name, lines in found if kind in ("python", "qml")}

    def change(self, root: Path, but: str = "") -> None:
        """Make every change in the tree at `root`, `but` one left out."""
        for name, diff in self.changes.items():
            if name != but:
                file = root / name
                file.write_text(
                    edited(file.read_text("utf-8"), diff, f"{name}, {self.page}"), "utf-8"
                )

    def write(self, root: Path) -> None:
        """Write every new file."""
        for name, text in self.files.items():
            assert not (root / name).exists(), f"docs/{self.page} writes {name}: it is there"
            (root / name).write_text(text, "utf-8")
