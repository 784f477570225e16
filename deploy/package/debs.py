"""From a folder to a .deb: control files, the sizes and sums, and `dpkg-deb`. The same folder gives
the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.package.trees import PYTHON

_SCRIPTS = ("preinst", "postinst", "prerm", "postrm")


def pack(package: str, version: str, source: Path, root: Path, out: Path) -> Path:
    """Write `out`/PACKAGE_VERSION_amd64.deb from `root`. `CalledProcessError` where dpkg-deb does
    not like it."""
    debian, control = source / "deploy/debian", root / "DEBIAN"
    control.mkdir()
    text = (debian / f"{package}.control").read_text("utf-8")
    qt = ", ".join(qt_libraries((source / "deploy/debian-packages.txt").read_text("utf-8")))
    size = sum(each.stat().st_size for each in _files(root)) // 1024
    filled = text.replace("@VERSION@", version).replace("@PYTHON@", PYTHON).replace("@QT@", qt)
    (control / "control").write_text(f"{filled}Installed-Size: {size}\n", "utf-8")
    for name in _SCRIPTS:
        if (debian / f"{package}.{name}").exists():
            script = (debian / f"{package}.{name}").read_text("utf-8")
            (control / name).write_text(script.replace("@PYTHON@", PYTHON), "utf-8")
    sums = (f"{_sum(each)}  {each.relative_to(root)}\n" for each in _files(root))
    (control / "md5sums").write_text("".join(sums), "utf-8")
    settings = sorted(f"/{each.relative_to(root)}\n" for each in _files(root / "etc"))
    if settings:
        (control / "conffiles").write_text("".join(settings), "utf-8")
    return out / f"{package}_{version}_amd64.deb"


def qt_libraries(text: str) -> Iterator[str]:
    """What of debian-packages.txt stands below a heading that begins with Qt."""
    heading = ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line
        elif line and heading.startswith("# Qt"):
            yield line


def build(root: Path, target: Path, made: int) -> None:
    """Have dpkg-deb pack it, as if root had made it at `made`, seconds since 1970."""
    words = ["--root-owner-group", "-Zgzip", "-z6", "--build"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(made)}
    silent = subprocess.DEVNULL
    line = ["dpkg-deb", *words, str(root), str(target)]
    subprocess.run(line, check=True, env=environment, stdout=silent)


def _files(root: Path) -> Iterator[Path]:
    for each in sorted(root.rglob("*")):
        if each.is_file() and not each.is_symlink() and "DEBIAN" not in each.parts:
            yield each


def _sum(file: Path) -> str:
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
