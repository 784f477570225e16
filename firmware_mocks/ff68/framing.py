"""The device's own hand at the frames: cut from a stream, and made."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.models.ff68 import spec


def next_body(stream: bytearray) -> bytes | None:
    """Cut one sound frame off `stream`: its address, command and data. Junk is thrown away."""
    while len(stream) >= spec.HEAD_SIZE:
        first, second, length, again, mark = stream[: spec.HEAD_SIZE]
        sound = (first, second, mark) == (*spec.START, spec.MARK) and length == again
        if not sound or not spec.SHORTEST <= length <= spec.LONGEST:
            del stream[0]
            continue
        last = spec.HEAD_SIZE + length + 1
        if len(stream) <= last:
            return None
        body = bytes(stream[spec.HEAD_SIZE : last - 1])
        if stream[last] != spec.END or stream[last - 1] != sum(body) % 256:
            del stream[0]
            continue
        del stream[: last + 1]
        return body
    return None


def frame_of(body: Iterable[int]) -> bytes:
    """The frame around address, command and data."""
    inside = bytes(body)
    head = [*spec.START, len(inside), len(inside), spec.MARK]
    return bytes([*head, *inside, sum(inside) % 256, spec.END])
