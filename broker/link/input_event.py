"""What travels on the wire of a device that the kernel has understood already."""

from __future__ import annotations

from typing import NamedTuple


class InputEvent(NamedTuple):
    """Type, code and value, as the kernel's `input-event-codes.h` has them."""

    kind: int
    code: int
    value: int
