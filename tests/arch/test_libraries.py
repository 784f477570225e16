"""docs/README.md says of every library what it serves, and of no other."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

from tests.arch.source import PACKAGES, ROOT, graph

ROW = re.compile(r"^\| `([\w.-]+)` \| (\S.+) \| (\S.*) \|$", re.MULTILINE)
NAME = re.compile(r"^[\w.-]+")
FOR_WORK_TO_COME = {"evdev-binary": "evdev"}  # what is imported where it serves


def listed() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "README.md").read_text("utf-8").partition("## Which library")[2]
    return {normal(name): (serves, licence) for name, serves, licence in ROW.findall(text)}


def normal(name: str) -> str:
    """One name per library, as the index compares them."""
    found = NAME.match(name)
    assert found is not None, name
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def asked() -> set[str]:
    """What is asked for, by whatever file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(each for extra in project["project"]["optional-dependencies"].values() for each in extra),
        *from_file(ROOT / "tests" / "peer" / "requirements.in"),
        *from_file(ROOT / "docs" / "site" / "requirements.in"),
        *in_javascript(ROOT / "tests" / "peer" / "javascript" / "package.json"),
    ]
    return {normal(line) for line in lines}


def in_javascript(file: Path) -> list[str]:
    return list(json.loads(file.read_text("utf-8"))["dependencies"])


def from_file(file: Path) -> list[str]:
    lines = file.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_library_is_listed_and_nothing_else() -> None:
    assert set(listed()) == asked()


def test_what_the_installed_package_asks_for_was_seen() -> None:
    """The control: the package's own metadata knows the same names."""
    assert {normal(each) for each in requires("service-hall") or []} <= asked()
    assert len(asked()) > 20


def test_every_library_says_what_it_serves_and_its_licence() -> None:
    for name, (serves, licence) in listed().items():
        assert len(serves) > 3, name
        assert re.search(r"MIT|BSD|ISC|Apache|L?GPL|MPL|OFL|EPL|D-FSL", licence), name


def test_what_is_for_work_to_come_says_so_until_it_is_used() -> None:
    """On the day something imports it, its line says what it serves instead."""
    imported = {
        name
        for name in FOR_WORK_TO_COME
        if FOR_WORK_TO_COME[name] in graph().modules
        and any(
            module.partition(".")[0] in PACKAGES
            for module in graph().find_modules_that_directly_import(FOR_WORK_TO_COME[name])
        )
    }
    waiting = {name for name, (serves, _) in listed().items() if "for work to come" in serves}
    assert waiting == set(FOR_WORK_TO_COME) - imported
