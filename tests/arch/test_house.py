"""The rules of the house, as far as a machine can see them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.arch.source import PACKAGES, ROOT, graph

NOT_OURS = {"out", "run", "var", "build", "__pycache__"}
WRITTEN = {".py", ".qml", ".md", ".toml", ".yaml", ".yml", ".json", ".csv", ".sh", ".lock", ".txt"}
WRITTEN_NAMES = {"Makefile", "NOTICE", "run", ".editorconfig"}
PURE = {"codec", "session", "flow", "layout", "spec"}
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "manager", "common", "misc"}
PIN = re.compile(r"[\w.-]+(\[[\w,-]+\])?==\S+ \\\n    --hash=sha256:[0-9a-f]{64}")
# Put together here, so that this file does not hold what it looks for.
ELSEWHERE = re.compile(
    "|".join(("/" + "root/", "/" + "work/", "/" + "home/", "py" + r"pi\.org", "pytho" + "nhosted"))
)


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def contract(words: str) -> dict[str, Any]:
    """The import contract whose name holds `words`."""
    contracts: list[dict[str, Any]] = pyproject()["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if words in each["name"])


def written() -> Iterator[Path]:
    """Every text file of the house."""
    for top in sorted(ROOT.iterdir()):
        hidden = top.name.startswith(".") and top.name not in {".ci", ".pre-commit-config.yaml"}
        if hidden or top.name in NOT_OURS or top.name.endswith(".egg-info"):
            continue
        for file in [top] if top.is_file() else sorted(top.rglob("*")):
            known = file.suffix in WRITTEN or file.name in WRITTEN_NAMES
            if file.is_file() and known and "__pycache__" not in file.parts:
                yield file


def test_the_import_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_import_contracts_can_see_what_they_forbid() -> None:
    """The control: each forbidden module that somebody uses is one that the graph knows."""
    used = {name for name in contract("pure")["forbidden_modules"] if name in graph().modules}
    assert {"PySide6", "serial", "paho", "threading", "time", "sqlite3", "socket"} <= used
    assert graph().find_modules_that_directly_import("time")


@pytest.mark.parametrize(
    "module", sorted(name for name in graph().modules if name.rpartition(".")[2] in PURE)
)
def test_a_module_with_a_pure_name_touches_no_world(module: str) -> None:
    """Also where a new one stands in a place that the contracts do not name."""
    forbidden = contract("pure")["forbidden_modules"]
    chains = [
        chain
        for name in forbidden
        if name in graph().modules
        and (chain := graph().find_shortest_chain(importer=module, imported=name))
    ]
    assert not chains, chains


def test_every_protocol_is_laid_out_the_same() -> None:
    """Whoever knows one knows all: spec, codec and session, and a sheet in docs/protocols."""
    models = [
        *(ROOT / "queue_display" / "models").iterdir(),
        *(ROOT / "evaluator" / "models").iterdir(),
        *(ROOT / "fingerprint" / "models").iterdir(),
        *(ROOT / "kiosk" / "printing" / "models").iterdir(),
    ]
    for model in (each for each in models if (each / "__init__.py").exists()):
        for name in ("spec", "codec", "session"):
            assert (model / f"{name}.py").exists() or (model / name).is_dir(), f"{model}: {name}"
        name = model.name.replace("_", "-")  # as its driver is called
        assert (ROOT / "docs" / "protocols" / f"{name}.md").exists(), name
        assert (ROOT / "tests" / "vectors" / f"{name}.json").exists(), name


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_carries_its_types(package: str) -> None:
    """So that whoever writes a driver is checked against it; the wheel brings the mark along."""
    assert (ROOT / package / "py.typed").exists()
    assert "py.typed" in pyproject()["tool"]["setuptools"]["package-data"]["*"]


def test_every_module_says_by_its_name_what_it_is() -> None:
    empty = [
        str(file.relative_to(ROOT))
        for file in written()
        if file.suffix == ".py" and NAMES_THAT_SAY_NOTHING & {file.stem, file.parent.name}
    ]
    assert not empty


def test_no_file_knows_a_machine_or_a_registry() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for file in written()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if ELSEWHERE.search(line)
    ]
    assert not found, "\n".join(found)


def test_there_were_files_to_look_at() -> None:
    seen = {str(file.relative_to(ROOT)) for file in written()}
    assert {"Makefile", "deploy/setup.sh", ".ci/run", "README.md", "broker/cli.py"} <= seen


@pytest.mark.parametrize(
    "name", ["requirements.lock", "tests/peer/requirements.lock", "docs/site/requirements.lock"]
)
def test_a_lock_pins_every_file_by_hash_and_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
    wanted = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)
    pinned = [each for each in wanted if re.match(r"[a-z0-9]", each, re.IGNORECASE)]
    assert len(pinned) > 8
    for each in pinned:
        named = r"[\w.-]+(\[[\w,-]+\])?==\S+( ; [^\n]+)?"
        assert re.match(named + r" \\\n    --hash=sha256:[0-9a-f]{64}", each), each


def test_so_does_the_lock_of_javascript() -> None:
    """`omit-lockfile-registry-resolved` of npm leaves out where it found each."""
    lock = ROOT / "tests" / "peer" / "javascript" / "package-lock.json"
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    pinned = {name: each for name, each in packages.items() if name}
    assert len(pinned) > 8
    for name, each in pinned.items():
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", each["integrity"]), name
        assert not {"resolved", "hasInstallScript"} & set(each), name


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_the_lock_holds_what_its_packages_ask_for_on_each_python(python: str) -> None:
    """Where one is missing, pip refuses the whole lock on that Python."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    there = {"python_version": python, "python_full_version": f"{python}.1", "extra": ""}
    asked = {
        wanted.name
        for each in distributions()
        if canonicalize_name(each.name) in locked
        for wanted in map(Requirement, each.requires or [])
        if wanted.marker is None or wanted.marker.evaluate(there)
    }
    assert len(asked) > 20
    assert {name for name in asked if canonicalize_name(name) not in locked} == set()


def test_the_lock_holds_what_pyproject_asks_for() -> None:
    project = pyproject()["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[^\w.-]", each)[0].lower().replace("_", "-") for each in asked}
    lock = (ROOT / "requirements.lock").read_text("utf-8").lower()
    assert not {name for name in names if f"\n{name}==" not in "\n" + lock}


def test_no_screen_takes_a_name_out_of_an_object() -> None:
    """`delete` ends the program some steps later, in Qt 6.9 to 6.11 (QTBUG-147153)."""
    pages = sorted((ROOT / "kiosk" / "ui").rglob("*.qml"))
    assert len(pages) > 50
    taken = re.compile(r"^[^/\n]*\bdelete\s+\w", re.MULTILINE)
    assert [page.name for page in pages if taken.search(page.read_text("utf-8"))] == []
