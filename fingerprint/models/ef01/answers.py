"""What the values after code OK mean."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from fingerprint.models.ef01 import spec
from fingerprint.models.ef01.codec import Ack
from fingerprint.models.ef01.spec import ModuleStatus


@dataclass(frozen=True, slots=True)
class Parameters:
    """ReadSysPara's block. `system` differs between modules and identifies none;
    `packet_size` in bytes, `baud` in bits per second."""

    status: ModuleStatus
    system: int
    capacity: int
    security: int
    address: int
    packet_size: int
    baud: int


def parameters(ack: Ack) -> Parameters | None:
    """The parameter block, None where `ack` is not one."""
    if not ack.ok or len(ack.values) != spec.PARAMETERS_BYTES:
        return None
    status, system, capacity, security, address, size, baud = struct.unpack(">HHHHIHH", ack.values)
    if size >= len(spec.PACKET_SIZES):
        return None
    return Parameters(
        ModuleStatus(status & 0x0F),
        system,
        capacity,
        security,
        address,
        spec.PACKET_SIZES[size],
        baud * spec.BAUD_UNIT,
    )


def found(ack: Ack) -> tuple[int, int] | None:
    """Slot and score of a search that hit; None for anything else. Scores of different modules
    cannot be compared (50 to 300 here, 800 to 3200 there)."""
    if not ack.ok or len(ack.values) != spec.SEARCH_BYTES:
        return None
    slot, score = struct.unpack(">HH", ack.values)
    return slot, score


def number(ack: Ack) -> int | None:
    """The one number of a template count or of a match's score."""
    if not ack.ok or len(ack.values) != 2:
        return None
    return int.from_bytes(ack.values, "big")


def taken(ack: Ack, page: int) -> frozenset[int] | None:
    """The slots that hold a template, of index `page`."""
    if not ack.ok or len(ack.values) != spec.INDEX_PAGE_BYTES:
        return None
    first = page * spec.INDEX_PAGE_SLOTS
    bits = int.from_bytes(ack.values, "little")
    return frozenset(first + bit for bit in range(spec.INDEX_PAGE_SLOTS) if bits >> bit & 1)
