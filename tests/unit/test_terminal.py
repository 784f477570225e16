"""No terminal obeys what came over the bus."""

from __future__ import annotations

import ast
import logging
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broker import logs, terminal
from broker.commands import status
from broker.domain.ids import RequestId
from broker.settings import load
from broker.wire.messages import Alert
from tests.arch.source import called, files
from tests.stages.processes import HALL

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\rok\u202eevil\x00\ud800"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_nothing_that_a_terminal_obeys_is_left() -> None:
    told = terminal.plain(EVIL)
    assert told == r"\x1b]0;owned\x07\x1b[2J\x9b31m\rok\u202eevil\x00\ud800"
    assert told.isascii()


def test_words_stay_as_they_are() -> None:
    for text in ("三号窗口：读卡器没有应答", "a — b\tc\nd", "①号 ½ é", ""):
        assert terminal.plain(text) == text


def test_an_alert_cannot_clear_the_screen_nor_forge_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seen = status.Seen()
    topic = "hall/v2/test/display/3/$alert/no-answer"
    fields = {"code": "x\x1b[2J", "zh": "坏\n  service ledger", "en": "\x1b]0;owned\x07"}
    seen.alerts[topic] = Alert(id=RequestId("x"), at=NOW, since=NOW, **fields)
    for line in status.lines(seen, load(HALL, Path()).hall, ZoneInfo("Asia/Shanghai")):
        terminal.say(line)
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert "\x07" not in told
    assert r"坏\n  service ledger" in told


def test_a_log_entry_cannot_either() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s: dropped", ("\x1b[2J",), None)
    assert logs._Plain("%(message)s").format(record) == r"\x1b[2J: dropped"


def test_no_command_writes_to_a_terminal_by_another_way() -> None:
    writers = {
        called(file)
        for file in files()
        if called(file).startswith("broker/")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("stdout", "stderr")
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
    }
    assert writers == {"broker/terminal.py", "broker/logs.py", "broker/cli.py"}
