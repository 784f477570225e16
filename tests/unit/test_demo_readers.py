"""The reader of a demonstration: on USB where that can be, on its serial line where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.settings import examine, load
from firmware_mocks.rehearsal import readers
from firmware_mocks.rehearsal.hurry import copied
from firmware_mocks.rehearsal.readers import reader_beside, with_usb_reader
from tests.stages.processes import HALL

SAMPLE = Path("examples/zhenlai/hall.toml")


def changed(hall: Path, folder: Path, why_not: str, patch: pytest.MonkeyPatch) -> tuple[Path, str]:
    patch.setattr(readers, "unavailable", lambda: why_not)
    said: list[str] = []
    file = copied(hall, folder)
    with_usb_reader(file, said.append)
    return file, "\n".join(said)


def test_the_reader_hangs_on_usb_and_the_serial_one_stands_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, said = changed(SAMPLE, tmp_path, "", monkeypatch)
    hall, before = load(file).hall, load(SAMPLE).hall
    assert examine(file).errors == ()
    [was] = before.readers
    first, beside = hall.readers
    wires = [hall.wire(each.line) for each in (first, beside)]
    assert [(each.driver, each.port) for each in wires if each] == [
        ("ef01-usb", "usb:1-1"),
        ("ef01", "tty/clockin-serial"),
    ]
    assert first == was, "the same, for the screen beside it"
    assert reader_beside(hall) == beside
    assert [each for each in hall.lines if each.id not in ("clockin", "clockin-serial")] == [
        each for each in before.lines if each.id != "clockin"
    ]
    assert "the reader hangs on USB" in said


def test_without_a_simulated_usb_the_hall_is_as_its_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, said = changed(SAMPLE, tmp_path, "umockdev is not installed", monkeypatch)
    assert file.read_bytes() == SAMPLE.read_bytes()
    assert reader_beside(load(file).hall) is None
    assert said == (
        "the reader hangs on a serial line, for there is no simulated USB here:"
        " umockdev is not installed"
    )


def test_a_hall_without_a_reader_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, said = changed(HALL, tmp_path, "", monkeypatch)
    assert file.read_bytes() == HALL.read_bytes()
    assert said == ""
