"""Whoever opts out of a rule says which one, and why, on the same line."""

from __future__ import annotations

import io
import re
import tokenize

import pytest

from tests.arch.source import ROOT

OPT_OUT = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no|ruff:\s*noqa|mypy:)")
TOLD = re.compile(
    r"# (noqa: [A-Z]+[0-9]+(, [A-Z]+[0-9]+)*|type: ignore\[[a-z-]+(,[a-z-]+)*\])  # \S.{3}"
)
PLACES = (
    *("broker", "kiosk", "queue_display", "evaluator", "fingerprint", "firmware_mocks"),
    *("tests", "bench", "docs"),
)


def opt_outs(code: str) -> list[str]:
    """The comments of a file that switch a rule off."""
    if not OPT_OUT.search(code):  # most have none, and to take a file apart takes long
        return []
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    comments = [each.string for each in tokens if each.type == tokenize.COMMENT]
    return [each for each in comments if OPT_OUT.search(each)]


def silent(code: str) -> list[str]:
    """Those that do not say their rule and their reason."""
    return [each for each in opt_outs(code) if not TOLD.match(each)]


FILES = sorted(file for place in PLACES for file in (ROOT / place).rglob("*.py"))


def test_every_opt_out_names_its_rule_and_its_reason() -> None:
    """All files in one test: each would be a test more, and there are fourteen hundred."""
    said = {str(file.relative_to(ROOT)): silent(file.read_text("utf-8")) for file in FILES}
    assert {file: comments for file, comments in said.items() if comments} == {}


def test_there_are_opt_outs_to_look_at() -> None:
    assert sum(len(opt_outs(file.read_text("utf-8"))) for file in FILES) > 20


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: E501",
        "x = 1  # type: ignore",
        "x = 1  # type: ignore[misc]",
        "x = 1  # type: ignore  # because it is so",
        "x = 1  # pragma: no cover",
        "# ruff: noqa",
        "# mypy: ignore-errors",
    ],
)
def test_the_control_sees_those_without(line: str) -> None:
    assert silent(line + "\n")


@pytest.mark.parametrize(
    "line",
    ["x = 1  # noqa: S101  # checked above", 'said = "# noqa"', "x = 1  # a mere comment"],
)
def test_the_control_leaves_the_others_alone(line: str) -> None:
    assert not silent(line + "\n")
