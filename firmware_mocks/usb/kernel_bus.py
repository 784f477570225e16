"""Simulated devices on USB as the kernel would show them to libusb, through umockdev.

The devices live here, on a thread that answers `simulator`, the program that plays the kernel.
A client is any unchanged program that is begun with `command` and `environment`.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from firmware_mocks.usb import descriptors
from firmware_mocks.usb.endpoints import Bulk

PYTHON = "/usr/bin/python3"
WRAPPER = "umockdev-wrapper"
_LIBRARY = "libumockdev-preload.so.0"  # what the wrapper has its program load first
_HEARD = 64  # of the last transfers of a port
_NAMED = 1_000_000  # umockdev's own numbers are those of open files
_TRY = "import gi; gi.require_version('UMockdev', '1.0'); from gi.repository import UMockdev"
PACKAGES = "umockdev, gir1.2-umockdev-1.0 and python3-gi"


def unavailable() -> str:
    """Why there can be no such bus on this machine, "" where there can."""
    if shutil.which(WRAPPER) is None or not Path(PYTHON).exists():
        return f"umockdev is not installed: install {PACKAGES}"
    return "" if _speaks() else f"umockdev cannot be used from Python: install {PACKAGES}"


@cache
def _speaks() -> bool:
    """Whether the system's Python can load it; asked once, for that takes a tenth of a second."""
    tried = subprocess.run([PYTHON, "-c", _TRY], capture_output=True, check=False)  # noqa: S603  # no input
    return tried.returncode == 0


@dataclass(eq=False)
class RootPort:
    """A port of the root hub, `usb:1-1` for the first, and what is plugged in. `driver`: whether
    the kernel's own driver has it. Without `endpoints` nothing is plugged in yet."""

    description: descriptors.Description
    endpoints: Bulk | None = None
    driver: bool = True
    heard: deque[bytes] = field(default_factory=lambda: deque(maxlen=_HEARD))
    requests: list[bytes] = field(default_factory=list)


class KernelBus:
    """Use as a context. Clients may come and go; a device is one client's at a time."""

    def __init__(self, ports: Sequence[RootPort]) -> None:
        self._ports = ports
        self._drivers = [each.driver for each in ports]
        self._ours, theirs = socket.socketpair()
        self._files = tempfile.TemporaryDirectory(prefix="hall-usb-")  # umockdev leaves its own
        self._telling = threading.Lock()
        self._names = count(_NAMED)
        told = [
            {
                "driver": each.driver,
                "descriptors": (each.description.device + each.description.configuration).hex(),
                "plugged": each.endpoints is not None,
            }
            for each in ports
        ]
        self._program = subprocess.Popen(  # noqa: S603  # our own program
            [WRAPPER, PYTHON, str(Path(__file__).with_name("simulator.py")),
             str(theirs.fileno()), json.dumps(told)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            pass_fds=[theirs.fileno()], env={**_plain(), "TMPDIR": self._files.name},
            process_group=0,  # Ctrl-C is for us; it ends with its standard input
        )  # fmt: skip
        theirs.close()
        self._thread = threading.Thread(target=self._serve, name="usb bus", daemon=True)
        self._thread.start()
        self._root = self._heard()
        if not self._root:
            self._end()
            raise OSError("the simulated bus did not start; its words stand above")

    @property
    def environment(self) -> dict[str, str]:
        """For a client that is begun with `command`."""
        return {**_plain(), "UMOCKDEV_DIR": self._root}

    @property
    def belongings(self) -> dict[str, str]:
        """What a client's environment needs besides, where it is begun with its own command."""
        return {"UMOCKDEV_DIR": self._root, "LD_PRELOAD": _LIBRARY}

    def command(self, *words: str) -> list[str]:
        """How a client is begun."""
        return [WRAPPER, *words]

    def unplug(self, number: int) -> None:
        """Pull the device of a port out."""
        self._tell("unplug", number)

    def plug_in(self, number: int, endpoints: Bulk) -> None:
        """Put a device into a port; the kernel's own driver takes it, where it has one."""
        self._ports[number].driver = self._drivers[number]
        self._ports[number].endpoints = endpoints
        endpoints.power_cycle(time.monotonic())
        self._tell("plug", number)

    def replug(self, number: int) -> None:
        """Put it back."""
        self.plug_in(number, self._there(number))

    def close(self) -> None:
        """End it, and forget its files."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._end()

    def _tell(self, deed: str, number: int) -> None:
        assert self._program.stdin is not None  # noqa: S101  # for the type checker
        with self._telling:
            self._program.stdin.write(f"{deed} {number}\n")
            self._program.stdin.flush()
            if self._heard() != "done":
                raise OSError("the simulated bus has ended; its words stand above")

    def _heard(self) -> str:
        assert self._program.stdout is not None  # noqa: S101  # for the type checker
        return self._program.stdout.readline().strip()

    def _end(self) -> None:
        for pipe in (self._program.stdin, self._program.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._program.wait(5.0)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        self._thread.join()
        self._ours.close()
        self._files.cleanup()

    def _serve(self) -> None:
        try:
            with self._ours.makefile("rw", encoding="ascii") as file:
                for line in file:
                    file.write(self._answer(*line.split()) + "\n")
                    file.flush()
        finally:  # whoever still waits for an answer is told that there will be none
            self._ours.shutdown(socket.SHUT_RDWR)

    def _answer(self, what: str, number: str, detail: str = "") -> str:
        port, now = self._ports[int(number)], time.monotonic()
        match what:
            case "out":
                port.heard.append(bytes.fromhex(detail))
                self._there(int(number)).taken(port.heard[-1], now)
            case "in":
                endpoint, size = detail.split(",")
                return _said(self._there(int(number)).given(int(endpoint), int(size), now))
            case "driver":
                port.driver = detail == "1"
            case "client":
                self._name_listeners()
            case "control":
                heard = bytes.fromhex(detail)
                port.requests.append(heard)
                return _said(self._there(int(number)).controlled(heard[:8], heard[8:], now))
        return "+"

    def _name_listeners(self) -> None:
        """umockdev names the socket on which a client hears of plugs by the number it has there.
        The next client with that number takes the name over, and the one before it would hear of
        none any more, as if nothing was ever put back; so each gets a name of its own."""
        with self._telling:  # while umockdev goes through the names none may go
            for each in Path(self._root).glob("event*"):
                if int(each.name.removeprefix("event")) < _NAMED:
                    each.rename(each.with_name(f"event{next(self._names)}"))

    def _there(self, number: int) -> Bulk:
        endpoints = self._ports[number].endpoints
        assert endpoints is not None  # noqa: S101  # for the type checker
        return endpoints


def _said(data: bytes | None) -> str:
    """`-` for nothing; a leading `+` tells no bytes from nothing."""
    return "-" if data is None else f"+{data.hex()}"


def _plain() -> dict[str, str]:
    """Without what would have the system's Python look for modules of ours."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME")
    }
