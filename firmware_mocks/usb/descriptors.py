"""What a simulated device tells of itself when it is plugged in (USB 2.0, chapter 9)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

BULK, INTERRUPT = 2, 3


@dataclass(frozen=True, slots=True)
class Description:
    """One configuration with one interface, and its endpoints in the order they are listed in:
    bulk ones, but for `interrupts`."""

    vendor: int
    product: int
    kind: tuple[int, int, int] = (0x08, 0x06, 0x50)
    endpoints: tuple[int, ...] = (0x81, 0x02)
    packet: int = 64
    interrupts: tuple[int, ...] = ()

    def kind_of(self, endpoint: int) -> int:
        """How it transfers."""
        return INTERRUPT if endpoint in self.interrupts else BULK

    @property
    def device(self) -> bytes:
        """The device descriptor."""
        ids = (self.vendor, self.product, 0x0100)
        return struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, 64, *ids, 0, 0, 0, 1)

    @property
    def configuration(self) -> bytes:
        """The configuration with all that belongs to it."""
        ends = b"".join(
            struct.pack(
                "<BBBBHB", 7, 5, each, self.kind_of(each), self.packet, self.kind_of(each) % 2
            )
            for each in self.endpoints
        )
        face = struct.pack("<BBBBBBBBB", 9, 4, 0, 0, len(self.endpoints), *self.kind, 0)
        total = 9 + len(face) + len(ends)
        return struct.pack("<BBHBBBBB", 9, 2, total, 1, 1, 0, 0x80, 50) + face + ends
