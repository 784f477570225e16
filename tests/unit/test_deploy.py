"""What the service's unit lets it at is what the hall's links need."""

from __future__ import annotations

from pathlib import Path

UNIT = Path("deploy/hall.service")


def told(name: str) -> list[str]:
    """The values of a setting, one a word."""
    lines = UNIT.read_text("utf-8").splitlines()
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
