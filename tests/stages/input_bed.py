"""A keyboard as the kernel would show it to python-evdev, through umockdev: run by the system's
Python under `umockdev-wrapper`, with a program that opens it. Each line that program says is told
on; what to do next is read from standard input: `type TEXT`, `drop`, `unplug NODE`, `plug NODE`.

A node is a FIFO: events are written into it as the kernel's records, and `ioctl`s are answered here
while it is there; afterwards everything says ENODEV.
"""

from __future__ import annotations

import errno
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev  # noqa: E402  # after its version is chosen

IDS = (3, 0x0C2E, 0x0B61, 0x0110)  # on USB, vendor, product, version
NAME = b"Simulated Scanner\0"
KEYS = frozenset(range(1, 100))
ROWS = ((2, "1234567890"), (16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm"))
CODES = {letter: first + at for first, row in ROWS for at, letter in enumerate(row)}
SYN, DROPPED, SHIFT, ENTER = (0, 0, 0), (0, 3, 0), 42, 28


def bits(codes: frozenset[int], size: int) -> bytes:
    mask = bytearray(size)
    for code in codes:
        if code // 8 < size:
            mask[code // 8] |= 1 << (code % 8)
    return bytes(mask)


class Node:
    """One event node; a mute one has no keys."""

    def __init__(self, bed: Any, number: int, keys: frozenset[int] = KEYS) -> None:
        self.path, self.keys, self.gone, self.grabbed = f"/dev/input/event{number}", keys, False, 0
        bed.add_from_string(
            f"P: /devices/sim/input/input{number}/event{number}\nN: input/event{number}\n"
            f"E: DEVNAME={self.path}\nE: SUBSYSTEM=input\nE: MAJOR=13\nE: MINOR={64 + number}\n"
            f"A: dev=13:{64 + number}\n"
        )
        self.file = Path(bed.get_root_dir() + self.path)
        self.file.unlink()
        os.mkfifo(self.file)
        self.pipe = os.open(self.file, os.O_RDWR | os.O_NONBLOCK)
        self.handler = UMockdev.IoctlBase.new()
        self.handler.connect("handle-ioctl", self.ioctl)
        self.handler.connect("handle-read", self.read)
        bed.attach_ioctl(self.path, self.handler)

    def ioctl(self, _handler: Any, client: Any) -> bool:
        request = client.get_request()
        number, size = request & 0xFF, (request >> 16) & 0x3FFF
        if self.gone:
            client.complete(-1, errno.ENODEV)
        elif (request >> 8) & 0xFF != ord("E"):
            return False
        elif number == 0x90:  # EVIOCGRAB
            self.grabbed += 1
            client.complete(0, 0)
        elif (answer := self.answer(number, size)) is None:
            client.complete(-1, errno.EINVAL)
        else:
            client.get_arg().resolve(0, size).update(0, answer)
            client.complete(len(answer), 0)
        return True

    def answer(self, number: int, size: int) -> bytes | None:
        known = {
            0x01: struct.pack("<i", 0x010001),
            0x02: struct.pack("<4H", *IDS),
            0x06: NAME[:size],
            0x07: b"sim\0",
            0x08: b"1\0",
            0x09: bytes(size),
            0x18: bytes(size),
            0x20: bits(frozenset({0, 1} if self.keys else {0}), size),
            0x21: bits(self.keys, size),
            0x84: struct.pack("<i", 0),
        }
        found = known.get(number)
        return None if found is None else found[:size]

    def read(self, _handler: Any, client: Any) -> bool:
        if self.gone:
            client.complete(-1, errno.ENODEV)
        return self.gone

    def emit(self, *events: tuple[int, int, int]) -> None:
        os.write(self.pipe, b"".join(struct.pack("@llHHi", 0, 0, *each) for each in events))

    def press(self, *keys: int) -> None:
        for key in keys:
            self.emit((4, 4, key), (1, key, 1), SYN, (1, key, 0), SYN)

    def type(self, text: str) -> None:
        for letter in text:
            if letter != letter.lower():
                self.emit((1, SHIFT, 1), SYN)
            self.press(CODES[letter.lower()])
            if letter != letter.lower():
                self.emit((1, SHIFT, 0), SYN)

    def unplug(self) -> None:
        self.gone = True
        self.emit(SYN)  # whoever waits is woken, and reads ENODEV
        self.file.unlink(missing_ok=True)


def main(*program: str) -> None:
    bed = UMockdev.Testbed.new()
    nodes = {"0": Node(bed, 0, frozenset()), "1": Node(bed, 1)}
    there = {
        **os.environ,
        "LD_PRELOAD": "libumockdev-preload.so.0",
        "UMOCKDEV_DIR": bed.get_root_dir(),
    }
    child = subprocess.Popen(program, env=there, stdout=subprocess.PIPE, text=True)
    threading.Thread(target=tell_on, args=(child,), daemon=True).start()
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "type":
            nodes["1"].type(rest)
            nodes["1"].press(ENTER)
        elif word == "drop":
            nodes["1"].emit((1, CODES["a"], 1), SYN, DROPPED, (1, CODES["b"], 1), SYN)
        elif word == "unplug":
            nodes[rest].unplug()
        elif word == "plug":
            nodes[rest] = Node(bed, int(rest) + 2)  # the kernel gives it another name
        elif word == "grabs":
            say("grabs " + " ".join(str(each.grabbed) for each in nodes.values()) + "\n")
    child.kill()
    child.wait()


def tell_on(child: subprocess.Popen[str]) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        say(line)


def say(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
