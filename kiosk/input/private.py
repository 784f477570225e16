"""Bytes that tell of a person: seen by nobody but who reads them, and wiped afterwards. Pure.

Neither a log nor a traceback nor a crash file shows them, for their `repr` is their length. `wipe`
writes zeros over them. What Python copies by itself (the bytes that a port gave, a text made of
them) cannot be wiped; so no whole name and no whole number is ever made into a text.
"""

from __future__ import annotations


class Private:
    """`Private(b"...")`: a copy of its own."""

    __slots__ = ("_bytes",)

    def __init__(self, data: bytes | bytearray | memoryview) -> None:
        self._bytes = bytearray(data)

    def __repr__(self) -> str:
        return f"<{len(self._bytes)} private bytes>"

    def __len__(self) -> int:
        return len(self._bytes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Private) and self._bytes == other._bytes

    def __hash__(self) -> int:
        return hash(len(self._bytes))  # it may be wiped: its content tells nothing lasting

    def view(self) -> memoryview:
        """To be read in place."""
        return memoryview(self._bytes).toreadonly()

    def wipe(self) -> None:
        """Nothing is left of it but its length."""
        self._bytes[:] = bytes(len(self._bytes))

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("private bytes are written nowhere")
