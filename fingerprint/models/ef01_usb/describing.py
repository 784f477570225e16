"""What travels on USB in one line of words, for `hall decode`."""

from __future__ import annotations

from typing import Any

from fingerprint.models.ef01.describing import describe as of_packet
from fingerprint.models.ef01_usb.codec import CommandWrapper, StatusWrapper
from fingerprint.models.ef01_usb.spec import Operation


def describe(value: Any) -> str:
    """Say what a decoded value means."""
    match value:
        case CommandWrapper(operation, length, tag):
            way = "from the module" if operation is Operation.UP else "to the module"
            return f"CBW: {length} bytes {way}, tag {tag.hex()}"
        case StatusWrapper(status, residue, tag):
            return f"CSW: status {status}, tag {tag.hex()}, residue {residue.hex()}"
        case _:
            return of_packet(value)
