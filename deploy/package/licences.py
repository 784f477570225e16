"""Where the text of each library's licence lies: in its wheel, in Debian, or here, from its source.
A package that had none of one would give away what it may not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

_TEXT = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
_IN_DEBIAN = {
    "pyside6-essentials": "/usr/share/common-licenses/LGPL-3",
    "shiboken6": "/usr/share/common-licenses/LGPL-3",
}


def text_of(name: str, info: Path, kept: Path) -> str:
    """Where the text lies, once the package is installed: below the folder `info` of the library,
    which gets it from the folder `kept` where its wheel has none. Raises `ValueError` where there
    is none at all."""
    if any(_TEXT.search(each.name) for each in info.rglob("*") if each.is_file()):
        return info.name
    if name in _IN_DEBIAN:
        return _IN_DEBIAN[name]
    ours = kept / f"{name}.txt"
    if not ours.exists():
        raise ValueError(f"{name}: its wheel has no text of its licence; put it into {ours}")
    shutil.copyfile(ours, info / "LICENSE.txt")
    return info.name
