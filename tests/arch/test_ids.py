"""Ids are made and taken apart in `broker/domain/ids.py` and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest

from broker.domain import ids
from broker.domain.ids import (
    CallId,
    ItemId,
    RequestId,
    VisitId,
    call_id,
    day_of,
    following,
    item_id,
    item_parts,
    recalls_of,
    ticket_id,
    ticket_number,
    visit_id,
    visit_of,
)
from tests.arch.source import called, files, syntax

HOME = "broker/domain/ids.py"
MADE_THERE_ONLY = {"TicketId", "VisitId", "CallId", "ItemId"}
PARTS = {"ticket", "visit", "call", "department", "reservation", "request", "day", "id", "key"}
JOINTS = {".", "/"}
SPLITS = {"partition", "rpartition", "split", "rsplit"}


def made_by_hand(tree: ast.AST) -> Iterator[str]:
    """Every place that makes an id or takes one apart without asking `ids`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in MADE_THERE_ONLY:
                yield f"{node.lineno}: {name}(…)"
            case ast.Call(
                func=ast.Attribute(attr=how, value=whole), args=[ast.Constant(value=joint), *_]
            ) if how in SPLITS and joint in JOINTS | {"-"} and _name(whole) in PARTS:
                yield f"{node.lineno}: {_name(whole)}.{how}({joint!r})"
            case ast.JoinedStr(values=values) if _joins(values):
                yield f"{node.lineno}: {ast.unparse(node)}"


def _joins(values: list[ast.expr]) -> bool:
    """Whether an f-string puts a joint right behind a part of an id, or `-` behind a whole one."""
    for value, after in pairwise(values):
        if isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant):
            name, text = _name(value.value), str(after.value)
            if name in PARTS and (text in JOINTS or (text.startswith("-") and name != "id")):
                return True
    return False


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_nobody_else_makes_an_id_or_takes_one_apart() -> None:
    found = {
        f"{called(file)}:{place}"
        for file in files()
        if called(file) != HOME
        for place in made_by_hand(syntax(file))
    }
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        'call = f"{ticket.visit}.{times}"',
        'visit, _, _ = request.call.rpartition(".")',
        'department, _, number = key.partition("/")',
        'item = f"{confirm.item.department}/{confirm.item.number}"',
        'return f"{day:%Y%m%d}-{number}"',
        'return f"{reservation}-settle"',
        'ask(CallId("x"))',
    ],
)
def test_the_rule_sees_what_was_written_before(line: str) -> None:
    """The control: each of these once stood somewhere in the house."""
    assert list(made_by_hand(ast.parse(line)))


def test_ids_look_as_they_always_did() -> None:
    """They are on disk: what they look like may not change."""
    ticket = ticket_id(date(2026, 11, 22), ticket_number("A", 7))
    assert ticket == "20261122-A007"
    assert visit_id(ticket, 1) == "20261122-A007.1"
    assert call_id(visit_id(ticket, 1), 0) == "20261122-A007.1.0"
    assert item_id("works", 12) == "works/12"
    assert following(RequestId("0123456789abcdef"), "settle") == "0123456789abcdef-settle"


def test_what_was_put_together_comes_apart() -> None:
    visit = visit_id(ticket_id(date(2026, 3, 2), "AB1000"), 12)
    assert visit_of(call_id(visit, 3)) == visit
    assert item_parts(item_id("a-b", 3)) == ("a-b", 3)


@pytest.mark.parametrize("word", ["", "works", "works/", "works/x", "works/²", "/", "works/-1"])
def test_what_is_no_item_is_said_so(word: str) -> None:
    assert item_parts(ItemId(word)) is None


def test_what_is_no_call_has_no_visit() -> None:
    assert visit_of(CallId("call")) == ids.NO_VISIT


def test_a_visit_tells_its_day_and_a_call_its_recalls() -> None:
    visit = visit_id(ticket_id(date(2026, 3, 2), "AB1000"), 12)
    assert (day_of(visit), recalls_of(call_id(visit, 3))) == (date(2026, 3, 2), 3)


@pytest.mark.parametrize("word", ["", "x.1", "20261322-A001.1", "2026-A1.1", "20261122", "²-A.1"])
def test_what_is_no_visit_has_no_day(word: str) -> None:
    assert day_of(VisitId(word)) is None


@pytest.mark.parametrize("word", ["", "20261122-A007.1.x", "20261122-A007.1.²", "a.1.-1"])
def test_what_is_no_call_has_no_recalls(word: str) -> None:
    assert recalls_of(CallId(word)) is None
