"""The driver `ef01-usb`, unchanged, through pyusb and real libusb at simulated modules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from firmware_mocks.ef01 import make_usb
from firmware_mocks.usb.descriptors import Description
from firmware_mocks.usb.endpoints import Endpoints
from firmware_mocks.usb.kernel_bus import KernelBus, RootPort, unavailable
from tests.stages.kernel_usb import HALL, ran
from tests.stages.usb_hall import hall_file

WHY_NOT = unavailable()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there")
KNOWN = Description(0x2109, 0x7638)


def port(enrolled: str = "anna:3", about: Description = KNOWN) -> RootPort:
    return RootPort(about, Endpoints(make_usb(1, {"fast": "yes", "enrolled": enrolled})))


@pytest.fixture
def ports() -> list[RootPort]:
    return [port("anna:3"), port("bo:9,carl:10")]


@pytest.fixture
def bus(ports: list[RootPort]) -> Iterator[KernelBus]:
    with KernelBus(ports) as bus:
        yield bus


def test_hall_probe_finds_a_module_and_shows_every_transfer(
    bus: KernelBus, ports: list[RootPort]
) -> None:
    said = ran(bus, "probe", "ef01-usb", "--port", "usb:1-1", "--trace")
    assert said.returncode == 0, said
    assert "answers at" in said.stdout
    assert "capacity 300" in said.stdout
    assert "out 55 53 42 43 53 79 6e 6f 10 00 00 00 00 00 0a 86" in said.stdout
    assert "in  55 53 42 53 53 79 6e 6f" in said.stdout
    assert ports[0].driver, "the kernel has it back"
    assert not ports[1].heard


def test_hall_probe_lists_both_names_of_each(bus: KernelBus) -> None:
    said = ran(bus, "probe")
    assert "usb:1-1  usb:2109:7638" in said.stdout
    assert "usb:1-2  usb:2109:7638" in said.stdout


def test_two_equal_ones_need_their_sockets(bus: KernelBus) -> None:
    said = ran(bus, "probe", "ef01-usb", "--port", "usb:2109:7638")
    assert said.returncode == 1
    assert "usb:1-1, usb:1-2" in said.stdout


def test_unplugged_and_plugged_in_again(bus: KernelBus) -> None:
    asked = ("probe", "ef01-usb", "--port", "usb:1-2")
    assert ran(bus, *asked).returncode == 0
    bus.unplug(1)
    assert "no such device on USB" in ran(bus, *asked).stdout
    bus.replug(1)
    assert ran(bus, *asked).returncode == 0


class Client:
    """`tests/stages/usb_reader.py` at a module; what it says is read on a thread."""

    def __init__(self, bus: KernelBus, place: str) -> None:
        self._program = subprocess.Popen(
            bus.command(sys.executable, "-m", "tests.stages.usb_reader", place),
            env=bus.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        self.said: list[str] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        self.until("open")

    def _listen(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            self.said.append(line.strip())

    def do(self, words: str) -> None:
        assert self._program.stdin is not None
        self.said.clear()
        print(words, file=self._program.stdin, flush=True)

    def until(self, part: str) -> str:
        """The line with `part` in it, once it is there."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            for line in self.said.copy():
                if part in line:
                    return line
            time.sleep(0.01)
        pytest.fail(f"no {part!r} in {self.said}")

    def kill(self) -> None:
        """As a crash would."""
        self._program.kill()
        self._program.wait(10)

    def end(self) -> None:
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.close()
        self._program.terminate()
        self._program.wait(10)
        self._thread.join()
        self._program.stdout.close()


@pytest.fixture
def client(bus: KernelBus) -> Iterator[Client]:
    client = Client(bus, "usb:1-1")
    yield client
    client.end()


def hand(port: RootPort, words: str) -> None:
    port.endpoints.hand(words, time.monotonic())


def test_a_whole_life_of_a_reader(client: Client, ports: list[RootPort]) -> None:
    """Identify, enrol, identify whom it did not know, erase, and the index tells it."""
    module = ports[0]
    client.do("watch")
    client.until("Ready(capacity=300)")
    hand(module, "finger anna")
    client.until("Recognised(slot=3")
    hand(module, "lift")
    client.do("enrol 5")
    for _ in range(2):
        client.until("EnrolmentGuidance")
        time.sleep(0.3)
        client.said.clear()
        hand(module, "finger dora")
        time.sleep(0.5)
        hand(module, "lift")
    client.until("Enrolled(staff='9001', slot=5)")
    time.sleep(0.5)
    hand(module, "finger dora")
    client.until("Recognised(slot=5")
    hand(module, "lift")
    client.do("erase 5")
    client.until("Erased(slot=5)")
    client.do("index")
    assert "x08" in client.until("Done(command=ReadIndex")
    client.do("end")
    client.until("closed")
    assert module.driver


def test_unplugged_while_it_watches_is_a_line_down(client: Client, bus: KernelBus) -> None:
    client.do("watch")
    client.until("Ready")
    bus.unplug(0)
    assert "usb:1-1: " in client.until("down")
    client.until("closed")
    bus.replug(0)
    again = Client(bus, "usb:1-1")
    again.do("watch")
    again.until("Ready")
    again.end()


@pytest.mark.parametrize("residue", ["echo", "zero"])
@pytest.mark.parametrize("ends", [(0x81, 0x02), (0x02, 0x81), (0x82, 0x01)])
def test_every_way_a_module_may_be_passes_libusb(residue: str, ends: tuple[int, int]) -> None:
    about = Description(0x2109, 0x7638, endpoints=ends)
    endpoints = Endpoints(make_usb(1, {"fast": "yes", "residue": residue}))
    with KernelBus([RootPort(about, endpoints)]) as bus:
        said = ran(bus, "probe", "ef01-usb", "--port", "usb:2109:7638")
    assert said.returncode == 0, said


def test_a_module_is_one_programs_at_a_time_and_free_once_that_was_killed(
    bus: KernelBus, client: Client
) -> None:
    asked = ("probe", "ef01-usb", "--port", "usb:1-1")
    client.do("watch")
    client.until("Ready")
    assert "another program holds this device" in ran(bus, *asked).stdout
    assert ran(bus, "probe", "ef01-usb", "--port", "usb:1-2").returncode == 0
    client.kill()
    end = time.monotonic() + 10
    while ran(bus, *asked).returncode:
        assert time.monotonic() < end, "it is still held"


def test_a_bench_plugs_its_hall_into_a_simulated_usb(tmp_path: Path) -> None:
    """Pulled and put back by a word to the bench; whoever has its environment finds the device."""
    file = hall_file(tmp_path / "hall", ("east", "west"), 1)
    words = [HALL, "bench", str(file), "--run", str(tmp_path / "run")]
    with ExitStack() as undo:
        bench = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert bench.stdin is not None
        assert bench.stdout is not None
        hands, mouth = undo.enter_context(bench.stdin), undo.enter_context(bench.stdout)
        undo.callback(bench.wait, 10)
        undo.callback(bench.terminate)
        heard = iter(mouth)
        ready = next(told for line in heard if "environment" in (told := json.loads(line)))

        def probed(place: str) -> str:
            asked = [HALL, "probe", "ef01-usb", "--port", place]
            found = subprocess.run(
                asked,
                env={**os.environ, **ready["environment"]},
                capture_output=True,
                text=True,
                timeout=25,
                check=False,
            )
            return found.stdout

        def told(deed: str, word: str) -> None:
            print(deed, file=hands, flush=True)
            assert next(line for line in heard if word in line)

        assert "capacity 300" in probed("usb:1-1")
        told("line-west unplug", '"unplugged"')
        assert "no such device" in probed("usb:1-2")
        told("line-west replug", '"ready": "usb:1-2"')
        assert "capacity 300" in probed("usb:1-2")


LISTING = """
import sys
from broker.link.usb_device import open_usb, plugged
open_usb(sys.argv[1], lambda _face: "").end()
for _ in sys.stdin:
    print(*sorted(str(each.socket) for each in plugged() if each.ids.vendor == 0x2109), flush=True)
"""


def listing(bus: KernelBus, place: str) -> subprocess.Popen[str]:
    """A program that has met the device at `place`, and says what is plugged in at each line."""
    return subprocess.Popen(
        bus.command(sys.executable, "-c", LISTING, place),
        env=bus.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip


def listed(program: subprocess.Popen[str]) -> str:
    assert program.stdin is not None
    assert program.stdout is not None
    print(file=program.stdin, flush=True)
    return program.stdout.readline().strip()


def test_a_program_that_came_later_takes_no_plug_from_the_one_before_it(bus: KernelBus) -> None:
    """umockdev tells clients apart by the number of an open file, which two may have alike: the
    first then heard of nothing any more, and a reader that was put back stayed away for ever."""
    with listing(bus, "usb:1-1") as first:
        assert listed(first) == "usb:1-1 usb:1-2"
        with listing(bus, "usb:1-2") as second:
            assert listed(second) == "usb:1-1 usb:1-2"
            bus.unplug(0)
            assert [listed(first), listed(second)] == ["usb:1-2"] * 2
            assert second.stdin is not None
            second.stdin.close()
        bus.replug(0)
        assert listed(first) == "usb:1-1 usb:1-2"
        assert first.stdin is not None
        first.stdin.close()
