"""What the enrolment desk wants done. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.desks.requests import SignIn, SignOut
from broker.domain.enrolment.requests import EnrolmentRequest
from broker.wire.enrolment_messages import EnrolFinger, StopEnrolment


class AskLedger(Struct, frozen=True):
    """Ask the ledger."""

    request: EnrolmentRequest | SignIn | SignOut


class WantFinger(Struct, frozen=True):
    """Ask the reader for a finger."""

    finger: EnrolFinger


class StopFinger(Struct, frozen=True):
    """Tell the reader that nobody wants it any more."""

    stop: StopEnrolment


Effect = AskLedger | WantFinger | StopFinger
