"""The token that a screen shows with each request: that somebody signed in there. Pure.

It is made anew from the facts whenever it is checked, by a key that only the ledger has. So no list
of tokens must survive a restart: a token is worth something as long as the sign-in stands that it
was made for, at the client that signed in, and nowhere else.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256

from broker.domain.base import Request
from broker.domain.desks.projection import DeskFloor, DeskSession
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal

KEY_BYTES = 32


def token(key: bytes, hall: str, desk: str, sitting: DeskSession) -> str:
    """What `desk` shows while `sitting` stands."""
    said = json.dumps([hall, desk, sitting.staff, sitting.session]).encode()
    return urlsafe_b64encode(hmac.digest(key, said, sha256)).decode().rstrip("=")


def check_session(floor: DeskFloor, key: bytes, desk: str, request: Request, now: datetime) -> None:
    """Raises `Refusal` unless whoever asks is signed in at `desk`, and speaks for themselves.

    What another desk was given is no session that ended, and is told from one."""
    if floor.day is None or floor.day_of(now) > floor.day:
        raise Refusal(No.NOT_SIGNED_IN)  # the day has turned, and nobody has asked since
    hall = floor.hall.hall.id
    sitting = floor.desks.get(desk)
    shown = request.session
    if sitting is not None and _same(shown, token(key, hall, desk, sitting)):
        if speaker(request) not in {"", sitting.staff}:
            raise Refusal(No.NOT_ENTITLED, client=desk)
    elif any(_same(shown, token(key, hall, each, there)) for each, there in floor.desks.items()):
        raise Refusal(No.NOT_ENTITLED, client=desk)
    else:
        raise Refusal(No.NOT_SIGNED_IN)


def check_permit(floor: DeskFloor, key: bytes, desk: str, request: Request, staff: StaffId) -> None:
    """Raises `Refusal` unless the PIN of `staff` was right at `desk` for this punch. A
    permit is for the one request of its id, however late: somebody was told that it is kept."""
    permitted = token(key, floor.hall.hall.id, desk, DeskSession(staff, request.id))
    if not _same(request.session, permitted):
        raise Refusal(No.NOT_SIGNED_IN)


def speaker(request: Request) -> str:
    """The member of staff in whose name something is asked; "": in nobody's."""
    said: str = getattr(request, "clerk", "") or getattr(request, "by", "")
    return said


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
