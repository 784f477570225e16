"""The conversation with one card reader: it is asked, again and again, whether a card lies there.

A card is found, selected and read, in this order, every time. Most readers say "no card" of one
that was read until it has been lifted; others find it again at once. So what counts is not when a
card is found but what is read: one that is the same as the last still lies there, and is told again
only if none was found for some seconds between. A card that was found and could not be read was
lifted, if then none is found. One that a read was given up of may lie there all the same, for most
readers tell of it once: it counts among those that could not be read.
"""

from __future__ import annotations

from collections import deque
from hashlib import blake2b

from broker.domain.errors import DeviceNoAnswer, DeviceRefused
from broker.service.session import Action, Done, Failed, Report, Write
from kiosk.input.came import CardProblem, InputKind, InputState, InputTrouble
from kiosk.input.models.sam.cards import card_of
from kiosk.input.models.sam.codec import CardText, Reply, SamAnswer, SamId, encode
from kiosk.input.models.sam.describing import describe
from kiosk.input.models.sam.policy import CardPolicy
from kiosk.input.models.sam.spec import SamRequest, SamStatus
from kiosk.input.private import Private

_AS_MADE = CardPolicy()
_TRIES = 3  # of what is submitted
_TROUBLES = {
    SamStatus.NOT_AUTHORISED: InputTrouble.NOT_AUTHORISED,
    SamStatus.SAM_NOT_AUTHENTIC: InputTrouble.NOT_AUTHORISED,
    SamStatus.SELF_TEST: InputTrouble.SELF_TEST,
}
_BETTER_LOOKED_FOR = (None, InputTrouble.UNREADABLE)  # in any other trouble it is asked how it is
_OF_ONE = {  # codes that answer one question alone; every other error may answer any
    SamStatus.OK: (),  # by its size
    SamStatus.FOUND: (SamRequest.FIND,),
    SamStatus.NO_CARD: (SamRequest.FIND,),
    SamStatus.SELECT_FAILED: (SamRequest.SELECT,),
    SamStatus.READ_FAILED: (SamRequest.READ,),
}
_OF_A_CARD = (SamRequest.FIND, SamRequest.SELECT, SamRequest.READ)
_NEVER = float("-inf")


class SamSession:
    """Reports `IdCard`, `CardProblem` and `InputState`. Looking begins with `opened`; what is
    submitted is asked three times."""

    def __init__(self, policy: CardPolicy = _AS_MADE) -> None:
        self._policy = policy
        self._wanted: deque[SamRequest] = deque()
        self._tries = 0  # of the first of them
        self._asked: SamRequest | None = None
        self._for_somebody = False  # what is asked was submitted
        self._deadline = 0.0
        self._look_at: float | None = None
        self._forget(_NEVER)

    def _forget(self, now: float) -> None:
        """Nothing is known of the reader, nor of what lies there."""
        self._told: InputState | None = None
        self._heard_at = now
        self._be_done()
        self._unread = 0  # cards in a row that could not be
        self._last = b""  # a digest of what was read last
        self._gone_since: float | None = None  # since when none is found
        self._read_at = self._owed_until = _NEVER

    def submit(self, command: SamRequest, now: float) -> list[Action]:
        """Ask when nothing else is asked."""
        self._wanted.append(command)
        return [] if self._asked is not None else self._go_on(now)

    def opened(self, now: float) -> list[Action]:
        """The port is open (again)."""
        self._forget(now)
        self._asked, self._look_at = None, now
        return self._go_on(now)

    def closed(self, now: float) -> list[Action]:
        """The port is gone, and with it whatever was asked."""
        lost: list[Action] = [
            Failed(each, DeviceNoAnswer("its port is gone")) for each in self._wanted
        ]
        self._wanted.clear()
        self._asked = self._look_at = None
        self._forget(now)
        return lost

    def receive(self, reply: Reply, now: float) -> list[Action]:
        """Take an answer; one to an earlier question is passed over."""
        try:
            if self._asked is None or not _answers(self._asked, reply):
                return self._late(reply)
            self._heard_at = now
            asked, self._asked = self._asked, None
            return self._told_somebody(reply, now) or self._take(asked, reply, now)
        finally:
            if isinstance(reply, CardText):
                reply.text.wipe()

    def _late(self, reply: Reply) -> list[Action]:
        """It answers what was given up: then it is owed no more."""
        if isinstance(reply, CardText):
            self._owed_until = _NEVER
        return []

    def tick(self, now: float) -> list[Action]:
        """End a wait in vain, or look again."""
        if self._asked is not None:
            return self._unanswered(now) if now >= self._deadline else []
        due = self._look_at is not None and now >= self._look_at
        return self._go_on(now) if due else []

    def next_wakeup(self) -> float | None:
        """The end of the wait, or the next look."""
        return self._look_at if self._asked is None else self._deadline

    # asking

    def _go_on(self, now: float) -> list[Action]:
        """What somebody wants comes first."""
        if self._wanted:
            return self._ask(self._wanted[0], now, for_somebody=True)
        if self._look_at is None:
            return []
        trouble = self._told.trouble if self._told is not None else InputTrouble.SILENT
        well = trouble in _BETTER_LOOKED_FOR
        return self._ask(SamRequest.FIND if well else SamRequest.STATUS, now)

    def _ask(self, request: SamRequest, now: float, *, for_somebody: bool = False) -> list[Action]:
        self._asked, self._for_somebody = request, for_somebody
        self._deadline = now + self._policy.patience(request)
        return [Write(encode(request))]

    def _rest(self, now: float, *news: Action) -> list[Action]:
        """Until the next look."""
        if self._look_at is not None:
            self._look_at = now + self._policy.pause
        return [*news, *(self._go_on(now) if self._wanted else [])]

    def _told_somebody(self, reply: Reply, now: float) -> list[Action]:
        if not self._for_somebody:
            return []
        command = self._wanted.popleft()
        self._tries = 0
        refused = isinstance(reply, SamAnswer) and reply.code not in (SamStatus.OK, *_OF_ONE)
        end: Action = Done(command, reply)
        if refused:
            end = Failed(command, DeviceRefused(describe(reply)))
        return self._rest(now, end)

    def _unanswered(self, now: float) -> list[Action]:
        asked, self._asked = self._asked, None
        if self._for_somebody:
            return self._unanswered_to_somebody(now)
        silent: list[Action] = []
        if now - self._heard_at >= self._policy.silence:
            silent = self._state(InputTrouble.SILENT)
        if asked is SamRequest.READ:
            self._owed_until = now + self._policy.owed
            self._given_up = True
        if asked in (SamRequest.SELECT, SamRequest.READ):
            return [*silent, *self._not_read(now)]
        return self._rest(now, *silent)

    def _unanswered_to_somebody(self, now: float) -> list[Action]:
        self._tries += 1
        if self._tries < _TRIES:
            return self._ask(self._wanted[0], now, for_somebody=True)
        self._tries = 0
        silence = DeviceNoAnswer(f"the reader does not answer ({_TRIES} tries)")
        return self._rest(now, Failed(self._wanted.popleft(), silence))

    # looking for a card

    def _take(self, asked: SamRequest, reply: Reply, now: float) -> list[Action]:
        match asked, reply:
            case _, SamAnswer(code) if code in _TROUBLES:
                return self._rest(now, *self._state(_TROUBLES[SamStatus(code)]))
            case SamRequest.STATUS, _:
                return self._rest(now, *self._state(None))
            case SamRequest.FIND, SamAnswer(SamStatus.FOUND):
                return self._there(now)
            case SamRequest.FIND, _:
                return self._none(now)
            case SamRequest.SELECT, SamAnswer(SamStatus.OK):
                return self._ask(SamRequest.READ, now)
            case SamRequest.READ, CardText(text):
                return self._read(text, now)
            case _:
                return self._not_read(now)

    def _there(self, now: float) -> list[Action]:
        self._gone_since = None
        if now - self._read_at < self._policy.lies:
            return self._rest(now)
        self._found = True
        if now < self._owed_until:
            return self._rest(now)
        return self._ask(SamRequest.SELECT, now)

    def _none(self, now: float) -> list[Action]:
        self._gone_since = now if self._gone_since is None else self._gone_since
        if now - self._gone_since >= self._policy.lifted:
            self._last = b""
        self._read_at = _NEVER  # what is found next may be another
        if not self._found:
            return self._rest(now)
        unread = self._one_more_unread() if self._given_up else []
        self._be_done()
        return self._rest(now, Report(CardProblem.LIFTED), *unread)

    def _not_read(self, now: float) -> list[Action]:
        """Is it there still? Then once more."""
        self._failed += 1
        if self._failed < self._policy.tries:
            return self._ask(SamRequest.FIND, now)
        self._be_done()
        self._read_at = now
        return self._rest(now, Report(CardProblem.MISREAD), *self._one_more_unread())

    def _one_more_unread(self) -> list[Action]:
        """After several in a row it is the reader."""
        self._unread += 1
        reader = self._unread >= self._policy.unread
        return self._state(InputTrouble.UNREADABLE) if reader else []

    def _be_done(self) -> None:
        """With the card that was found."""
        self._found = False  # a card is there, and has not been read yet
        self._failed = 0  # times that it could not be
        self._given_up = False  # once nothing came of a read

    def _read(self, text: Private, now: float) -> list[Action]:
        digest = blake2b(text.view(), digest_size=16).digest()
        lies = digest == self._last
        self._last, self._read_at, self._gone_since = digest, now, None
        self._be_done()
        self._unread = 0
        news = self._state(None)
        if not lies:
            news.append(Report(card_of(text)))
        return self._rest(now, *news)

    def _state(self, trouble: InputTrouble | None) -> list[Action]:
        """How the reader is, if that is another than last told."""
        state = InputState(InputKind.CARD_READER, trouble)
        if state == self._told:
            return []
        self._told = state
        return [Report(state)]


def _answers(asked: SamRequest, reply: Reply) -> bool:
    """Whether this can be the answer to `asked`, and not one to an earlier question."""
    match reply:
        case CardText():
            return asked is SamRequest.READ
        case SamId():
            return asked is SamRequest.SAM_ID
        case SamAnswer(SamStatus.OK, size):
            return asked is SamRequest.SELECT if size else asked not in _OF_A_CARD
        case SamAnswer(code):
            return asked in _OF_ONE.get(SamStatus(code), (asked,)) if code in _CODES else True


_CODES = frozenset(SamStatus)
