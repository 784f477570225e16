"""What the two packages install, laid out below a folder each: `service-hall` the commands and
services, `service-hall-screens` Qt, fonts and what shows them. Both share one environment."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename

from deploy.package.licences import text_of
from deploy.package.sbom import Part, licence
from deploy.package.wheels import unpack

SERVICES, SCREENS = "service-hall", "service-hall-screens"
HOME = Path("usr/lib/service-hall")
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
SITE = HOME / "lib" / PYTHON / "site-packages"
OF_SCREENS = frozenset(
    {"pyside6-essentials", "shiboken6", "pylopdf-fonts-zh-cn", "manimgx-fonts-cjk"}
    | {"python-xlib", "six"}
)
# Of Qt what only builds programs: a third of its size.
_FOR_BUILDERS = ("include", "typesystems", "glue", "scripts", "doc", "support", "Qt/libexec")
_BUILDERS = (
    *("designer", "linguist", "assistant", "lrelease", "lupdate", "balsam", "balsamui"),
    *("qmlformat", "qmllint", "qmlls", "svgtoqml", "qsb"),
)

_HALL = f"""#!/{HOME}/bin/python3 -I
import os
import sys

os.environ.setdefault("HALL_RUN", "/var/lib/hall")

from broker.cli import main

sys.exit(main())
"""

FILES = {
    SERVICES: {
        "deploy/units/hall.service": "usr/lib/systemd/system/hall.service",
        "deploy/units/hall-backup.service": "usr/lib/systemd/system/hall-backup.service",
        "deploy/units/hall-backup.timer": "usr/lib/systemd/system/hall-backup.timer",
        "deploy/units/hall-head.service": "usr/share/service-hall/units/hall-head.service",
        "deploy/units/hall-head.timer": "usr/share/service-hall/units/hall-head.timer",
        "deploy/debian/service-hall.sysusers": "usr/lib/sysusers.d/service-hall.conf",
        "deploy/debian/service-hall.tmpfiles": "usr/lib/tmpfiles.d/service-hall.conf",
        "deploy/udev/60-service-hall.rules": "usr/lib/udev/rules.d/60-service-hall.rules",
        "deploy/udev/99-hall.rules": "usr/share/service-hall/udev/99-hall.rules",
        "deploy/modprobe/hall-fingerprint.conf": "usr/lib/modprobe.d/service-hall.conf",
        "deploy/hall.bash": "usr/share/bash-completion/completions/hall",
        "examples/zhenlai": "usr/share/service-hall/example",
        "docs": "usr/share/doc/service-hall/handbook",
        "CHANGELOG.md": "usr/share/doc/service-hall/CHANGELOG.md",
        "NOTICE": "usr/share/doc/service-hall/NOTICE",
    },
    SCREENS: {
        "deploy/units/hall-screen@.service": "usr/lib/systemd/system/hall-screen@.service",
        "deploy/debian/service-hall-screens.sysusers": (
            "usr/lib/sysusers.d/service-hall-screens.conf"
        ),
        "deploy/debian/service-hall-screens.tmpfiles": (
            "usr/lib/tmpfiles.d/service-hall-screens.conf"
        ),
        "deploy/debian/service-hall-screens.pam": "etc/pam.d/hall-screen",
    },
}
"""Which files of the clone go where, by package."""


def lay_out(package: str, source: Path, root: Path, wheels: Iterable[Path]) -> list[Part]:
    """Lay a package out below `root`; which libraries are in it."""
    for origin, place in FILES[package].items():
        _copy(source / origin, root / place)
    parts = []
    for wheel in wheels:
        name = library(wheel)
        if (name in OF_SCREENS) == (package == SCREENS):
            unpack(wheel, root / SITE)
            parts.append(_part(wheel, root / SITE))
    if package == SERVICES:
        _environment(root)
        manual = root / "usr/share/man/man1/hall.1.gz"
        manual.parent.mkdir(parents=True)
        manual.write_bytes(gzip.compress((source / "deploy/hall.1").read_bytes(), mtime=0))
    else:
        _without_builders(root / SITE / "PySide6")
    return [each for each in parts if each.name != SERVICES]


def library(wheel: Path) -> str:
    """Whose a wheel is."""
    return parse_wheel_filename(wheel.name)[0]


def copyright_of(parts: Iterable[Part], site: Path, kept: Path) -> str:
    """`copyright` of a package: our licence, and where the text of each library's lies; texts
    that wheels lack are in the folder `kept`. Raises `ValueError` for one without any."""
    lines = [
        "Service hall: Apache License 2.0, /usr/share/common-licenses/Apache-2.0; NOTICE beside.",
        "",
        "Works of others in this package, under their own licences. The texts lie in",
        f"/{SITE}, in the folders that are named.",
        "",
    ]
    for each in sorted(parts):
        where = text_of(each.name, _info(each.name, site), kept)
        lines.append(f"{each.name} {each.version}: {licence(each.about) or 'see there'} ({where})")
    return "\n".join((*lines, ""))


def normalised(root: Path, made: int) -> None:
    """Give all files the rights and the time that do not depend on who builds."""
    for each in _inside_out(root):
        if not each.is_symlink():
            each.chmod(0o755 if each.is_dir() or _is_program(each) else 0o644)
        os.utime(each, (made, made), follow_symlinks=False)


def _is_program(file: Path) -> bool:
    with file.open("rb") as begun:
        return begun.read(2) == b"#!"


def _inside_out(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root, topdown=False):
        yield from (Path(folder) / name for name in (*files, *folders))
    yield root


def _environment(root: Path) -> None:
    """As `venv` makes one, without pip and without what names this machine."""
    programs = root / HOME / "bin"
    programs.mkdir(parents=True)
    (programs / "python3").symlink_to(f"/usr/bin/{PYTHON}")
    (programs / "hall").write_text(_HALL, "utf-8")
    version = PYTHON.removeprefix("python")
    config = f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {version}\n"
    (root / HOME / "pyvenv.cfg").write_text(config, "utf-8")
    (root / "usr/bin").mkdir(parents=True, exist_ok=True)
    (root / "usr/bin/hall").symlink_to("../lib/service-hall/bin/hall")


def _without_builders(qt: Path) -> None:
    for name in _FOR_BUILDERS:
        shutil.rmtree(qt / name, ignore_errors=True)
    for name in _BUILDERS:
        (qt / name).unlink(missing_ok=True)
    for stub in qt.rglob("*.pyi"):
        stub.unlink()


def _part(wheel: Path, site: Path) -> Part:
    name, version, _, _ = parse_wheel_filename(wheel.name)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return Part(name, str(version), _about(name, site), digest)


def _about(name: str, site: Path) -> Message:
    return BytesParser().parsebytes((_info(name, site) / "METADATA").read_bytes())


def _info(name: str, site: Path) -> Path:
    """The folder of what a wheel says of itself."""
    for folder in site.glob("*.dist-info"):
        if canonicalize_name(folder.name.partition("-")[0]) == name:
            return folder
    raise ValueError(f"{name}: the wheel has no metadata")


def _copy(origin: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if origin.is_dir():
        shutil.copytree(origin, place)
    else:
        shutil.copyfile(origin, place)
