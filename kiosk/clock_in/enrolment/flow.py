"""The enrolment desk as a flow: what is heard and pressed goes in, effects come out. No Qt.

Somebody who may enrol signs in; then it is always one person, and one thing at a time. A finger is
asked for only after the ledger has said that the consent holds, and is called enrolled only after
it has said so of the finger. An erasure is over when each reader has proved it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from msgspec.structs import replace

from broker.bus.base import Unanswered
from broker.domain.client_names import enrolment_at
from broker.domain.enrolment.facts import FingersErased, Why
from broker.domain.enrolment.requests import EnrolmentRequest, GiveConsent, WithdrawConsent
from broker.domain.enrolment.stages import IN_VAIN, UNDER_WAY, EnrolmentStage
from broker.domain.hall import Hall, Member, Reader
from broker.domain.ids import RequestId
from broker.domain.requests import Answer, AnyRequest, Granted, Refused
from broker.wire.enrolment_messages import (
    EnrolFinger,
    EnrolmentTold,
    FingersState,
    StopEnrolment,
)
from broker.wire.messages import Recorded
from kiosk.clock_in.enrolment.events import AskLedger, Effect, StopFinger, WantFinger
from kiosk.clock_in.enrolment.operating import Operating
from kiosk.clock_in.enrolment.state import FINGERS, LISTED, EnrolKey, EnrolState, Taking
from kiosk.clock_in.screens import Entry
from kiosk.issuing.events import Moment
from kiosk.words import NOTHING, Wording, say

SIGN_OUT_SECONDS = 300.0
SILENT_SECONDS = 10.0  # until a reader's service that says nothing is taken for gone
_STEP = {
    EnrolmentStage.PRESS: 0,
    EnrolmentStage.LIFT: 1,
    EnrolmentStage.PRESS_AGAIN: 2,
    EnrolmentStage.STORED: 3,
    EnrolmentStage.KEPT: 4,
}


class EnrolFlow:
    """One desk. `mint` makes a new id."""

    def __init__(
        self, hall: Hall, reader: Reader, zone: tzinfo, mint: Callable[[], RequestId]
    ) -> None:
        self.known = EnrolState(hall, reader, zone)
        self._mint = mint
        self._operating = Operating(self.known, mint)
        self._touched_at = 0.0

    # what is heard

    def hear_connection(self, up: bool) -> None:
        """The bus came up or went down."""
        self.known.up = up

    def hear_fingers(self, state: FingersState) -> None:
        """Whose fingers are at a reader, and whose must go."""
        self.known.fingers[state.reader] = state

    def hear_facts(self, facts: Sequence[Recorded]) -> None:
        """A proof, perhaps, of whom was erased."""
        person = self.known.person
        for each in facts:
            fact = each.fact
            if isinstance(fact, FingersErased) and person and fact.staff == person.id:
                self.known.proofs[fact.reader] = fact

    def hear_told(self, told: EnrolmentTold, now: Moment) -> list[Effect]:
        """How far the reader is with the finger that was asked for."""
        taking = self.known.taking
        if taking is None or told.enrolment != taking.wish:
            return []
        self._touched_at = now.seconds
        step = _STEP.get(told.stage, taking.step if told.stage in UNDER_WAY else 0)
        if taking.stage is None and told.stage is EnrolmentStage.LIFT:
            step = 0  # the finger before lies there still
        self.known.taking = replace(taking, stage=told.stage, step=step, staff=told.staff)
        more = told.stage is EnrolmentStage.KEPT and taking.finger < FINGERS
        return self._take(taking.finger + 1, now) if more else []

    def answered(
        self, request: AnyRequest, answer: Answer | Unanswered, now: Moment
    ) -> list[Effect]:
        """The ledger's word."""
        if self._operating.hears(answer):
            self._touched_at = now.seconds
            self._operating.answered(answer)
            return []
        if request.id != self.known.asked:
            return []
        self.known.asked = None
        if isinstance(answer, Refused):
            if self._operating.is_over(answer):
                self._leave_person()
            self.known.sentence = Wording(answer.zh, answer.en)
            return []
        if not isinstance(answer, Granted):
            self.known.sentence = say("enrol.silent")
            return []
        if isinstance(request, GiveConsent):
            self.known.consented_at = answer.at
            return self._take(1, now)
        self.known.erasing = True
        return []

    # what is pressed

    def type(self, text: str, now: Moment) -> None:
        """Digits, of whom signs in or is looked for."""
        self._touched_at = now.seconds
        if self.known.person is None and self.known.listing is None:
            self.known.sentence = NOTHING
            self.known.entry = self.known.entry.typed(text)

    def press(self, key: EnrolKey, now: Moment) -> list[Effect]:
        """A key. One that means nothing now does nothing."""
        self._touched_at = now.seconds
        if self.known.asked is not None:
            return []
        self.known.sentence = NOTHING
        if self.known.person is None:
            return self._typing(key, now)
        if self.known.taking is not None:
            return self._while_taking(key, self.known.taking, now)
        if self.known.erasing:
            if key is EnrolKey.DONE:
                self._leave_person()
            return []
        return self._about(self.known.person, key, now)

    def _typing(self, key: EnrolKey, now: Moment) -> list[Effect]:
        entry = self.known.entry
        if self.known.listing is not None:
            self._turn(key, self.known.listing)
            return []
        match key:
            case EnrolKey.LIST if self.known.operator is not None:
                self.known.listing = 0
            case EnrolKey.NUMBER | EnrolKey.CODE:
                at_code = key is EnrolKey.CODE and self.known.operator is None
                self.known.entry = Entry(entry.number, entry.code, at_code=at_code)
            case EnrolKey.ERASE:
                self.known.entry = entry.erased()
            case EnrolKey.CLEAR:
                self.known.entry = Entry()
            case EnrolKey.BACK:
                return self._operating.sign_out(now)
            case EnrolKey.ENTER if self.known.operator is None:
                return self._operating.sign_in(entry, now)
            case EnrolKey.ENTER if entry.number:
                self._look_for(entry)
            case _:
                pass
        return []

    def _turn(self, key: EnrolKey, page: int) -> None:
        """The pages of the list of those whose fingers are kept, and back."""
        last = (len(self.known.enrolled) - 1) // LISTED
        match key:
            case EnrolKey.PREVIOUS:
                self.known.listing = max(0, page - 1)
            case EnrolKey.NEXT:
                self.known.listing = max(0, min(page + 1, last))
            case EnrolKey.BACK:
                self.known.listing = None
            case _:
                pass

    def _look_for(self, entry: Entry) -> None:
        found = next((each for each in self.known.hall.staff if each.id == entry.number), None)
        if found is None:
            self.known.sentence = say("enrol.nobody", number=entry.number)
            return
        self.known.person, self.known.entry = found, Entry()

    def _about(self, person: Member, key: EnrolKey, now: Moment) -> list[Effect]:
        match key:
            case EnrolKey.BACK:
                if self.known.sure is None:
                    self._leave_person()
                self.known.sure = None
            case EnrolKey.ENROL:
                return self._consent(person, now)
            case EnrolKey.WITHDRAW if self.known.may_have_fingers:
                self.known.sure = Why.WITHDRAWN
            case EnrolKey.LEFT if self.known.may_have_fingers:
                self.known.sure = Why.LEFT
            case EnrolKey.SURE if self.known.sure is not None:
                why, self.known.sure = self.known.sure, None
                return self._ask(WithdrawConsent(**self._who(person, now), why=why))
            case _:
                pass
        return []

    def _consent(self, person: Member, now: Moment) -> list[Effect]:
        text = self.known.hall.attendance.consent_text
        if not text:
            self.known.sentence = say("enrol.no-text")
            return []
        self.known.sure = None
        return self._ask(GiveConsent(**self._who(person, now), text_version=text))

    def _while_taking(self, key: EnrolKey, taking: Taking, now: Moment) -> list[Effect]:
        """While a person presses, one key alone works, which stops it; the reader says so then.
        Without it the reader ends by itself, within a minute."""
        if key is EnrolKey.STOP and can_stop(taking, now.seconds):
            return [StopFinger(StopEnrolment(id=self._mint(), at=now.at, enrolment=taking.wish))]
        if not is_over(taking, now.seconds):
            return []
        match key:
            case EnrolKey.AGAIN if can_repeat(taking):
                return self._take(taking.finger, now)
            case EnrolKey.DONE:
                self.known.taking = None
            case _:
                pass
        return []

    def _take(self, finger: int, now: Moment) -> list[Effect]:
        person, operator = self.known.person, self.known.operator
        consented_at = self.known.consented_at
        if person is None or operator is None or consented_at is None:
            return []
        wish = EnrolFinger(
            id=self._mint(),
            at=now.at,
            staff=person.id,
            text_version=self.known.hall.attendance.consent_text,
            consented_at=consented_at,
            witness=operator.id,
            by=operator.id,
        )
        self.known.taking = Taking(wish.id, finger, now.seconds + SILENT_SECONDS)
        return [WantFinger(wish)]

    def _ask(self, request: EnrolmentRequest) -> list[Effect]:
        self.known.asked = request.id
        self.known.proofs = {}
        return [AskLedger(request)]

    def _who(self, person: Member, now: Moment) -> dict[str, Any]:
        operator = self.known.operator
        return {
            "id": self._mint(),
            "at": now.at,
            "source": enrolment_at(self.known.reader.id),
            "session": self._operating.session,
            "staff": person.id,
            "by": operator.id if operator else person.id,
        }

    def _leave_person(self) -> None:
        self.known.person = self.known.taking = self.known.sure = self.known.listing = None
        self.known.erasing, self.known.proofs = False, {}

    # what time brings

    def next_wakeup(self) -> float | None:
        """Monotonic second at which `tick` is wanted, or None."""
        taking = self.known.taking
        silent = taking.until if taking is not None and taking.stage is None else None
        out = self._touched_at + SIGN_OUT_SECONDS if self.known.operator else None
        return min((each for each in (silent, out) if each is not None), default=None)

    def tick(self, now: Moment) -> None:
        """Nobody touches the desk for a while: whoever sat there is signed out."""
        if self.known.operator and now.seconds >= self._touched_at + SIGN_OUT_SECONDS:
            self._leave_person()
            self._operating.leave()  # nobody has the session any more


def can_stop(taking: Taking, seconds: float) -> bool:
    """Whether it is being taken still; what was taken is the ledger's matter."""
    return not is_over(taking, seconds) and taking.stage is not EnrolmentStage.STORED


def is_over(taking: Taking, seconds: float) -> bool:
    """Whether nothing more comes of this finger."""
    if taking.stage is None:
        return seconds >= taking.until
    return taking.stage not in UNDER_WAY


def can_repeat(taking: Taking) -> bool:
    """Whether the same finger, or another one, may do when it is tried again."""
    return taking.stage is not EnrolmentStage.KEPT and taking.stage not in IN_VAIN
