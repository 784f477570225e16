"""The independent client pyfingerprint 1.5, unmodified, against our simulated module on a pty."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.peer, pytest.mark.timeout(120)]

HERE = Path(__file__).parent
PEER = HERE.parents[1] / ".venv-peer" / "bin" / "python"
POWER_UP_SECONDS = 0.2  # R307 manual: wait so long before the first command
HALL = Path(sys.executable).with_name("hall")


class Process:
    """A child that is spoken to and answers in lines."""

    def __init__(self, ends: ExitStack, *words: str) -> None:
        self._child = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        ends.callback(self.stop)

    def say(self, line: str) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(line + "\n")
        self._child.stdin.flush()

    def hear(self) -> Any:
        assert self._child.stdout is not None
        return json.loads(self._child.stdout.readline())

    def stop(self) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.close()
        self._child.terminate()
        self._child.wait(10)
        self._child.stdout.close()


class Client:
    """A simulated module, and pyfingerprint on its port."""

    def __init__(self, ends: ExitStack, port: Path, *options: str) -> None:
        settings = [word for option in options for word in ("--set", option)]
        self._ends = ends
        self._port = port
        self._mock = Process(ends, str(HALL), "mock", "ef01", "--link", str(port), *settings)
        until = time.monotonic() + 10
        while not port.exists():
            assert time.monotonic() < until, "the simulated module did not come"
            time.sleep(0.02)
        time.sleep(POWER_UP_SECONDS)
        self.connect()

    def connect(self, password: int = 0) -> None:
        """Open the port anew."""
        script = str(HERE / "pyfingerprint_caller.py")
        self._peer = Process(self._ends, str(PEER), script, str(self._port), str(password))

    def disconnect(self) -> None:
        self._peer.stop()

    def hand(self, words: str) -> None:
        """Somebody does something; done when it shows."""
        self._mock.say(words)
        self._mock.say("look")
        while "look" not in str(self._mock.hear()):
            pass

    def call(self, *words: Any) -> Any:
        """Call a method of the client and return what it returned."""
        self._peer.say(json.dumps(words))
        answer = self._peer.hear()
        assert "error" not in answer, answer
        return answer["is"]

    def fails(self, *words: Any) -> str:
        """Call a method that must raise, and return the sentence."""
        self._peer.say(json.dumps(words))
        sentence: str = self._peer.hear()["error"]
        return sentence


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    if not PEER.exists():
        pytest.skip("the independent clients are not installed; run `make peer`")
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def client(ends: ExitStack, tmp_path: Path) -> Client:
    return Client(ends, tmp_path / "reader", "fast=yes", "capacity=1000", "enrolled=bo:7")


def captured(client: Client, finger: str, buffer: int) -> None:
    client.hand(f"finger {finger}")
    assert client.call("readImage") is True
    assert client.call("convertImage", buffer) is True


def test_it_greets_and_describes_itself(client: Client) -> None:
    assert client.call("verifyPassword") is True
    assert client.call("getSystemParameters") == [4, 0, 1000, 3, 0xFFFFFFFF, 2, 6]
    assert client.call("getStorageCapacity") == 1000
    assert client.call("getBaudRate") == 57600
    assert client.call("getMaxPacketSize") == 128


def test_enrolling_searching_comparing_and_deleting(client: Client) -> None:
    client.call("verifyPassword")
    assert client.call("readImage") is False
    captured(client, "anna", 1)
    assert client.call("searchTemplate") == [-1, -1]
    captured(client, "anna", 2)
    assert client.call("compareCharacteristics") > 0
    assert client.call("createTemplate") is True
    assert client.call("storeTemplate") == 0
    assert client.call("getTemplateCount") == 2
    index = client.call("getTemplateIndex", 0)
    assert [slot for slot, taken in enumerate(index) if taken] == [0, 7]
    captured(client, "bo", 1)
    assert client.call("searchTemplate")[0] == 7
    assert client.call("deleteTemplate", 7) is True
    assert client.call("searchTemplate") == [-1, -1]
    assert client.call("clearDatabase") is True
    assert client.call("getTemplateCount") == 0


def test_two_different_fingers_do_not_merge(client: Client) -> None:
    client.call("verifyPassword")
    captured(client, "anna", 1)
    captured(client, "bo", 2)
    assert client.call("compareCharacteristics") == 0
    assert client.call("createTemplate") is False


def test_a_template_goes_out_and_comes_back(client: Client) -> None:
    client.call("verifyPassword")
    assert client.call("loadTemplate", 7, 1) is True
    template = client.call("downloadCharacteristics", 1)
    assert len(template) == 512
    assert client.call("deleteTemplate", 7) is True
    assert client.call("uploadCharacteristics", 2, template) is True
    assert client.call("storeTemplate", 3, 2) == 3
    captured(client, "bo", 1)
    assert client.call("searchTemplate")[0] == 3


def test_an_image_is_received_whole(client: Client, tmp_path: Path) -> None:
    client.call("verifyPassword")
    client.hand("finger anna")
    assert client.call("readImage") is True
    picture = tmp_path / "invented.bmp"
    client.call("downloadImage", str(picture))
    assert picture.stat().st_size > 256 * 288


def test_registers_and_numbers(client: Client) -> None:
    client.call("verifyPassword")
    client.call("setSecurityLevel", 5)
    assert client.call("getSecurityLevel") == 5
    client.call("setMaxPacketSize", 64)
    assert client.call("getMaxPacketSize") == 64
    assert client.call("loadTemplate", 7, 1) is True
    assert len(client.call("downloadCharacteristics", 1)) == 512
    assert isinstance(client.call("generateRandomNumber"), int)


def test_a_password_is_set_and_then_wanted(client: Client) -> None:
    client.call("verifyPassword")
    assert client.call("setPassword", 0x12345678) is True
    client.disconnect()
    client.connect(password=0x11111111)
    assert client.call("verifyPassword") is False
    assert "Unknown error" in client.fails("getSystemParameters")
    client.disconnect()
    client.connect(password=0x12345678)
    assert client.call("verifyPassword") is True


def test_at_a_real_modules_pace(ends: ExitStack, tmp_path: Path) -> None:
    client = Client(ends, tmp_path / "reader", "enrolled=bo:7")
    client.call("verifyPassword")
    client.hand("finger bo")
    began = time.monotonic()
    assert client.call("readImage") is True
    assert client.call("convertImage", 1) is True
    assert client.call("searchTemplate")[0] == 7
    assert 0.5 < time.monotonic() - began < 3.0


def test_control_a_module_with_wrong_checksums_is_noticed_by_the_client(client: Client) -> None:
    client.hand("fault badsum")
    assert "checksum" in client.fails("verifyPassword")
