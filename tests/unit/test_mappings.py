"""Which mappings of a process a file on disk could fill again: those alone may be let go."""

from __future__ import annotations

import pytest

from kiosk.qt.mappings import clean

# As Linux 6.1 told it of a screen, shortened; the sizes are made up.
CODE = """\
7f9ec0000000-7f9ec0023000 r-xp 0001f000 08:01 1234567                    /opt/Qt/lib/libQt6Gui.so.6
Size:                140 kB
Rss:                 140 kB
Shared_Clean:        140 kB
Shared_Dirty:          0 kB
Private_Clean:         0 kB
Private_Dirty:         0 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me sd
"""
FONT = CODE.replace("r-xp", "r--p").replace("/opt/Qt/lib/libQt6Gui.so.6", "/a folder/Noto Sans.otf")
WHOLE = [(0x7F9EC0000000, 0x7F9EC0023000)]


SOME = "Anonymous:             4"


@pytest.mark.parametrize("told", [CODE, FONT])
def test_code_and_fonts_may_go(told: str) -> None:
    assert list(clean(told)) == WHOLE


@pytest.mark.parametrize(
    ("what", "told"),
    {
        "relocated, then closed": FONT.replace(
            "Anonymous:             0", "Anonymous:             4"
        ),
        "written to": CODE.replace("Private_Dirty:         0", "Private_Dirty:        12"),
        "written to by two": CODE.replace("Shared_Dirty:          0", "Shared_Dirty:         16"),
        "writable": CODE.replace("r-xp", "rw-p"),
        "shared": CODE.replace("r-xp", "r-xs"),
        "no file, made while it runs": CODE.replace("/opt/Qt/lib/libQt6Gui.so.6", "/memfd:JITCode"),
        "no file at all": CODE.replace("08:01 1234567", "00:00 0").replace("/opt/Qt", "[heap]"),
        "of the kernel": CODE.replace("08:01 1234567", "00:00 0").replace("/opt/Qt/lib", "[vdso]"),
        "nobody's": CODE.replace("/opt/Qt/lib/libQt6Gui.so.6", ""),
        "told by half": CODE[:40],
        "told not at all": "",
    }.items(),
)
def test_nothing_else_may(what: str, told: str) -> None:
    assert list(clean(told)) == [], what


def test_each_is_judged_by_its_own_lines() -> None:
    written = FONT.replace("Anonymous:             0", SOME)
    other = CODE.replace("7f9ec0000000-7f9ec0023000", "7f9ed0000000-7f9ed0001000")
    assert list(clean(written + other + written)) == [(0x7F9ED0000000, 0x7F9ED0001000)]
    assert list(clean(CODE + written)) == WHOLE
