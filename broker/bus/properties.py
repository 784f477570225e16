"""Properties of a PUBLISH, packed directly (MQTT 5.0, 3.3.2.3).

paho builds the same bytes by walking a table of all 42 property names with string operations,
which costs as much as everything else it does for a message.
"""

from __future__ import annotations

from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

_EXPIRY = 0x02  # four byte integer, seconds
_RESPONSE_TOPIC = 0x08  # UTF-8 string
_CORRELATION = 0x09  # binary data


class Packed(Properties):
    """Properties that are bytes already. paho only ever calls `pack` on what it sends."""

    def __init__(self, packed: bytes) -> None:
        object.__setattr__(self, "packetType", PacketTypes.PUBLISH)
        object.__setattr__(self, "_packed", _length(len(packed)) + packed)

    def pack(self) -> bytes:
        packed: bytes = object.__getattribute__(self, "_packed")
        return packed


def asking(request: str, seconds: int) -> Packed:
    """Of a request: void after so many seconds, and what the answer belongs to."""
    return Packed(bytes((_EXPIRY,)) + seconds.to_bytes(4, "big") + _correlation(request.encode()))


def answered_at(topic: str) -> Packed:
    """Of a question without an answer to keep: where to answer."""
    return Packed(bytes((_RESPONSE_TOPIC,)) + _counted(topic.encode()))


def answering(data: bytes) -> Packed:
    """Of an answer: what it belongs to, as the request said it."""
    return Packed(_correlation(data))


def _correlation(data: bytes) -> bytes:
    return bytes((_CORRELATION,)) + _counted(data)


def _counted(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


def _length(count: int) -> bytes:
    """Variable byte integer (1.5.5)."""
    packed = bytearray()
    while True:
        count, low = divmod(count, 128)
        packed.append(low | (0x80 if count else 0))
        if not count:
            return bytes(packed)
