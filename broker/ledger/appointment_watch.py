"""The hall's table of appointments, as its file says now, laid on the ledger's floor.

How it works, and why nobody waits. The table is read when the ledger starts, and again on a thread
of its own whenever the file has changed: whoever asks meanwhile is answered from the table before.
The floor is another one after a failure of the disk, so it is looked at each second whether the
table lies there. A changed file is believed once it was the same at two looks: before, somebody may
still write into it. One that cannot be read, or has wrong rows, takes nothing away: what was booked
before counts besides what is sound in it, until the file is well again, and staff are told; a code
that nobody knows may stand in what is missing, and is not called unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.appointments import Appointment, Appointments, by_code
from broker.domain.floor import Floor
from broker.language import filled
from broker.service.committer import DiskSilent, Writing
from broker.service.life import Service
from broker.service.reports import Alerts
from broker.settings.appointments import MOST, AppointmentsRead, QueuesOf, load_appointments
from broker.settings.files import UNREAD, Stamp, stamp
from broker.wire.topics import Kind

LOOK = 1.0  # seconds between two looks at the floor
EVERY = 5.0  # and between two looks at the file

_WRONG = Sentences("预约名单有错，请修改：{why}", "Mend the table of appointments: {why}")

Looked = tuple[Stamp | None, AppointmentsRead | None]  # None: nothing to read, or not yet


class AppointmentWatch:
    """A part of the ledger's loop; of a hall that names a table."""

    def __init__(self, service: Service, floor: Callable[[], Floor], file: Path) -> None:
        settings = service.settings
        self._floor = floor
        self._hall = settings.hall
        self._file = file
        self._alerts = Alerts(service, Kind.SERVICE, service.name, (AlertCode.APPOINTMENTS,))
        met = stamp(file)
        read = load_appointments(file, settings.hall, settings.queues_of_item())
        self._rows, damaged = read.appointments, bool(read.errors)
        self._table: Appointments | None = None  # nothing was ever read
        if self._rows or not damaged:
            self._table = by_code(self._rows)
        self._partial = damaged
        self._met = met  # at the last look
        self._stamp = UNREAD if damaged else self._met
        self._clock = service.runner.clock
        self._reading = Writing(file, service.disk_thread(), self._clock, self._stands_still)
        self._look_at = self._read_at = self._clock()
        self._lay()
        service.runner.add(self)
        service.runner.add(self._reading)
        service.at_end.callback(self._reading.close)

    def next_wakeup(self) -> float:
        return self._look_at

    def tick(self, now: float) -> None:
        if now >= self._look_at:
            self._look_at = now + LOOK
            self._lay()
        if now >= self._read_at and not self._reading.busy:
            self._read_at = now + EVERY
            found: list[Looked] = []
            queues = dict(self._floor().queues_of_item)  # it grows with a new catalogue
            look = partial(self._look, found, queues, self._met)
            self._reading.run(look, partial(self._looked, found))

    def _lay(self) -> None:
        self._floor().lay(self._table, partial=self._partial)

    def _look(self, found: list[Looked], queues: QueuesOf, met: Stamp | None) -> None:
        """On the disk's thread."""
        now = stamp(self._file)
        ready = now == met and now != self._stamp
        read = load_appointments(self._file, self._hall, queues) if ready else None
        found.append((now, read))

    def _looked(self, found: list[Looked], error: Exception | None) -> None:
        if error is not None:
            raise error
        self._met, read = found[0]
        if read is None:
            if self._met != self._stamp:
                self._read_at = min(self._read_at, self._clock() + LOOK)
            return
        self._stamp, self._partial = self._met, bool(read.errors)
        if not read.errors:
            self._rows = read.appointments
            self._alerts.over(AlertCode.APPOINTMENTS)
        else:
            self._rows = _besides(self._rows, read.appointments, self._floor().day)
            said = filled(_WRONG, why=str(read.errors[0]))
            self._alerts.alert(AlertCode.APPOINTMENTS, said)
        if self._rows or not read.errors:
            self._table = by_code(self._rows)
        self._lay()

    def _stands_still(self, silent: DiskSilent) -> None:
        self._alerts.alert(AlertCode.APPOINTMENTS, filled(_WRONG, why=str(silent)))


def _besides(
    before: tuple[Appointment, ...], sound: tuple[Appointment, ...], today: date | None
) -> tuple[Appointment, ...]:
    """What was booked before, and what is new or different in a damaged table; of days that are
    over nothing, and not more than a table may hold."""
    known = {(each.code, each.day): each for each in (*before, *sound)}
    left = (each for each in known.values() if today is None or each.day >= today)
    return tuple(left)[-MOST:]


def watch_appointments(service: Service, floor: Callable[[], Floor]) -> AppointmentWatch | None:
    """Reads the table; None where the hall has none."""
    named = service.settings.hall.appointments.file
    if not named:
        return None
    return AppointmentWatch(service, floor, service.settings.file.parent / named)
