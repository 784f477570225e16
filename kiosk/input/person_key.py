"""What a kiosk says instead of who somebody is.

The ledger must know the same person again in one queue of one day, and nothing else. So an identity
number is made into a key with a secret that only this hall has, and with the day: nobody who hears
it on the bus can try numbers until one fits, and it means nothing tomorrow. The secret is made once
and lies in the run directory, for its owner alone. Kiosks on machines of their own need the same
file; with different ones each knows its own people alone.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path

from kiosk.input.private import Private

log = logging.getLogger(__name__)

FILE = "person-key"
_SECRET_BYTES = 32
_KEY_LETTERS = 32  # 128 bits


class PersonKeys:
    """Makes keys with one secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, identity: Private, day: date) -> str:
        """The key of whoever has this number, on a business day."""
        mixed = hmac.new(self._secret, day.isoformat().encode() + b"\n", "sha256")
        mixed.update(identity.view())
        return mixed.hexdigest()[:_KEY_LETTERS]


def keys_in(folder: Path) -> PersonKeys:
    """The keys of this hall. Where the disk gives and takes nothing, those of this run alone."""
    file = folder / FILE
    try:
        if not file.exists():
            _make(file)
        secret = file.read_bytes()
    except OSError as error:
        log.warning("%s: %s; people are known again only until this kiosk ends", file, error)
        return PersonKeys(secrets.token_bytes(_SECRET_BYTES))
    if len(secret) < _SECRET_BYTES:
        log.warning("%s is shorter than %d bytes: delete it", file, _SECRET_BYTES)
        return PersonKeys(secrets.token_bytes(_SECRET_BYTES))
    return PersonKeys(secret)


def _make(file: Path) -> None:
    """Whole or not at all: of two kiosks that begin at once, one makes it."""
    new = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    new.touch(0o600)
    try:
        new.write_bytes(secrets.token_bytes(_SECRET_BYTES))
        with suppress(FileExistsError):
            file.hardlink_to(new)
    finally:
        new.unlink()
