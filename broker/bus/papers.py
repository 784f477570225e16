"""What a client shows the broker, and by what it knows that broker: three files."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from errno import ENOENT
from pathlib import Path

LIFE = timedelta(days=397)  # of what a client shows
_RENEWED = LIFE * 2 / 3  # is their age when others are made
_SECRET = 32  # hex digits, 128 bits
KEYS = "keys"  # of a run directory: the folder with them


@dataclass(frozen=True, slots=True)
class Papers:
    """What somebody needs to be believed, as files: whom it believes, its own, and its key."""

    authority: Path
    certificate: Path
    key: Path

    def last(self, now: datetime) -> bool:
        """Whether they are there and were made within two thirds of their life, by the age of the
        file: whoever made them earlier, or has yet to, looks into them."""
        try:
            made = min(each.stat().st_mtime for each in (self.certificate, self.key))
        except OSError:
            return False
        age = now.timestamp() - made
        return self.authority.exists() and 0.0 <= age < _RENEWED.total_seconds()

    def secret(self, name: str) -> str:
        """What only who has this key can reckon of a name, for an id: MQTT lets whoever comes under
        one throw out who has it, whatever certificate either shows. Empty where there is no key."""
        try:
            key = self.key.read_bytes()
        except OSError:
            return ""
        return hashlib.sha256(key + name.encode()).hexdigest()[:_SECRET]

    def context(self) -> ssl.SSLContext:
        """For one connection, read anew each time: a certificate is renewed while we run. Raises
        `OSError` where a file is missing or is no key."""
        for file in (self.authority, self.certificate, self.key):
            if not file.exists():
                raise FileNotFoundError(ENOENT, f"there are no papers to show the broker: {file}")
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # asks for a name that fits, and for proof
        made.sslsocket_class = _Tidy
        made.minimum_version = ssl.TLSVersion.TLSv1_3
        made.load_verify_locations(self.authority)
        made.load_cert_chain(self.certificate, self.key)
        return made


class _Tidy(ssl.SSLSocket):
    """One that is closed where the two do not come to terms: paho would leave it open."""

    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except OSError:
            self.close()
            raise


def papers_in(folder: Path, name: str) -> Papers:
    """Where the papers of `name` lie in a folder of keys, or would."""
    own = folder / "of" / name
    return Papers(folder / "ca.crt", own / "crt.pem", own / "key.pem")
