"""Templates of fingers are sealed before they touch a disk: AES-256-GCM, with a key of this hall's.

From a template a finger can be made that looks like the person's, so a disk that was thrown away or
a copy of a folder must not tell it. What a seal is about (which reader, which slot) is sealed with
it: a file that was moved to another's place does not open. The key lies in a file beside the
templates, for its owner alone; whoever copies templates without it has copied nothing. It is made
once: where it is gone and templates are there, a new one would open none of them, and what was
sealed with the new one would be lost on the day when the old one is put back.
"""

from __future__ import annotations

import logging
import secrets
from pathlib import Path
from typing import Any

from broker.domain.errors import ConfigError
from broker.service.whole_file import write_whole

log = logging.getLogger(__name__)

KEY = "key"
ENDING = ".finger"  # of whatever is sealed
_KEY_BYTES = 32
_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2: of GCM
_OTHERS = 0o077


class SealBroken(Exception):
    """What lies there was not sealed with this key, or not for this place, or is damaged."""


class KeyLost(ConfigError):
    """Templates are there, and the key that opens them is not."""


class KeyWrong(ConfigError):
    """What lies in the key's place is no key."""


class Seal:
    """Raises `ConfigError` where the package `cryptography` is not installed, `KeyLost`, `KeyWrong`
    and `OSError`. The key is made where nothing is sealed yet."""

    def __init__(self, folder: Path) -> None:
        try:
            from cryptography.exceptions import InvalidTag
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        except ImportError as error:
            raise _absent() from error
        self._wrong: type[Exception] = InvalidTag
        self._cipher: Any = AESGCM(_key(folder / KEY))

    def seal(self, plain: bytes, about: bytes) -> bytes:
        """Sealed, for the place that `about` names."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed: bytes = self._cipher.encrypt(nonce, plain, about)
        return nonce + sealed

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """What was sealed. Raises `SealBroken`."""
        try:
            plain: bytes = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
        except (self._wrong, ValueError) as error:
            raise SealBroken("not sealed with this key, for this place") from error
        return plain


def _key(file: Path) -> bytes:
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        if _anything_sealed(file.parent):
            raise _lost(file) from None
        key = secrets.token_bytes(_KEY_BYTES)
        write_whole(file, key)
        return key
    if file.stat().st_mode & _OTHERS:
        log.warning("%s could be read by others; now its owner alone may", file)
        file.chmod(0o600)
    if len(key) != _KEY_BYTES:
        raise KeyWrong(
            str(file),
            "the key of templates",
            f"it has {len(key)} bytes and not {_KEY_BYTES}",
            "put the right one back, or delete the folder and enrol everybody anew",
        )
    return key


def _anything_sealed(folder: Path) -> bool:
    """Of any reader. A folder that cannot be looked into raises: it may hold some."""
    rooms = (each for each in folder.iterdir() if each.is_dir())
    return any(each.suffix == ENDING for room in rooms for each in room.iterdir())


def _lost(file: Path) -> KeyLost:
    remedy = "put it back, or delete the folder and enrol everybody anew"
    problem = "it is gone, and what was sealed with it is there"
    return KeyLost(str(file), "the key of templates", problem, remedy)


def _absent() -> ConfigError:
    problem = "cryptography is not installed, and templates are kept encrypted or not at all"
    return ConfigError("uru4500", "cryptography", problem, "pip install 'service-hall[uru4500]'")
