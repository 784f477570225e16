"""What a simulated module keeps: settings and templates in flash, the rest until power is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from fingerprint.models.ef01.spec import (
    FACTORY_ADDRESS,
    FACTORY_PASSWORD,
    INDEX_PAGE_BYTES,
    INDEX_PAGE_SLOTS,
    NOTEPAD_PAGE_BYTES,
    PACKET_SIZES,
    ModuleStatus,
)


@dataclass
class ModuleFlash:
    """Survives a power cut. `packet_code` and `baud_units` as in ReadSysPara."""

    capacity: int
    password: int = FACTORY_PASSWORD
    address: int = FACTORY_ADDRESS
    security: int = 3
    packet_code: int = 2
    baud_units: int = 6
    library: dict[int, bytes] = field(default_factory=dict)
    notepad: dict[int, bytes] = field(default_factory=dict)

    def note(self, page: int) -> bytes:
        """A page of the notepad; never written, it is empty."""
        return self.notepad.get(page, b"").ljust(NOTEPAD_PAGE_BYTES, b"\0")

    @property
    def packet_size(self) -> int:
        """Bytes in one data packet."""
        return PACKET_SIZES[self.packet_code]

    def index(self, page: int) -> bytes:
        """One bit a slot, the lowest of the first byte is the page's first slot."""
        bits = bytearray(INDEX_PAGE_BYTES)
        for slot in self.library:
            where = slot - page * INDEX_PAGE_SLOTS
            if 0 <= where < INDEX_PAGE_SLOTS:
                bits[where >> 3] |= 1 << (where & 7)
        return bytes(bits)

    def search(self, wanted: bytes | None, start: int, count: int) -> int | None:
        """The first slot of the stretch that holds `wanted`."""
        hits = (
            slot
            for slot, kept in sorted(self.library.items())
            if start <= slot < start + count and kept == wanted
        )
        return next(hits, None)


@dataclass
class Working:
    """Lost with power. `image` is the name of the finger last captured."""

    verified: bool = False
    passed: bool = False
    image: str | None = None
    buffers: dict[int, bytes] = field(default_factory=dict)
    receiving: int | None = None  # the buffer a download goes to
    received: bytes = b""
    ring: str = ""  # what its light does: "breathing purple"; "" dark

    @property
    def status(self) -> ModuleStatus:
        """The status word of ReadSysPara; never busy, since answers wait until it is not."""
        word = ModuleStatus(0)
        word |= ModuleStatus.MATCH_PASSED if self.passed else ModuleStatus(0)
        word |= ModuleStatus.VERIFIED if self.verified else ModuleStatus(0)
        return word | (ModuleStatus.IMAGE_VALID if self.image is not None else ModuleStatus(0))
