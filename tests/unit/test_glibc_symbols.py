"""Which glibc a library needs is read from its own bytes, as `readelf -V` reads them."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deploy.package.symbols import compiled, glibc, needed, too_new
from tests.arch.source import ROOT

STRINGS = b"\0libc.so.6\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_PRIVATE\0"


def elf(*names: bytes) -> bytes:
    """A file with one library and these versions, byte by byte after gABI and LSB 10.7.5."""
    need = struct.pack("<HHIII", 1, len(names), STRINGS.index(b"libc"), 16, 0)
    for place, name in enumerate(names):
        step = 16 if place + 1 < len(names) else 0
        need += struct.pack("<IHHII", 0, 0, 2 + place, STRINGS.index(name + b"\0"), step)
    at_strings, at_need = 64, 64 + len(STRINGS)
    at_sections = at_need + len(need)
    header = b"\x7fELF\x02\x01\x01" + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 0, at_sections, 0, 64, 0, 0, 64, 3, 0)
    sections = bytes(64)
    sections += struct.pack("<IIQQQQIIQQ", 0, 3, 0, 0, at_strings, len(STRINGS), 0, 0, 1, 0)
    sections += struct.pack("<IIQQQQIIQQ", 0, 0x6FFFFFFE, 0, 0, at_need, len(need), 1, 1, 4, 0)
    return header + STRINGS + need + sections


def test_versions_are_compared_as_numbers() -> None:
    data = elf(b"GLIBC_2.2.5", b"GLIBC_2.34", b"GLIBC_PRIVATE")
    assert needed(data) == {"GLIBC_2.2.5", "GLIBC_2.34", "GLIBC_PRIVATE"}
    assert glibc(data) == (2, 34)
    assert glibc(elf(b"GLIBC_2.2.5")) == (2, 2, 5)


def test_what_is_no_elf_needs_nothing_and_half_of_one_is_refused() -> None:
    assert needed(b"#!/bin/sh\n") == frozenset()
    whole = elf(b"GLIBC_2.34")
    for length in range(20, len(whole), 7):
        with pytest.raises(ValueError, match="not a whole ELF file"):
            needed(whole[:length])


def wheel(folder: Path, name: str, data: bytes) -> Path:
    file = folder / f"{name}-1-cp311-cp311-manylinux_2_17_x86_64.whl"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}/core.so", data)
        archive.writestr(f"{name}/core.py", "x = 1\n")
    return file


def test_a_wheel_that_needs_more_than_it_may_is_told(tmp_path: Path) -> None:
    file = wheel(tmp_path, "new_lib", elf(b"GLIBC_2.34"))
    assert list(compiled(file)) == [("new_lib/core.so", (2, 34))]
    assert list(too_new([file], (2, 28), {})) == [
        f"{file.name}: new_lib/core.so needs glibc 2.34, above 2.28"
    ]
    assert not list(too_new([file], (2, 28), {"new-lib": (2, 34)}))


def test_an_exception_that_is_not_needed_any_more_is_told(tmp_path: Path) -> None:
    file = wheel(tmp_path, "old_lib", elf(b"GLIBC_2.2.5"))
    assert list(too_new([file], (2, 28), {"old-lib": (2, 34)})) == [
        "old-lib is an exception without need"
    ]


@pytest.mark.skipif(shutil.which("readelf") is None, reason="needs binutils' readelf to compare")
def test_real_libraries_are_read_as_binutils_reads_them() -> None:
    found = [*(ROOT / ".venv").rglob("*.abi3.so"), Path(sys.executable).resolve()]
    for file in found[:20]:
        told = subprocess.run(["readelf", "-V", file], capture_output=True, text=True, check=True)
        wanted = re.findall(r"Name: (\S+)  Flags", told.stdout.partition("version_r'")[2])
        assert needed(file.read_bytes()) == set(wanted), file
