"""PINs for a play: everybody gets one that nobody chose, and whoever plays them is told."""

from __future__ import annotations

from datetime import UTC, datetime

from broker.commands.pin import generated
from broker.domain.ids import StaffId
from broker.ledger.pin_hashes import hashed
from broker.ledger.pins import PinKept, write_pins
from broker.settings import Settings

_KIB = 256  # of a hall that is thrown away: thirty people must not wait for their hashes


def issue(settings: Settings) -> dict[StaffId, str]:
    """A PIN for each member of staff; their hashes lie where the ledger looks."""
    pins = {each.id: generated(each) for each in settings.hall.staff}
    now = datetime.now(UTC)
    kept: dict[str, PinKept] = {
        staff: PinKept(hashed(pin, kib=_KIB, passes=1), now) for staff, pin in pins.items()
    }
    write_pins(settings.run, kept)
    return pins
