"""Releases: the changelog, the version and the history tell the same story."""

from __future__ import annotations

import hashlib
import re
import subprocess
from datetime import date, timedelta

import pytest

from broker.ledger.migrations import STEPS
from broker.version import VERSION
from tests.arch.source import ROOT

HEADING = re.compile(r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", re.MULTILINE)
PART = re.compile(r"^### (.+)$", re.MULTILINE)
PARTS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
SUBJECT = 72
RELEASED_STEPS = (
    "686e5319a628cf21",
)  # of the ledger's file, the oldest first; a release adds to them

Version = tuple[int, ...]


def changelog() -> str:
    return (ROOT / "CHANGELOG.md").read_text("utf-8")


def releases(text: str) -> list[tuple[Version, date]]:
    """What was released, in the file's order. `[Unreleased]` is not among them."""
    return [
        (tuple(int(part) for part in name.split(".")), date.fromisoformat(day))
        for name, day in HEADING.findall(text)
        if name != "Unreleased"
    ]


def git(*words: str) -> str:
    """What git says of this clone; skips where it is none."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git checkout: the sources came without their history")
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"git cannot tell: {done.stderr.strip()}")
    return done.stdout


def too_long(subjects: list[str]) -> list[str]:
    return [each for each in subjects if len(each) > SUBJECT]


def test_the_changelog_has_its_form() -> None:
    """Keep a Changelog: what is not released first, then releases, the newest first."""
    headings = [name for name, _ in HEADING.findall(changelog())]
    assert headings[0] == "Unreleased"
    assert headings.count("Unreleased") == 1
    assert set(PART.findall(changelog())) <= PARTS
    found = releases(changelog())
    assert found == sorted(found, reverse=True)
    assert len({version for version, _ in found}) == len(found)


def test_the_newest_release_is_the_version_of_the_package() -> None:
    assert ".".join(map(str, releases(changelog())[0][0])) == VERSION


def test_a_release_out_of_order_would_be_seen() -> None:
    """The control: a version is a number, not a text."""
    found = releases("## [0.9.0] - 2026-12-01\n## [0.10.0] - 2026-11-01\n")
    assert found == [((0, 9, 0), date(2026, 12, 1)), ((0, 10, 0), date(2026, 11, 1))]
    assert found != sorted(found, reverse=True)


def test_tags_are_releases_that_the_changelog_knows() -> None:
    """A clone without tags, or not deep enough for them, has nothing to say here."""
    tags = git("tag", "--list", "v[0-9]*", "--merged", "HEAD").split()
    known = {"v" + ".".join(map(str, version)) for version, _ in releases(changelog())}
    assert set(tags) <= known


def test_subjects_since_the_release_fit_into_a_line() -> None:
    """Of all commits on the days after the newest release."""
    after = releases(changelog())[0][1] + timedelta(days=1)
    subjects = git("log", f"--since={after.isoformat()}T00:00:00Z", "--format=%s").splitlines()
    assert not too_long(subjects)


def test_a_long_subject_would_be_seen() -> None:
    assert too_long(["x" * SUBJECT, "y" * (SUBJECT + 1)]) == ["y" * (SUBJECT + 1)]


def step_digest(step: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(step).encode()).hexdigest()[:16]


def test_a_released_step_of_the_ledgers_file_is_never_edited() -> None:
    """Files in the halls took it as it was, and will not take it again."""
    assert [step_digest(step) for step in STEPS[: len(RELEASED_STEPS)]] == list(RELEASED_STEPS)


def test_an_edited_step_would_be_seen() -> None:
    edited = (STEPS[0][0].replace("facts", "fact"), *STEPS[0][1:])
    assert step_digest(edited) != RELEASED_STEPS[0]
