"""What the desk that asked for a finger is told of it, step by step."""

from __future__ import annotations

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


def stage_of(obstacle: Obstacle) -> EnrolmentStage:
    """What is said of an enrolment that came to nothing."""
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
