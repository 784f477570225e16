"""The driver `uru4500`, unchanged, through pyusb and real libusb at a simulated reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from firmware_mocks.usb.kernel_bus import KernelBus, RootPort, unavailable
from tests.stages.kernel_usb import ran
from tests.stages.uareu import ABOUT, endpoints

WHY_NOT = unavailable()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there")


@pytest.fixture(params=["no", "yes"], ids=["as usual", "wants to be started anew"])
def port(request: pytest.FixtureRequest) -> RootPort:
    return RootPort(ABOUT, endpoints(faulty=request.param), driver=False)


@pytest.fixture
def bus(port: RootPort) -> Iterator[KernelBus]:
    with KernelBus([port]) as bus:
        yield bus


def test_hall_probe_wakes_a_reader_and_shows_every_transfer(bus: KernelBus, port: RootPort) -> None:
    said = ran(bus, "probe", "uru4500", "--port", "usb:05ba:000a", "--trace")
    assert said.returncode == 0, said
    assert "answers at" in said.stdout
    assert "versions 0501 and 0102" in said.stdout
    assert "out 00 08 00 00 00 c0 04 f0 00 00 00 10 00" in said.stdout
    assert "in  81 40 00 00 00 56 aa" in said.stdout
    assert port.requests[-1].hex() == "40044e000000010070", "it sleeps again"


def test_hall_probe_lists_it_and_no_hub(bus: KernelBus) -> None:
    said = ran(bus, "probe")
    assert "usb:1-1  usb:05ba:000a" in said.stdout
    assert "1d6b" not in said.stdout


def test_a_hung_or_missing_one_is_said(bus: KernelBus, port: RootPort) -> None:
    asked = ("probe", "uru4500", "--port", "usb:1-1")
    port.endpoints.hand("fault silent", 0.0)
    said = ran(bus, *asked)
    assert said.returncode == 1
    assert "Nobody at" in said.stdout
    bus.unplug(0)
    assert "no such device on USB" in ran(bus, *asked).stdout
    bus.replug(0)
    port.endpoints.hand("ok", 0.0)
    assert ran(bus, *asked).returncode == 0
