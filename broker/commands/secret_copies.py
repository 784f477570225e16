"""The secrets of a hall in its backups: gathered, sealed, and laid down on an empty machine.

What is in: the authority with its key and register, and the papers of everybody; the hashes of
PINs; the secret of people's keys; hall.toml. What is not, on purpose: templates of fingers with
their key, and words of the opinion box, which a copy would keep beyond their end.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from broker.bus.papers import KEYS
from broker.certificates.sealed_copy import seal, unsealed
from broker.domain.backups import secrets_at
from broker.domain.errors import CertificateError, ConfigError, StoreKnown
from broker.ledger.pins import FILE as PINS
from broker.service.person_secret import FILE as PERSON
from broker.service.whole_file import settle, write_whole
from broker.settings import Settings

HALL = "hall.toml"  # as it is called among the secrets
_SHORTEST = 16  # characters of a passphrase
_HALF_MADE = (".new", ".lock")  # suffixes of what is no secret in a folder of keys


def passphrase_in(file: Path) -> bytes:
    """The passphrase of a file, without the space around it. Raises `ConfigError`: there is no
    other, and a short one, or one that everybody may read, protects nothing."""
    try:
        said, mode = file.read_bytes().strip(), file.stat().st_mode
    except OSError as error:
        remedy = "write a passphrase into it, readable for root and the group hall alone"
        raise ConfigError(str(file), "the passphrase", str(error), remedy) from error
    if len(said) < _SHORTEST:
        problem = f"it has fewer than {_SHORTEST} characters"
        raise ConfigError(
            str(file), "the passphrase", problem, "`openssl rand -base64 24` makes one"
        )
    if mode & stat.S_IRWXO:
        problem = "everybody on this machine may read it"
        raise ConfigError(str(file), "the passphrase", problem, f"chmod o= {file}")
    return said


def keep_secrets(settings: Settings, place: Path, local: datetime) -> Path | None:
    """Seal them into `place`, read them back, and say where they lie; None where hall.toml names
    no passphrase. Raises `HallError` and `OSError`."""
    named = settings.hall.backup.passphrase
    if not named:
        return None
    passphrase = passphrase_in(settings.file.parent / named)
    plain = msgspec.msgpack.encode(dict(_gathered(settings)))
    target = place / secrets_at(local)
    write_whole(target, seal(passphrase, plain))
    if unsealed(passphrase, target.read_bytes()) != plain:
        raise StoreKnown(f"{target}: reads otherwise than it was written")
    return target


def secrets_of(copy: Path, passphrase: bytes) -> Mapping[str, bytes]:
    """What a sealed copy holds, by the names of files below the run directory. Raises
    `CertificateError`, `ConfigError` and `OSError`."""
    try:
        plain = unsealed(passphrase, copy.read_bytes())
        return msgspec.msgpack.decode(plain, type=dict[str, bytes])
    except CertificateError as error:
        raise CertificateError(f"{copy}: {error}") from error


def lay_down(secrets: Mapping[str, bytes], run: Path) -> None:
    """Have them below `run`, each for its owner alone. Nothing that is there is replaced: raises
    `CertificateError` before the first is written, and `OSError`."""
    there = next((run / name for name in secrets if (run / name).exists()), None)
    if there is not None:
        raise CertificateError(
            f"{there}: is there already; name an empty directory with --run, or move that one away"
        )
    for name, content in secrets.items():
        target = run / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(target, content)
    settle(run)


def _gathered(settings: Settings) -> Iterator[tuple[str, bytes]]:
    yield HALL, settings.file.read_bytes()
    for file in sorted(_secret_files(settings.run)):
        yield file.relative_to(settings.run).as_posix(), file.read_bytes()


def _secret_files(run: Path) -> Iterator[Path]:
    for each in (run / PINS, run / PERSON, *(run / KEYS).rglob("*")):
        if each.is_file() and not each.is_symlink() and not _half_made(each):
            yield each


def _half_made(file: Path) -> bool:
    return file.name == "lock" or file.suffix.startswith(_HALF_MADE)
