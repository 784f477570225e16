"""openssl, as a short-lived process: the one program that makes and signs keys.

Its files are its own formats, so whoever inspects a hall can read them with the same program. Only
commands are used that OpenSSL 1.1.1 has as well: halls run on systems of that age.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from broker.domain.errors import CertificateError

_PATIENCE = 30.0  # seconds; a call takes some hundredths of one


def openssl(folder: Path, *words: str, hosts: str = "") -> str:
    """Run it in `folder`, and give what it wrote. What it creates is its owner's alone. `hosts` are
    the names of a server, as `subjectAltName` has them. Raises `CertificateError` with its words.
    """
    program = shutil.which("openssl")
    if program is None:
        raise CertificateError(
            "openssl: the program is not installed; run `apt-get install openssl`"
        )
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOSTS": hosts or "DNS:-"}
    try:
        done = subprocess.run(  # noqa: S603  # found on the PATH, with words of our own
            [program, *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
            umask=0o077,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CertificateError(f"{folder}: openssl {words[0]} does not run: {error}") from error
    if done.returncode:
        raise CertificateError(f"{folder}: openssl {words[0]} failed: {_last(done.stderr)}")
    return done.stdout


def _last(said: str) -> str:
    lines = [each for each in said.splitlines() if each.strip()]
    return lines[-1] if lines else "it does not say why"
