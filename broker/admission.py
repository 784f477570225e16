"""The door of our broker: who was expelled has no rights, from the moment a command says so.

Another program notes who is shut out, or signs the list of the revoked anew; whoever looks after
the broker sees it by the files, takes the rights out (or gives them back), has the broker read both
again, and writes down what holds now. Rights first: Mosquitto asks for certificates when somebody
connects, and never again, so that a revoked client which is connected stays so.
"""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from broker.certificates.authority import Authority
from broker.domain.hall import Hall
from broker.mosquitto import Mosquitto
from broker.service.whole_file import write_whole
from broker.wire.access import access_list

log = logging.getLogger(__name__)

_FILE = "admission.json"  # of a run directory


class Holds(msgspec.Struct, frozen=True):
    """What the broker goes by: who is shut out, and which list of the revoked."""

    shut_out: tuple[str, ...] = ()
    revoked: tuple[int, int] = (0, 0)


class Admission:
    """Looks at the files, and keeps the broker to them."""

    def __init__(self, hall: Hall, authority: Authority, mosquitto: Mosquitto, run: Path) -> None:
        self._hall = hall
        self._authority = authority
        self._mosquitto = mosquitto
        self._file = run / _FILE
        self._told = _wanted(authority)
        self._untold: tuple[Holds, int] | None = None  # what is read, and when it has been
        self._write(self._told)

    def watch(self) -> None:
        """One look. What is new is told the broker; what it has read is written down."""
        wanted = _wanted(self._authority)
        if wanted != self._told:
            self._tell(wanted)
        elif self._untold and self._mosquitto.read_anew() > self._untold[1]:
            self._write(self._untold[0])
            self._untold = None

    def _tell(self, wanted: Holds) -> None:
        before = self._mosquitto.read_anew()
        try:
            self._mosquitto.admit(access_list(self._hall, wanted.shut_out))
        except OSError as error:  # it is tried again with the next look
            log.warning("the broker's list of rights cannot be written: %s", error)
            return
        self._told, self._untold = wanted, (wanted, before)

    def _write(self, holds: Holds) -> None:
        try:
            write_whole(self._file, msgspec.json.encode(holds))
        except OSError as error:
            log.warning("%s: it cannot be written: %s", self._file, error)


def _wanted(authority: Authority) -> Holds:
    return Holds(tuple(sorted(authority.shut_out)), sign(authority.revocations))


def sign(file: Path) -> tuple[int, int]:
    """By what a file is known from one that was there before."""
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def holds(run: Path) -> Holds:
    """What the broker of this hall goes by just now, as whoever looks after it wrote down."""
    try:
        return msgspec.json.decode((run / _FILE).read_bytes(), type=Holds)
    except (OSError, msgspec.MsgspecError):
        return Holds()
