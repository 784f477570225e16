"""What the service's unit lets it at is what the hall's links need."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = Path("deploy/units")
UNIT = UNITS / "hall.service"


def told(name: str, unit: Path = UNIT) -> list[str]:
    """The values of a setting, one a word."""
    lines = unit.read_text("utf-8").splitlines()
    return [
        word
        for line in lines
        if line.startswith(f"{name}=")
        for word in line.partition("=")[2].split()
    ]


def test_the_service_may_open_serial_ports_and_what_is_plugged_into_usb() -> None:
    """By the names of /proc/devices; a closed policy refuses all others."""
    assert told("DevicePolicy") == ["closed"]
    allowed = {each for each in told("DeviceAllow") if each.startswith("char-")}
    assert allowed == {"char-ttyUSB", "char-ttyACM", "char-ttyS", "char-usb_device"}


def test_libusb_may_hear_the_kernel() -> None:
    """Where it cannot open a netlink socket, libusb does not begin at all."""
    assert "AF_NETLINK" in told("RestrictAddressFamilies")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda unit: unit.name)
def test_a_unit_is_exposed_less_than_three_of_ten(unit: Path) -> None:
    words = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=29"]
    judged = subprocess.run([*words, unit.resolve()], capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout[-400:]


@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda unit: unit.name)
def test_a_unit_runs_what_the_package_installs(unit: Path) -> None:
    begins = told("ExecStart", unit)[0]
    assert begins in {"/usr/bin/hall", "/usr/bin/cage"}
    assert "/opt" not in unit.read_text("utf-8")


def test_a_hall_and_its_screens_are_watched_and_come_back() -> None:
    for name in ("hall.service", "hall-screen@.service"):
        assert told("WatchdogSec", UNITS / name)
        assert told("Restart", UNITS / name) == ["always"]


def test_a_screen_has_a_user_and_a_folder_of_its_own() -> None:
    unit = UNITS / "hall-screen@.service"
    assert told("User", unit) == ["hall-screen"] != told("User")
    assert told("StateDirectory", unit) == ["hall-screen/%i"]
    assert "/var/lib/hall-screen/%i" in told("ExecStart", unit)
    assert not any(each.rstrip("/") == "/var/lib/hall" for each in told("ReadWritePaths", unit))
