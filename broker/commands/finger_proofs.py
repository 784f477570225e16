"""What `hall enrol` says of an erasure: each reader's proof, or why there is none yet."""

from __future__ import annotations

from collections.abc import Callable

from broker.bus.base import Delivery
from broker.commands.visiting import Guest
from broker.domain.alerts import Sentences
from broker.domain.enrolment.facts import FingersErased
from broker.domain.hall import Hall
from broker.domain.ids import StaffId
from broker.language import chosen
from broker.terminal import say
from broker.wire.enrolment_messages import FingersState
from broker.wire.messages import DeviceState, FactsRecorded, Liveness
from broker.wire.topics import Kind, Topics

ERASING = 20.0  # seconds that a proof is waited for
_LISTENING = 3.0
_BACK = Sentences("指纹机恢复后自动删除", "the reader is back")
_FREE = Sentences(
    "指纹机正忙（可能正在登记别人的指纹），忙完自动删除",
    "the reader is free: it is busy, somebody may be enrolling there",
)


class ReadersAtWork:
    """Which readers are there, as their service says."""

    def __init__(self, guest: Guest, hall: Hall) -> None:
        self._works: dict[str, bool] = {}
        topics = Topics(hall.hall.id)
        for each in hall.readers:
            self._listen(guest, topics, each.id)

    def _listen(self, guest: Guest, topics: Topics, reader: str) -> None:
        def hear(delivery: Delivery) -> None:
            if isinstance(delivery.message, DeviceState):
                self._works[reader] = delivery.message.state is Liveness.READY

        guest.bus.subscribe(topics.liveness(Kind.READER, reader), DeviceState, hear)

    def later(self, reader: str) -> Sentences:
        """When one will do what it has not done yet."""
        return _FREE if self._works.get(reader) else _BACK


class Withdrawal:
    """A withdrawal, followed until each reader has proved it, or for a while."""

    def __init__(self, guest: Guest, hall: Hall) -> None:
        self._guest = guest
        self._hall = hall
        self._at_work = ReadersAtWork(guest, hall)
        self._states: dict[str, FingersState] = {}
        self._proofs: dict[str, FingersErased] = {}
        topics = Topics(hall.hall.id)
        guest.bus.subscribe(topics.facts(), FactsRecorded, self._hear)
        for each in hall.readers:
            guest.bus.subscribe(topics.fingers(each.id), FingersState, self._hear)

    def _hear(self, delivery: Delivery) -> None:
        match delivery.message:
            case FingersState() as state:
                self._states[state.reader] = state
            case FactsRecorded(facts=facts):
                for each in facts:
                    if isinstance(each.fact, FingersErased):
                        self._proofs[each.fact.reader] = each.fact

    def run(self, asked: Callable[[], bool], staff: StaffId) -> int:
        """`asked` asks the ledger, and says whether it granted; return what the command ends
        with."""
        readers = [each.id for each in self._hall.readers]
        self._guest.until(lambda: len(self._states) == len(readers), _LISTENING)
        if not asked():
            return 1
        self._guest.until(lambda: any(staff in each.erase for each in self._states.values()), 1.0)
        self._guest.until(lambda: not self._left(staff), ERASING)
        for each in readers:
            self._say(each, staff)
        return 1 if self._left(staff) else 0

    def _left(self, staff: StaffId) -> list[str]:
        return [reader for reader, state in self._states.items() if staff in state.erase]

    def _say(self, reader: str, staff: StaffId) -> None:
        proof = self._proofs.get(reader)
        if proof is not None and proof.staff == staff:
            if not proof.slots:
                say(
                    chosen(
                        f"{reader}：没有这个人的指纹，读回索引为证。",
                        f"{reader}: holds none of them, as its index says.",
                    )
                )
                return
            slots = ", ".join(map(str, proof.slots))
            say(
                chosen(
                    f"{reader}：位置 {slots} 已空，读回索引为证；仍存他人 {proof.remaining} 枚。",
                    f"{reader}: emptied, as its index says: {slots}; it keeps {proof.remaining} of"
                    " others.",
                )
            )
        elif reader in self._left(staff):
            when = self._at_work.later(reader)
            say(
                chosen(
                    f"{reader}：尚未删除，{when.zh}；在此之前也不再识别。",
                    f"{reader}: not erased yet; it is as soon as {when.en}, and nobody is known by"
                    " these fingers until then.",
                )
            )
        else:
            say(chosen(f"{reader}：没有这个人的指纹。", f"{reader}: holds none of them."))
