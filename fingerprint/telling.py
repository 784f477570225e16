"""What is told of a finger: to the desk that asked for it, and to the ledger."""

from __future__ import annotations

from broker.domain.enrolment.requests import KeepFinger, ProveErased
from broker.domain.enrolment.stages import EnrolmentStage
from broker.domain.ids import NO_STAFF, StaffId
from broker.service.life import Service, new_id
from broker.wire.enrolment_messages import EnrolFinger, EnrolmentTold
from fingerprint.enrolment import Obstacle

_STAGE = {
    Obstacle.DIFFERENT_FINGERS: EnrolmentStage.DIFFERENT_FINGERS,
    Obstacle.ALREADY_ENROLLED: EnrolmentStage.ALREADY_ENROLLED,
    Obstacle.TOO_SLOW: EnrolmentStage.TOO_SLOW,
    Obstacle.STOPPED: EnrolmentStage.STOPPED,
    Obstacle.UNPROVEN: EnrolmentStage.UNPROVEN,
}


def stage_of(obstacle: Obstacle, *, known: bool) -> EnrolmentStage:
    """What is said of an enrolment that came to nothing. `known`: whose finger it is already."""
    if obstacle is Obstacle.ALREADY_ENROLLED and not known:
        return EnrolmentStage.NOBODYS
    return _STAGE.get(obstacle, EnrolmentStage.READER)


class DeskVoice:
    """Speaks for one reader."""

    def __init__(self, service: Service, reader: str) -> None:
        self._service = service
        self._reader = reader

    def tell(self, wish: EnrolFinger, stage: EnrolmentStage, staff: StaffId = NO_STAFF) -> None:
        """How far the finger is; `staff` is whose it is, where it is somebody's already."""
        told = EnrolmentTold(
            id=new_id(),
            at=self._service.now(),
            enrolment=wish.id,
            reader=self._reader,
            stage=stage,
            staff=staff,
        )
        self._service.bus.publish(self._service.topics.enrolment(self._reader), told)


class LedgerVoice:
    """What a reader asks the ledger of fingers, through the outbox."""

    def __init__(self, service: Service, reader: str) -> None:
        self._service = service
        self._reader = reader

    def keep(self, wish: EnrolFinger, slot: int) -> KeepFinger:
        """A finger was taken."""
        return KeepFinger(
            id=new_id(),
            at=self._service.now(),
            source=self._reader,
            staff=wish.staff,
            reader=self._reader,
            slot=slot,
            by=wish.by,
        )

    def proof(self, staff: StaffId, slots: tuple[int, ...], remaining: int) -> ProveErased:
        """The index was read just now: these slots are empty, and `remaining` others are not."""
        now = self._service.now()
        return ProveErased(
            id=new_id(),
            at=now,
            source=self._reader,
            staff=staff,
            reader=self._reader,
            slots=slots,
            read_at=now,
            remaining=remaining,
        )
