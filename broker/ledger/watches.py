"""Everything the ledger looks at beside its requests."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.floor import Floor
from broker.ledger.appointment_watch import watch_appointments
from broker.ledger.catalogue_watch import CatalogueWatch
from broker.ledger.holiday_watch import watch_holidays
from broker.ledger.left_fingers import watch_left_fingers
from broker.ledger.night_watch import watch_night
from broker.ledger.opinion_watch import watch_opinions
from broker.ledger.orphan_watch import watch_orphans
from broker.ledger.pin_watch import watch_pins
from broker.ledger.quarantine_watch import watch_quarantine
from broker.ledger.reader_watch import ReaderWatch
from broker.ledger.stranded import watch_stranded
from broker.ledger.unmerged_watch import watch_unmerged
from broker.ledger.vacant_watch import VacantWatch
from broker.service.life import Service


def watch_all(service: Service, floor: Callable[[], Floor]) -> None:
    """Join them to the ledger's loop."""
    CatalogueWatch(service, floor)
    watch_night(service)
    watch_holidays(service)
    watch_stranded(service, floor)
    watch_left_fingers(service, floor)
    watch_quarantine(service, floor)
    ReaderWatch(service, floor)
    watch_unmerged(service, floor)
    VacantWatch(service, floor)
    watch_opinions(service, floor)
    watch_pins(service, floor)
    watch_orphans(service, floor)
    watch_appointments(service, floor)
