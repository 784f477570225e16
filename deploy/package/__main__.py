"""`make deb`: the two packages for Debian 12, from what git knows of this clone and from the lock.

    python -m deploy.package [--out build/deb] [--version 1.2.3] [service-hall]

Two runs give the same bytes: times are those of the last commit (or $SOURCE_DATE_EPOCH), rights and
order are fixed, and byte-code is made where the package is installed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.package import debs, trees
from deploy.package.lock import asked_by_installed, closure, locked
from deploy.package.sbom import Part, bill
from deploy.package.symbols import too_new
from deploy.package.wheels import GLIBC, NEWER, fetch, own_wheel

_VERSION = Path("broker/version.py")
_LICENCES = Path("deploy/debian/licences")  # that wheels lack
_EXTRAS = ("uru4500", "hot-keys")


def main() -> int:
    """Build both, and say where they lie."""
    parser = argparse.ArgumentParser(prog="make deb", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/deb"))
    parser.add_argument("--version", default="", help="another version than broker/version.py")
    parser.add_argument("packages", nargs="*", default=[trees.SERVICES, trees.SCREENS])
    arguments = parser.parse_args()
    made = int(os.environ.get("SOURCE_DATE_EPOCH") or _last_commit())
    with tempfile.TemporaryDirectory(prefix="deb-") as scratch:
        for each in _build(arguments, Path(scratch), made):
            sys.stdout.write(f"{each}\n")
    return 0


def _build(arguments: argparse.Namespace, scratch: Path, made: int) -> list[Path]:
    source, wheels = scratch / "source", Path("build/wheels")
    version = _exported(source, arguments.version)
    wanted = runtime(source)
    fetch([library for name, library in locked_in(source).items() if name in wanted], wheels)
    fetched = [each for each in sorted(wheels.glob("*.whl")) if trees.library(each) in wanted]
    if wrong := list(too_new(fetched, GLIBC, NEWER)):
        raise SystemExit("\n".join(wrong))
    ours = own_wheel(source, scratch / "own")
    arguments.out.mkdir(parents=True, exist_ok=True)
    done = []
    for package in arguments.packages:
        root = scratch / package
        parts = trees.lay_out(package, source, root, (ours, *fetched))
        _papers(package, version, source, root, parts, made)
        target = debs.pack(package, version, source, root, arguments.out)
        trees.normalised(root, made)
        debs.build(root, target, made)
        done.append(target)
    return done


def locked_in(source: Path) -> Mapping[str, Any]:
    """The libraries of the lock."""
    return locked((source / "requirements.lock").read_text("utf-8"))


def runtime(source: Path) -> frozenset[str]:
    """The names of the libraries that the packages bring along."""
    project = tomllib.loads((source / "pyproject.toml").read_text("utf-8"))["project"]
    roots = [*project["dependencies"]]
    for extra in _EXTRAS:
        roots += project["optional-dependencies"][extra]
    return closure(roots, asked_by_installed)


def _papers(
    package: str, version: str, source: Path, root: Path, parts: list[Part], made: int
) -> None:
    """Copyright, and the bill of materials."""
    about = root / "usr/share/doc" / package / "copyright"
    about.parent.mkdir(parents=True, exist_ok=True)
    about.write_text(trees.copyright_of(parts, root / trees.SITE, source / _LICENCES), "utf-8")
    file = root / "usr/share/service-hall" / f"{package}.cdx.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    told = bill(package, version, parts, datetime.fromtimestamp(made, UTC))
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _exported(source: Path, another: str) -> str:
    """Copy what git knows, as it lies here; nothing that was built before slips in. The version."""
    for name in _git("ls-files", "-z").split("\0"):
        if name and Path(name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, source / name)
    file = source / _VERSION
    if another:
        changed = re.sub(r'(?m)^VERSION = ".*"', f'VERSION = "{another}"', file.read_text("utf-8"))
        file.write_text(changed, "utf-8")
    found = re.search(r'(?m)^VERSION = "(.*)"', file.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{_VERSION}: names no version")
    return found[1]


def _last_commit() -> str:
    return _git("log", "-1", "--format=%ct").strip()


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
