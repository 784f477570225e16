"""The wheels of the lock: fetched by pip, which checks their hashes, and unpacked as they are.

pip is asked for wheels that a machine with glibc 2.28 can load (Kylin V10, UOS 20), whatever this
one could. What has none stands in `NEWER`.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from deploy.package.lock import Locked

GLIBC = (2, 28)
# NIST's programs are built for glibc 2.34 alone: a U.are.U 4500 (driver uru4500) needs Debian 12 or
# as new a system; nothing else of the hall loads them.
NEWER = {"nbis-py": (2, 34)}
_OLD_NAMES = ("manylinux2014", "manylinux2010", "manylinux1")


def platforms(most: tuple[int, int]) -> tuple[str, ...]:
    """What wheels of this machine's processor may call themselves, for a glibc at least so old."""
    names = (f"manylinux_{most[0]}_{minor}" for minor in range(most[1], 4, -1))
    return tuple(f"{name}_x86_64" for name in (*names, *_OLD_NAMES))


def fetch(libraries: Sequence[Locked], folder: Path) -> None:
    """Have one wheel of each in `folder`. `CalledProcessError` where one cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = [each for each in libraries if each.name not in NEWER]
    _download(plain, platforms(GLIBC), folder)
    for each in libraries:
        if each.name in NEWER:
            _download([each], platforms(NEWER[each.name]), folder)


def _download(libraries: Sequence[Locked], names: Iterable[str], folder: Path) -> None:
    wanted = folder / "wanted.txt"
    wanted.write_text("".join(f"{each.line}\n" for each in libraries), "utf-8")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    words = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--python-version", version]
    words += [word for name in names for word in ("--platform", name)]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    subprocess.run([*pip, *words, "-d", str(folder), "-r", str(wanted)], check=True)
    wanted.unlink()


def own_wheel(source: Path, folder: Path) -> Path:
    """The suite itself, built from `source`. `CalledProcessError` where that fails."""
    words = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, *words, str(source)], check=True)
    return next(folder.glob("service_hall-*.whl"))


def unpack(wheel: Path, site: Path) -> None:
    """Lay a wheel down as an installer would, without programs, headers and byte-code."""
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            place = _place(member.filename)
            if place and not member.is_dir():
                target = site / place
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(member))


def _place(name: str) -> str:
    """Where a file of a wheel belongs (PEP 427), or nothing."""
    top, _, rest = name.partition("/")
    if not top.endswith(".data"):
        return name
    kind, _, inner = rest.partition("/")
    return inner if kind in {"purelib", "platlib"} else ""
