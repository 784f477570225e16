"""Files that a person writes for a hall, as bytes."""

from __future__ import annotations

from pathlib import Path

from broker.domain.errors import ConfigError

LARGEST = 32_000_000  # bytes; a catalogue of 20,000 items has two million


def contents(file: Path, remedy: str = "make it a file you may read", missing: str = "") -> bytes:
    """All of it. `ConfigError` where it cannot be read, or has no end (`/dev/zero`); `missing` is
    the remedy where there is none."""
    place = "the whole file"
    try:
        with file.open("rb") as read:
            found = read.read(LARGEST + 1)
    except FileNotFoundError as error:
        remedy = missing or remedy
        raise ConfigError(str(file), place, "there is no such file", remedy) from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(str(file), place, reason, remedy) from error
    if len(found) > LARGEST:
        problem = f"it is larger than {LARGEST // 1_000_000} MB"
        raise ConfigError(str(file), place, problem, "name the right file")
    return found
