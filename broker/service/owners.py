"""Whose a file is that this program may not use: what to do, in a sentence."""

from __future__ import annotations

import os
import pwd
from pathlib import Path


def no_right(file: Path) -> str:
    """That we may not use it, and who may. Of one in a folder that is closed to us, the folder."""
    found = _seen(file)
    owner, ours = found.stat().st_uid, os.geteuid()
    if owner == ours:
        return f"{found}: its own owner may not use it; give the rights back with `chmod -R u+rwX`"
    return f"{found}: {_name(ours)} may not use it; run this as its owner, {_name(owner)}"


def _seen(file: Path) -> Path:
    """The file, or the nearest folder above that tells whose it is."""
    for each in (file, *file.parents):
        try:
            each.stat()
        except OSError:
            continue
        return each
    return Path("/")


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
