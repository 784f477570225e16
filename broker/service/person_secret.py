"""The secret by which kiosks make keys of identity numbers: one for all kiosks of a hall."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

FILE = "person-key"  # of a run directory, for its owner alone
LENGTH = 32  # bytes


def secret_in(folder: Path) -> bytes:
    """The secret there, made where there is none. Raises `OSError`."""
    file = folder / FILE
    if not file.exists():
        _make(file)
    return file.read_bytes()


def _make(file: Path) -> None:
    """Whole or not at all: of two programs that begin at once, one makes it."""
    new = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    new.touch(0o600)
    try:
        new.write_bytes(secrets.token_bytes(LENGTH))
        with suppress(FileExistsError):
            file.hardlink_to(new)
    finally:
        new.unlink()
