"""The independent client adafruit-circuitpython-fingerprint 2.2.25, unmodified, against our
simulated module on a pty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.peer.test_pyfingerprint import HERE, PEER
from tests.peer.test_pyfingerprint import Client as PyfingerprintClient
from tests.peer.test_pyfingerprint import Process as Peer

pytestmark = [pytest.mark.peer, pytest.mark.timeout(120)]

OK, NO_FINGER, NOT_FOUND, NO_MATCH, MISMATCH = 0x00, 0x02, 0x09, 0x08, 0x0A


class Client(PyfingerprintClient):
    """A simulated module, and the client on its port."""

    def connect(self, password: int = 0) -> None:
        script = str(HERE / "adafruit_caller.py")
        self._peer = Peer(self._ends, str(PEER), script, str(self._port), str(password))
        self.greeting: dict[str, Any] = self._peer.hear()

    def touched(self, finger: str, buffer: int) -> None:
        """A finger is laid there, and its picture taken."""
        self.hand(f"finger {finger}")
        assert self.call("get_image") == OK
        assert self.call("image_2_tz", buffer) == OK


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    if not PEER.exists():
        pytest.skip("the independent clients are not installed; run `make peer`")
    with ExitStack() as ends:
        yield Client(ends, tmp_path / "reader", "fast=yes", "capacity=1000", "enrolled=bo:7")


def test_it_greets_and_describes_itself(client: Client) -> None:
    assert client.greeting == {"is": True}
    assert client.call("check_module") is True
    assert client.call("library_size") == 1000
    assert client.call("device_address") == [0xFF] * 4
    assert client.call("count_templates") == OK
    assert client.call("template_count") == 1
    assert client.call("read_templates") == OK
    assert client.call("templates") == [7]


def test_a_whole_session(client: Client) -> None:
    """No finger, a stranger, two touches of a new finger, kept, found, erased, all erased."""
    assert client.call("get_image") == NO_FINGER
    client.touched("anna", 1)
    assert client.call("finger_search") == NOT_FOUND
    client.touched("anna", 2)
    assert client.call("compare_templates") == OK
    assert client.call("create_model") == OK
    assert client.call("store_model", 3) == OK
    client.hand("lift")
    client.touched("anna", 1)
    assert client.call("finger_search") == OK
    assert client.call("finger_id") == 3
    assert client.call("confidence") > 0
    assert client.call("finger_fast_search") == OK
    assert client.call("finger_id") == 3
    assert client.call("delete_model", 3) == OK
    assert client.call("finger_search") == NOT_FOUND
    assert client.call("empty_library") == OK
    assert client.call("read_templates") == OK
    assert client.call("templates") == []


def test_two_different_fingers_do_not_merge(client: Client) -> None:
    client.touched("anna", 1)
    client.touched("bo", 2)
    assert client.call("compare_templates") == NO_MATCH
    assert client.call("create_model") == MISMATCH


def test_a_template_goes_out_and_comes_back(client: Client) -> None:
    assert client.call("load_model", 7, 1) == OK
    template = client.call("get_fpdata", "char", 1)
    assert len(template) == 512
    assert client.call("delete_model", 7) == OK
    assert client.call("send_fpdata", template, "char", 2) is True
    assert client.call("store_model", 5, 2) == OK
    client.touched("bo", 1)
    assert client.call("finger_search") == OK
    assert client.call("finger_id") == 5


def test_an_image_goes_out(client: Client) -> None:
    client.hand("finger bo")
    assert client.call("get_image") == OK
    assert len(client.call("get_fpdata", "image")) == 256 * 288 // 2


def test_a_register_is_set(client: Client) -> None:
    assert client.call("set_sysparam", 5, 2) == OK
    assert client.call("security_level") == 2


def test_the_wrong_password_is_refused(client: Client) -> None:
    client.disconnect()
    client.connect(password=1)
    assert "Failed to find sensor" in client.greeting["error"]


def test_control_a_module_that_answers_no_packets_is_noticed(client: Client) -> None:
    client.hand("fault garbage")
    assert "Incorrect packet data" in client.fails("get_image")
