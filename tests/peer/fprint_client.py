"""libfprint at the first reader it finds: enrols a finger, verifies it and another. Run by the
system's Python; each line it says is what a person at the reader should do next, or what came.
After `next` it waits for a line, when nobody touches the reader any more.

An incomplete device aborts libfprint, and with it this process.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import gi

gi.require_version("FPrint", "2.0")
from gi.repository import FPrint, GLib  # noqa: E402  # the version has to be said first


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def progress(_device: Any, stage: int, _print: Any, _data: Any, error: Any) -> None:
    say("stage", stage, error.message if error is not None else "")


def touched(device: Any, _what: Any) -> None:
    status = device.get_finger_status()
    if status & FPrint.FingerStatusFlags.NEEDED:
        say("present" if status & FPrint.FingerStatusFlags.PRESENT else "needed")


def main() -> None:
    """Until the second verification is over."""
    context = FPrint.Context()
    context.enumerate()
    devices = context.get_devices()
    say("devices", len(devices), *(each.get_driver() for each in devices))
    (device,) = devices
    device.connect("notify::finger-status", touched)
    device.open_sync()
    template = FPrint.Print.new(device)
    template.set_finger(FPrint.Finger.RIGHT_INDEX)
    enrolled = device.enroll_sync(template, None, progress, None)
    say("enrolled")
    for _ in range(2):
        say("next")
        sys.stdin.readline()
        matched, scanned = device.verify_sync(enrolled)[:2]
        say("verified", matched, scanned is not None)
    device.close_sync()
    say("closed")


if __name__ == "__main__":
    try:
        main()
    except GLib.Error as error:
        say("failed", error.message)
        os._exit(1)  # an open device would spin while it is taken down
