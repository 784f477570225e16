"""Whether this user may read input devices, as `hall check` and `hall probe` say it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broker.commands import probe
from broker.commands.input_rights import NO_INPUT, unreadable
from broker.domain.hall import Wire
from broker.link import input_nodes
from tests.stages.halls import small_hall

SCANNER = small_hall(lines=(Wire(id="scan", port="evdev:usb:1234:5678", driver="scanner"),))


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with one input device, which this user may not read."""
    (tmp_path / "event0").touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(input_nodes, "readable", lambda: READABLE(tmp_path))
    return tmp_path


READABLE = input_nodes.readable


@pytest.mark.usefixtures("closed")
def test_a_user_outside_the_group_is_told_in_words() -> None:
    (found,) = unreadable(SCANNER)
    assert str(found) == f"hall.toml: [[lines]] scan: {NO_INPUT[0]} — {NO_INPUT[1]}"
    assert list(unreadable(small_hall())) == []


@pytest.mark.usefixtures("closed")
def test_whoever_may_read_one_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: True)
    assert list(unreadable(SCANNER)) == []


def test_a_machine_without_any_says_nothing(tmp_path: Path) -> None:
    assert READABLE(tmp_path)
    assert list(input_nodes.typing(tmp_path)) == []


@pytest.mark.usefixtures("closed")
def test_probe_says_why_it_lists_none(capsys: pytest.CaptureFixture[str]) -> None:
    probe._list_inputs()
    assert NO_INPUT[0] in capsys.readouterr().out


def test_probe_lists_what_types_by_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = input_nodes.InputNode("/dev/input/event7", "evdev:usb:1a2b:3c4d", "Scanner")
    monkeypatch.setattr(input_nodes, "readable", lambda: True)
    monkeypatch.setattr(input_nodes, "typing", lambda: iter([one]))
    probe._list_inputs()
    assert capsys.readouterr().out == "evdev:usb:1a2b:3c4d  /dev/input/event7  Scanner\n"
