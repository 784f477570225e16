"""How one thread wakes another that waits in `select`."""

from __future__ import annotations

import os


class Bell:
    """A pipe that makes `select` return."""

    def __init__(self) -> None:
        self.out, self._in = os.pipe()

    def ring(self) -> None:
        os.write(self._in, b"!")

    def close(self) -> None:
        os.close(self.out)
        os.close(self._in)
