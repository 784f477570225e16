"""The commands of a chapter of the handbook: what the package test runs, and what both languages
have to have in common. Pure, but for `main`.

    python -m deploy.package.handbook docs/operations.md Install
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"\s+#\s.*$")


def chapter(page: str, title: str) -> str:
    """The text below a heading of the second order. `ValueError` where there is none."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"no chapter {title}")
    return found[1]


def commands(text: str) -> Iterator[str]:
    """Each line of its `sh` blocks, without what is said beside it."""
    for block in _BLOCK.findall(text):
        for line in block.splitlines():
            command = _COMMENT.sub("", f" {line}").strip()
            if command and not command.startswith("#"):
                yield command


def main(words: list[str]) -> int:
    """Print them, one a line."""
    page, title = words
    for each in commands(chapter(Path(page).read_text("utf-8"), title)):
        sys.stdout.write(f"{each}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
