"""The duty leader's desk beside one reader at work; all people are invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from broker.bus.base import Delivery
from broker.bus.local import LocalBus
from broker.domain.enrolment.facts import ConsentGiven, Why
from broker.domain.enrolment.requests import GiveConsent, WithdrawConsent
from broker.domain.hall import Member, Role
from broker.domain.ids import StaffId
from broker.domain.requests import Granted
from broker.wire.enrolment_messages import EnrolFinger, EnrolmentTold, StopEnrolment
from tests.stages.reader_hall import READER, ReaderHall, reader_hall

LEADER, NEW = StaffId("901"), StaffId("104")


class FingerDesk(ReaderHall):
    """The duty leader's desk beside one reader; 104 has no finger yet."""

    def watch(self, bus: LocalBus) -> None:
        super().watch(bus)
        self.stages: list[EnrolmentTold] = []
        bus.subscribe(self.topics.enrolment(READER), EnrolmentTold, self.hear_stage)

    def hear_stage(self, delivery: Delivery) -> None:
        assert isinstance(delivery.message, EnrolmentTold)
        self.stages.append(delivery.message)

    def consent(self, staff: StaffId = NEW) -> ConsentGiven:
        fact = self.desk.fact(GiveConsent, staff=staff, text_version="v1", by=LEADER)
        assert isinstance(fact, ConsentGiven)
        return fact

    def wish(self, staff: StaffId = NEW) -> EnrolFinger:
        wish = EnrolFinger(
            id=f"wish-{len(self.stages)}-{staff}",
            at=self.desk.clock.now(),
            staff=staff,
            text_version="v1",
            consented_at=self.desk.clock.now(),
            witness=LEADER,
            by=LEADER,
        )
        self.desk.bus.publish(self.topics.enrol(READER), wish)
        self.passes(0.3)
        return wish

    def stop(self, wish: EnrolFinger) -> None:
        """The desk's word; it is heard at once."""
        word = StopEnrolment(id="stop", at=self.desk.clock.now(), enrolment=wish.id)
        self.desk.bus.publish(self.topics.enrol_stop(READER), word)
        self.passes(0.05)

    @property
    def said(self) -> list[str]:
        return [each.stage.value for each in self.stages]

    def twice(self, first: str, second: str = "") -> None:
        """Press, lift, and press again."""
        for finger in (first, second or first):
            self.hand(f"finger {finger}")
            self.passes(0.6)
            self.hand("lift")
            self.passes(0.6)

    def enrol(self, finger: str, staff: StaffId = NEW) -> None:
        self.wish(staff)
        self.twice(finger)
        assert self.said[-1] == "kept"

    def held(self) -> dict[str, str]:
        look = msgspec.to_builtins(self.devices[1].look())
        return dict(look["enrolled"])

    def unplug(self) -> None:
        self.plugged = False
        assert self.device_end is not None
        self.device_end.close()
        self.settle()

    def plug(self) -> None:
        self.plugged = True
        self.passes(0.1)

    def withdraw(self, staff: StaffId = NEW, why: Why = Why.WITHDRAWN) -> None:
        answer = self.desk.ask(self.desk.make(WithdrawConsent, staff=staff, why=why, by=LEADER))
        assert isinstance(answer, Granted), answer
        self.passes(2.0)


def begun(folder: Path, **options: str) -> Iterator[FingerDesk]:
    hall = reader_hall()
    more = (
        Member(id=NEW, name="新人", role=Role.CLERK),
        Member(id=LEADER, name="值班长", role=Role.DUTY_LEADER),
    )
    staff = tuple(each for each in hall.staff if each.id not in (NEW, LEADER))
    made = FingerDesk(folder, msgspec.structs.replace(hall, staff=(*staff, *more)), options)
    yield made
    made.close()
