"""What the clock-in screen wants done. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.attendance.requests import RecordPunch
from broker.domain.desks.requests import SignIn
from broker.domain.ids import RequestId, StaffId


class Keep(Struct, frozen=True):
    """Keep a punch for the ledger; whether the disk took it, follows."""

    request: RecordPunch


class AskPin(Struct, frozen=True):
    """Ask the ledger whether number and PIN belong together."""

    request: SignIn


class AskWho(Struct, frozen=True):
    """Ask the ledger what somebody is called whose punch is shown."""

    staff: StaffId


class RefusalHeard(Struct, frozen=True):
    """The ledger would not have the punch `request`: the duty leader should know."""

    request: RequestId


class TellNumber(Struct, frozen=True):
    """Tell the reader, which knows nobody, whose finger comes next; NO_STAFF for nobody's."""

    staff: StaffId


Effect = Keep | AskPin | AskWho | RefusalHeard | TellNumber
