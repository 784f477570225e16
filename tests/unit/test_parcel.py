"""What a machine elsewhere is given of the settings, and what never leaves the ledger's machine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from broker.domain.clients import clients
from broker.joining.membership import become, membership
from broker.joining.parts import digest
from broker.settings import Settings, load
from broker.settings.parcel import HALL, LARGEST_FILE, left_behind, packed, sources, unpacked
from tests.arch.source import ROOT

SAMPLE = ROOT / "examples" / "zhenlai"
PLACE = ("10.0.0.5", 8883)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "zhenlai"
    shutil.copytree(SAMPLE, folder)
    return load(folder / "hall.toml", tmp_path / "run")


@pytest.fixture(params=["kiosk-1", "panel-1", "guide-1", "board-1", "displays", "clockin"])
def client(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_whoever_gets_it_reads_the_same_hall(
    settings: Settings, client: str, tmp_path: Path
) -> None:
    there = load(unpacked(tmp_path / "far", packed(settings, [client], PLACE)), tmp_path / "far")
    here = settings.hall
    assert (there.hall.broker.host, there.hall.broker.port) == PLACE
    assert there.hall.queues == here.queues
    assert there.hall.windows == here.windows
    assert clients(there.hall) == clients(here)
    assert there.catalogue == settings.catalogue
    assert [each.id for each in there.items] == [each.id for each in settings.items]
    assert there.damaged == settings.damaged


def test_no_name_no_pin_and_no_appointment_leaves_the_house(
    settings: Settings, client: str
) -> None:
    parcel = packed(settings, [client], PLACE)
    secret = [each.name for each in settings.hall.staff]
    text = parcel[HALL].decode("utf-8")
    staff = json.loads(parcel[HALL])["staff"]
    assert len(staff) == len(settings.hall.staff)
    assert not [each for each in secret if f'"{each}"' in text]
    assert not [each for each in parcel if "appointment" in each]
    assert "appointments" not in json.loads(parcel[HALL])


def test_only_whoever_reads_fingers_learns_where_they_are(settings: Settings) -> None:
    def slots(client: str) -> int:
        told = json.loads(packed(settings, [client], PLACE)[HALL])["staff"]
        return sum("slot" in each for each in told)

    assert slots("clockin") == sum(each.slot is not None for each in settings.hall.staff)
    assert slots("kiosk-1") == slots("panel-1") == 0


def test_a_file_elsewhere_gets_a_name_of_its_own(settings: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "lists" / "notices.csv"
    elsewhere.parent.mkdir()
    (settings.file.parent / "notices.csv").replace(elsewhere)
    text = settings.file.read_text("utf-8")
    settings.file.write_text(text.replace('"notices.csv"', f'"{elsewhere}"'), "utf-8")
    parcel = packed(load(settings.file, settings.run), ["board-1"], PLACE)
    there = load(unpacked(tmp_path / "far", parcel), tmp_path / "far")
    assert there.notices == settings.notices
    assert not left_behind(parcel)


def test_who_prints_no_slips_needs_no_template(settings: Settings, tmp_path: Path) -> None:
    (settings.file.parent / "slip.txt").write_text("号码\n", "utf-8")
    with settings.file.open("a", encoding="utf-8") as text:
        text.write('\n[slip]\ntemplate = "slip.txt"\n')
    printing = load(settings.file, settings.run)
    for client, there in (("board-1", False), ("kiosk-1", True), ("guide-1", True)):
        parcel = packed(printing, [client], PLACE)
        assert ("slip.txt" in parcel) == there
        assert not left_behind(parcel)
        load(unpacked(tmp_path / client, parcel), tmp_path / client)


def test_what_a_parcel_is_made_of_is_known_without_reading_it(settings: Settings) -> None:
    """A machine's files alone are looked at, wherever hall.toml lies."""
    (settings.file.parent / "diary.txt").write_text("nobody's", "utf-8")
    made = sources(settings, ["kiosk-1"])
    assert len(made) == len(packed(settings, ["kiosk-1"], PLACE)) - 1
    assert settings.file.parent / "notices.csv" in made
    assert settings.file.parent / "diary.txt" not in made


def test_what_is_too_large_is_told(settings: Settings) -> None:
    film = settings.file.parent / "film.mp4"
    film.write_bytes(b"\0" * (LARGEST_FILE + 1))
    with settings.file.open("a", encoding="utf-8") as text:
        text.write('\n[attract]\nfilm = "film.mp4"\n')
    parcel = packed(load(settings.file, settings.run), ["kiosk-1"], PLACE)
    assert left_behind(parcel) == ("film.mp4",)


@pytest.mark.parametrize("name", ["/etc/passwd", "../hall.toml", "a/../../b"])
def test_nothing_is_put_outside_its_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no name of a file"):
        unpacked(tmp_path / "far", {"good": b"", name: b"evil"})
    assert not list(tmp_path.rglob("*"))


def test_a_machine_is_what_it_joined_as_and_keeps_the_newest_settings(tmp_path: Path) -> None:
    assert membership(tmp_path) is None
    first, second = {HALL: b"{}"}, {HALL: b"{ }"}
    become(tmp_path, "hall", ("kiosk-1",), first)
    file = become(tmp_path, "hall", ("panel-2", "kiosk-1"), second)
    now = membership(tmp_path)
    assert now is not None
    assert now.clients == ("kiosk-1", "panel-2")
    assert now.settings(tmp_path) == file
    assert file.read_bytes() == b"{ }"
    assert len(list(tmp_path.glob("settings-*"))) == 1


def test_the_same_settings_again_change_nothing(tmp_path: Path) -> None:
    parcel = {HALL: b"{}", "a": b"b"}
    assert become(tmp_path, "hall", ("kiosk-1",), parcel) == become(tmp_path, "hall", (), parcel)
    assert digest(parcel) != digest({HALL: b"{}a", "": b"b"})
