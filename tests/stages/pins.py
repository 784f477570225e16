"""PINs of invented people: everybody's is 0000, which no command would set. Its hash is cheap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from broker.domain.hall import Hall
from broker.ledger.pin_hashes import hashed
from broker.ledger.pins import FILE, PinKept, written

PIN = "0000"
CHEAP = (
    "$argon2id$v=19$m=8,t=1,p=1$SGRR4rJ6zyOrdhVEDm3DJg$t8F8NyYHYvGfXoladJHWKbvAcl8/z5GYgnuKq7jIvBI"
)
_SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def give_pins(run: Path, hall: Hall, others: Mapping[str, str] | None = None) -> None:
    """Everybody of the hall has PIN 0000 in this run directory, but for these."""
    own = {staff: hashed(pin, kib=8, passes=1) for staff, pin in (others or {}).items()}
    kept = {each.id: PinKept(own.get(each.id, CHEAP), _SINCE) for each in hall.staff}
    run.mkdir(parents=True, exist_ok=True)
    (run / FILE).write_bytes(written(kept))  # a test need not wait for its disk
