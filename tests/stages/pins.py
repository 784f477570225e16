"""PINs of invented people: everybody's is 0000, which no command would set. Its hash is cheap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from broker.domain.desks.requests import SignIn
from broker.domain.hall import Hall, Role
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Granted, Refused, SignedIn
from broker.domain.text.matching import normal
from broker.ledger.answers import refused
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


def compared(
    asked: SignIn, hall: Hall, at: datetime, roles: frozenset[Role] = frozenset(Role)
) -> Granted | Refused:
    """What a ledger answers where everybody's PIN is 0000; these may work there."""
    typed = normal(asked.staff)
    member = next((each for each in hall.staff if each.id == typed), None)
    if member is None or normal(asked.pin) != PIN:
        return refused(asked.id, at, Refusal(No.PIN_WRONG))
    if member.role not in roles:
        return refused(asked.id, at, Refusal(No.ROLE, staff=member.id))
    who = SignedIn(staff=member.id, session=f"session of {asked.id}")
    return Granted(request=asked.id, at=at, signed_in=who)
