"""What a kiosk says instead of who somebody is.

The ledger must know the same person again in one queue of one day, and nothing else. So an identity
number is made into a key with a secret that only this hall has, and with the day: nobody who hears
it on the bus can try numbers until one fits, and it means nothing tomorrow. The secret is made once
and lies in the run directory, for its owner alone; a kiosk that joins from another machine is given
the same.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from datetime import date
from pathlib import Path

from broker.service.person_secret import FILE, LENGTH, secret_in
from kiosk.input.private import Private

log = logging.getLogger(__name__)

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
        secret = secret_in(folder)
    except OSError as error:
        log.warning("%s: %s; people are known again only until this kiosk ends", file, error)
        return PersonKeys(secrets.token_bytes(LENGTH))
    if len(secret) < LENGTH:
        log.warning("%s is shorter than %d bytes: delete it", file, LENGTH)
        return PersonKeys(secrets.token_bytes(LENGTH))
    return PersonKeys(secret)
