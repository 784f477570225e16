"""Settings cut into parts that fit into messages, and put together again."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator, Mapping

import msgspec

from broker.settings.parcel import LARGEST, Parcel
from broker.wire.machine_messages import PART


def digest(parcel: Mapping[str, bytes]) -> str:
    """By what two parcels are known to be one: SHA-256 of names and contents."""
    found = hashlib.sha256()
    for name in sorted(parcel):
        found.update(f"{name} {len(parcel[name])}\n".encode())
        found.update(parcel[name])
    return found.hexdigest()


def cut(parcel: Mapping[str, bytes]) -> Iterator[str]:
    """The parts, in their order."""
    whole = zlib.compress(msgspec.json.encode(parcel))
    for at in range(0, len(whole), PART):
        yield base64.b64encode(whole[at : at + PART]).decode("ascii")


class Assembly:
    """Puts together what comes in any order; parts of other settings do no harm. A `Parcel` comes
    out once, when all of it is there and has the digest that was told."""

    def __init__(self) -> None:
        self._wanted = ("", 0)
        self._parts: dict[tuple[str, int], str] = {}

    def want(self, digest: str, parts: int) -> Parcel | None:
        """These are the settings that count."""
        self._wanted = digest, parts
        return self._whole()

    def take(self, digest: str, number: int, data: str) -> Parcel | None:
        """A part of some settings."""
        self._parts[digest, number] = data
        return self._whole()

    def _whole(self) -> Parcel | None:
        wanted, count = self._wanted
        parts = [self._parts.get((wanted, number)) for number in range(count)]
        if not wanted or None in parts:
            return None
        self._wanted, self._parts = ("", 0), {}
        found = _joined([each for each in parts if each is not None])
        return found if found is not None and digest(found) == wanted else None


def _joined(parts: list[str]) -> Parcel | None:
    """None for what is no parcel, or would be a larger one than there is."""
    unpack = zlib.decompressobj()
    try:
        packed = b"".join(base64.b64decode(each, validate=True) for each in parts)
        whole = unpack.decompress(packed, 2 * LARGEST)
        return msgspec.json.decode(whole, type=dict[str, bytes])
    except (ValueError, zlib.error, msgspec.MsgspecError):  # of base 64 and UTF-8 the first
        return None
