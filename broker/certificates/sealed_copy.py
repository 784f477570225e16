"""Secrets, sealed with a passphrase: what a backup may hold of a hall's keys.

Format 1: the line `hall-secrets 1`, 16 bytes of salt, 12 of nonce, and the secrets in AES-256-GCM
(NIST SP 800-38D) with that beginning as associated data. The key is Argon2id (RFC 9106, 4: its
second recommendation, 64 MiB and three passes) of passphrase and salt: what is lost with a disk is
tried at leisure.
"""

from __future__ import annotations

import os
from typing import Any

from broker.domain.errors import CertificateError, ConfigError

FORMAT = 1
_BEGINS = b"hall-secrets "
_SALT, _NONCE, _KEY = 16, 12, 32  # bytes
_KIB, _PASSES, _LANES = 64 * 1024, 3, 1


def seal(passphrase: bytes, plain: bytes) -> bytes:
    """What only whoever has the passphrase can read, or change unnoticed. Raises `ConfigError`
    where the package `cryptography` is not installed."""
    begun = b"%s%d\n%s%s" % (_BEGINS, FORMAT, os.urandom(_SALT), os.urandom(_NONCE))
    cipher = _cipher(passphrase, begun)
    return begun + bytes(cipher.encrypt(begun[-_NONCE:], plain, begun))


def unsealed(passphrase: bytes, sealed: bytes) -> bytes:
    """What was sealed. Raises `CertificateError` where it cannot be read, or with another
    passphrase, and `ConfigError` as `seal` does."""
    first, _, rest = sealed.partition(b"\n")
    number = first.removeprefix(_BEGINS)
    if not first.startswith(_BEGINS) or not number.isdigit():
        raise CertificateError("this is no sealed copy of a hall's secrets")
    if int(number) > FORMAT:
        raise CertificateError(
            f"it was sealed by a newer version of the hall (format {int(number)}, this one knows"
            f" {FORMAT}); install that version"
        )
    begun = sealed[: len(first) + 1 + _SALT + _NONCE]
    return _opened(passphrase, begun, rest[_SALT + _NONCE :])


def _opened(passphrase: bytes, begun: bytes, body: bytes) -> bytes:
    cipher = _cipher(passphrase, begun)
    from cryptography.exceptions import InvalidTag

    try:
        return bytes(cipher.decrypt(begun[-_NONCE:], body, begun))
    except (InvalidTag, ValueError) as error:
        raise CertificateError(
            "the passphrase is another, or the copy is damaged: try an older copy"
        ) from error


def _cipher(passphrase: bytes, begun: bytes) -> Any:
    """An `AESGCM`, which its library brings along only where that is installed."""
    try:
        from argon2.low_level import Type, hash_secret_raw
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError as error:
        problem = "sealing secrets needs the Python package cryptography"
        remedy = "install the package service-hall, or `pip install 'service-hall[uru4500]'`"
        raise ConfigError("hall.toml", "backup.passphrase", problem, remedy) from error
    salt = begun[-_NONCE - _SALT : -_NONCE].ljust(_SALT, b"\0")
    key = hash_secret_raw(passphrase, salt, _PASSES, _KIB, _LANES, _KEY, Type.ID)
    return AESGCM(key)
