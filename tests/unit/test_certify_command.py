"""`hall certify`: the authority is made once, papers are signed for clients of hall.toml alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from broker import cli
from tests.stages.processes import HALL as EIGHT_WINDOWS


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    shutil.copytree(EIGHT_WINDOWS.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path


def said(hall: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    place = ("--hall", str(hall / "hall.toml"), "--run", str(hall / "run"))
    status = cli.main(["certify", *place, *words])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_papers_are_made_once_and_say_whose_they_are(
    hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, first = said(hall, capsys, "kiosk-1", "panel-2")
    assert status == 0
    assert "The hall has its own authority from now on." in first
    status, second = said(hall, capsys, "kiosk-1")
    assert status == 0
    assert "from now on" not in second
    (finger,) = set(re.findall(r"(?:[0-9a-f]{2}:){31}[0-9a-f]{2}", first + second))
    certificate = hall / "run" / "keys" / "of" / "kiosk-1" / "crt.pem"
    assert str(certificate.parent) in second
    assert "(397 days)" in second or "(396 days)" in second
    shown = ("openssl", "x509", "-noout", "-subject", "-in", str(certificate))
    subject = subprocess.run(shown, capture_output=True, text=True, check=True).stdout
    assert subject.strip().endswith("kiosk-1")
    assert len(finger) == 95


def test_whoever_is_not_in_hall_toml_gets_none(
    hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, words = said(hall, capsys, "kiosk-1", "kiosk-99")
    assert status != 0
    assert "hall.toml has no client kiosk-99" in words
    assert not (hall / "run" / "keys").exists(), "nothing was begun"


def test_a_machine_that_joined_founds_no_second_authority(
    hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(hall, capsys, "kiosk-1")[0] == 0
    (hall / "run" / "keys" / "ca.key").unlink()  # as the folder of a kiosk elsewhere is
    status, words = said(hall, capsys, "kiosk-1")
    assert status != 0
    assert "run `hall certify` where the ledger is" in words


def test_rights_are_printed_for_each_client_alone(
    hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, words = said(hall, capsys, "--rights")
    assert status == 0
    assert not (hall / "run" / "keys").exists()
    kiosk = words.split("user kiosk-1\n")[1].split("\n\n")[0]
    assert "topic readwrite hall/v2/eight/kiosk/kiosk-1/#" in kiosk
    assert "call-next" not in kiosk
    assert "pattern" not in words
