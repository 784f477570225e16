"""What lies beside a hall.toml, and `hall check` alone says all of."""

from __future__ import annotations

import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from broker import cli
from broker.service.driver import lacks
from broker.settings import load
from broker.settings.beside import judge_beside

SAMPLE = Path(__file__).parents[2] / "examples" / "zhenlai"
APPOINTMENTS, CASES = (
    "code,day,slot,queue,item\n",
    ("case_number,item,applicant,accepted,due,stage,result\n"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def ignored(_folder: str, names: list[str]) -> list[str]:
        return [each for each in names if each in ("catalogue", "__pycache__")]

    return Path(shutil.copytree(SAMPLE, tmp_path / "hall", ignore=ignored))


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")


def add(folder: Path, text: str) -> None:
    with (folder / "hall.toml").open("a", encoding="utf-8") as file:
        file.write(text)


def doubts(folder: Path) -> list[str]:
    found = judge_beside(load(folder / "hall.toml", folder))
    assert found.errors == ()
    return [f"{Path(each.file).name} {each.place}: {each.problem}" for each in found.doubts]


def errors(folder: Path) -> list[str]:
    found = judge_beside(load(folder / "hall.toml", folder)).errors
    return [f"{Path(each.file).name}: {each.problem}" for each in found]


def test_of_the_sample_nothing_is_to_be_said(folder: Path) -> None:
    assert doubts(folder) == []


def test_appointments_at_which_the_hall_is_shut_are_named(folder: Path) -> None:
    rows = (
        ("2026-11-28", "09:00"),  # a Saturday
        ("2026-10-01", "09:00"),  # the national holiday
        ("2026-11-23", "12:00"),
        ("2026-11-23", "17:00"),
        ("2026-11-23", "08:30"),
        ("2026-09-20", "16:59"),  # a Sunday that is worked in a holiday's place
    )
    said = "".join(f"00000{n},{day},{slot},finance,\n" for n, (day, slot) in enumerate(rows))
    write(folder, "appointments.csv", f"{APPOINTMENTS}{said}合计,6\n")
    assert doubts(folder) == [
        f"appointments.csv line {n}: the hall is shut on {day} at {slot}"
        for n, (day, slot) in enumerate(rows[:4], 2)
    ]


def test_queues_and_items_that_are_not_there_are_named(folder: Path) -> None:
    write(
        folder,
        "appointments.csv",
        f"{APPOINTMENTS}000001,2026-11-23,09:00,nowhere,\n"
        "000002,2026-11-23,09:00,finance,nobody/1\n合计,2\n",
    )
    assert errors(folder) == [
        "appointments.csv: there is no queue 'nowhere'",
        "appointments.csv: queue finance has no item 'nobody/1'",
    ]


def test_stages_that_nobody_knows_and_items_that_are_gone_are_named_by_their_lines(
    folder: Path,
) -> None:
    rows = [
        ("建设局-78", "领导画圈"),
        ("建设局-78", "领导画圈"),
        ("construction-78", "看林地"),  # of the hall's own words
        ("建设局-999", "审查中"),
        ("外局-1", "待领证"),
        ("开一家饭店", "已受理"),
    ]
    said = "".join(
        f"SL-{n},{item},张*,2026-11-16,2026-11-27,{stage},\n"
        for n, (item, stage) in enumerate(rows)
    )
    write(folder, "cases.csv", f"{CASES}{said}合计,6\n")
    found = doubts(folder)
    assert found == [
        "cases.csv line 2: nobody knows this stage: it is taken for a step on the way",
        "cases.csv line 5: the catalogue has no such item",
        "cases.csv line 6: the catalogue has no such item",
    ]
    assert "画圈" not in "".join(found), "a row is of a person"


def test_a_table_without_a_total_is_said_to_be_one_of_which_nobody_can_know(folder: Path) -> None:
    text = (folder / "hall.toml").read_text("utf-8").replace("counted = true\n", "")
    write(folder, "hall.toml", text)
    said = doubts(folder)
    assert [each.partition(" ")[0] for each in said] == ["appointments.csv", "cases.csv"]
    assert all("nothing says how many rows it has" in each for each in said)


def png(width: int = 1, height: int = 1) -> bytes:
    def piece(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    dots = zlib.compress(bytes([0, 200]))
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", dots) + piece(b"IEND", b"")


JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000"  # JFIF
    "ffc0000b080001000101011100"  # a frame of 1 × 1
    "ffda0008010100003f00d2cfff00ffd07f"  # a scan with a stuffed byte and a restart
    "ffd9"
)
BAD: list[tuple[str, bytes, str]] = [
    ("a.png", png()[:-12], "its end is missing"),
    ("a.png", png().replace(b"IDAT", b"IDAX"), "it is damaged"),
    ("a.png", png(20_000, 20_000), "20000 × 20000 dots"),
    ("a.png", b"no picture", "no PNG, JPEG or SVG"),
    ("a.png", b"", "no PNG, JPEG or SVG"),
    ("a.jpg", JPEG[:-2], "its end is missing"),
    ("a.jpg", JPEG[:30], "its end is missing"),
    ("a.jpg", JPEG.replace(b"\xff\xc0", b"\xff\xfe"), "it is damaged"),
    ("a.jpg", JPEG[:20] + b"x" + JPEG[20:], "it is damaged"),
]


@pytest.mark.parametrize(("name", "content", "problem"), BAD)
@pytest.mark.parametrize("place", ["samples", "idle"])
def test_a_picture_that_is_cut_damaged_or_too_large_is_named(
    folder: Path, place: str, name: str, content: bytes, problem: str
) -> None:
    add(folder, '\n[attract]\nfolder = "idle"\n')
    (folder / "idle").mkdir()
    (folder / "idle" / "good.png").write_bytes(png())
    (folder / "idle" / "good.jpg").write_bytes(JPEG)
    assert errors(folder) == []
    (folder / place / name).write_bytes(content)
    (said,) = errors(folder)
    assert said.startswith(f"{name}: ")
    assert problem in said


def test_a_logo_that_is_cut_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(folder, '\n[slip]\nlogo = "logo.png"\n')
    (folder / "logo.png").write_bytes(png()[:50])
    assert cli.main(["check", str(folder / "hall.toml"), "--language", "en"]) == 1
    assert "logo.png: the whole file: its end is missing: it is cut" in capsys.readouterr().err


def test_what_a_driver_needs_and_does_not_find_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "hall.toml"
    write(
        folder,
        "hall.toml",
        file.read_text("utf-8").replace('driver = "ef01"', 'driver = "uru4500"'),
    )
    for library, wanted in (("json", False), ("nbis_is_not_here", True)):
        monkeypatch.setattr("fingerprint.matching._LIBRARY", library)
        monkeypatch.setattr("fingerprint.matching.Matcher.__init__", needed(library))
        cli.main(["check", str(file), "--language", "en"])
        assert ("nbis-py is not installed" in capsys.readouterr().err) is wanted


def needed(library: str) -> Callable[[object], None]:
    from fingerprint.matching import _absent

    def begin(_matcher: object) -> None:
        if library != "json":
            raise _absent()

    return begin


def test_a_driver_that_stumbles_over_what_it_needs_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumbles(_matcher: object) -> None:
        raise SystemExit(3)

    monkeypatch.setattr("fingerprint.matching.Matcher.__init__", stumbles)
    said = lacks("uru4500")
    assert said is not None
    assert "uru4500 fails when it is asked (SystemExit: 3)" in str(said)
    assert lacks("ef01") is None
    assert lacks("no-such-driver") is None, "whoever looks at the lines says that"
