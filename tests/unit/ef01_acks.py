"""Answers of an EF01 module, written down from the sheet."""

from __future__ import annotations

from fingerprint.models.ef01.codec import Ack

OK = Ack(0x00)
NO_FINGER = Ack(0x02)
CAPTURE_FAILED = Ack(0x03)
NOT_FOUND = Ack(0x09)


def room_for(slots: int) -> Ack:
    """The parameters of a module whose library has so many slots."""
    return Ack(0x00, bytes.fromhex(f"0000 0000 {slots:04X} 0003 FFFFFFFF 0002 0006"))


ROOM_FOR_300 = room_for(300)
