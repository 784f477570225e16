"""How a device on USB is named in hall.toml."""

from __future__ import annotations

import pytest

from broker.domain.checking.ports import is_network, misplaced, one_spelling
from broker.domain.checking.usb_places import UsbIds, UsbSocket, usb_place
from broker.settings import NETWORK_PLACE


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("usb:2109:7638", UsbIds(0x2109, 0x7638)),
        ("usb:DEAD:beef", UsbIds(0xDEAD, 0xBEEF)),
        ("usb:1-1", UsbSocket(1, (1,))),
        ("usb:2-1.3.12", UsbSocket(2, (1, 3, 12))),
    ],
)
def test_ids_and_sockets_are_places(text: str, place: UsbIds | UsbSocket) -> None:
    assert usb_place(text) == place
    assert str(place) == text.lower()
    assert misplaced(text) is None
    assert not is_network(text)
    assert NETWORK_PLACE.fullmatch(text), "or it would be looked for below the run directory"
    assert one_spelling(text.upper().replace("USB", "usb")) == text.lower()


@pytest.mark.parametrize(
    "text",
    ["usb:", "usb:1", "usb:2109", "usb:21090:7638", "usb:2109:763g", "usb:0-1", "usb:1-0", "usb:1-",
     "usb:1-1.", "usb:1-1.0", "usb:1-1.2.3.4.5.6.7", "usb:2109: 7638", "usb:/dev/bus/usb/001/002"],
)  # fmt: skip
def test_whatever_else_is_none_and_hall_check_says_what_to_write(text: str) -> None:
    assert usb_place(text) is None
    found = misplaced(text)
    assert found is not None
    assert "is no place on USB" in found[0]
    assert "usb:1-1.3" in found[1]


@pytest.mark.parametrize("text", ["/dev/ttyUSB0", "tcp:usb:9100", "tty/usb", ""])
def test_what_is_elsewhere_is_not_on_usb(text: str) -> None:
    assert usb_place(text) is None


def test_two_lines_cannot_have_one_device() -> None:
    assert one_spelling("usb:ABCD:0001") == one_spelling("usb:abcd:0001")
    assert one_spelling("usb:1-1.3") != one_spelling("usb:1-1.4")
