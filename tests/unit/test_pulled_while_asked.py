"""`hall devices` and `hall probe` while somebody pulls a reader out of USB in its answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker import cli
from broker.commands import devices
from broker.domain.hall import Reader, Wire
from broker.link import usb_device
from broker.settings import Settings
from firmware_mocks.ef01 import make_usb
from firmware_mocks.usb.backend import PythonBus, Socket, Transfer
from firmware_mocks.usb.descriptors import Description
from firmware_mocks.usb.endpoints import Endpoints
from tests.stages import uareu
from tests.stages.halls import small_hall

PLACE = "usb:1-3"
TRANSFERS = {
    "ef01-usb": 18,  # of a whole question: two greetings and the parameters, six transfers each
    "uru4500": 7,  # its state, switched on, a report, and the registers that were asked for
}
MOMENTS = [(driver, number) for driver, count in TRANSFERS.items() for number in range(count)]


def plugged_in(driver: str) -> Socket:
    """Such a reader."""
    if driver == "uru4500":
        return uareu.reader((3,))
    return Socket((3,), Description(0x2109, 0x7638), Endpoints(make_usb(1, {"fast": "yes"})))


def pulled_at(driver: str, number: int, monkeypatch: pytest.MonkeyPatch) -> Socket:
    """The only reader of this machine; it is pulled under its transfer of that number."""
    socket = plugged_in(driver)
    left = [number]

    def pull(transfer: Transfer) -> bytes:
        left[0] -= 1
        if left[0] < 0:
            socket.unplug()
        return transfer.data

    socket.fault = pull
    bus = PythonBus(socket)
    monkeypatch.setattr(usb_device, "libusb", lambda: bus)
    return socket


@pytest.mark.parametrize(("driver", "number"), MOMENTS)
def test_devices_says_so_in_its_row(
    driver: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = pulled_at(driver, number, monkeypatch)
    lines = (Wire(id="line", driver=driver, port=PLACE),)
    hall = small_hall(lines=lines, readers=(Reader(id="door", line="line"),))
    (found,) = devices.find(Settings(hall, Path("hall.toml"), Path("/run"), ()))
    assert not socket.plugged
    assert found.word == "missing"
    assert found.detail == f"{PLACE}: the device was unplugged"


@pytest.mark.parametrize(("driver", "number"), MOMENTS)
def test_probe_says_so(
    driver: str, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    socket = pulled_at(driver, number, monkeypatch)
    assert cli.main(["probe", driver, "--port", PLACE]) == 1
    assert not socket.plugged
    said = capsys.readouterr()
    assert f"{PLACE}: the device was unplugged" in said.out + said.err
    assert "Traceback" not in said.out + said.err


@pytest.mark.parametrize("driver", TRANSFERS)
def test_one_that_stays_answers_in_so_many_transfers(
    driver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: none of the moments above is after the last answer."""
    socket = pulled_at(driver, TRANSFERS[driver], monkeypatch)
    assert cli.main(["probe", driver, "--port", PLACE]) == 0
    assert socket.plugged or driver == "uru4500"  # which is switched off when all is said
