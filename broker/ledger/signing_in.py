"""Who signs in at a screen of staff: one after the other, each PIN hashed beside the loop.

How it works, and why nobody gets more tries than are counted. A sign-in waits in a row; the first
of it is judged by what the facts say of wrong PINs, then its PIN is hashed on a thread of its own,
and what comes of it is asked of the ledger like any other request: the window or desk is opened,
or one more wrong PIN is noted. Only when that is on disk is the next one judged. So ten programs
that try at once are told "locked" just as one that tries ten times. The request itself is kept
nowhere: its PIN ends here.

Said again with the same id, because the answer was lost, a right PIN opens nothing twice (the
ledger knows the id), and a wrong one is told what it was told, whatever PIN it brings.
"""

from __future__ import annotations

import logging
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from broker.bus.base import Asked
from broker.domain.clients import ClientKind, Rights
from broker.domain.desks.projection import DeskSession
from broker.domain.desks.requests import NoteWrongPin, OpenDesk, SignIn
from broker.domain.desks.sessions import KEY_BYTES, token
from broker.domain.desks.tries import check_tries
from broker.domain.errors import ConfigError
from broker.domain.floor import Floor
from broker.domain.ids import NO_STAFF, RequestId, StaffId
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Answer, AnyChange, Granted, SignedIn
from broker.domain.text.matching import normal
from broker.domain.windows.requests import OpenWindow
from broker.ledger.answers import refused
from broker.ledger.pins import PinBook, made_session_key, session_key
from broker.service.committer import GOODBYE, Committer
from broker.service.life import Service, new_id

log = logging.getLogger(__name__)

_MOST = 32  # sign-ins that wait; a whole hall's panels in the morning
_REMEMBERED = 500  # wrong ones, to be told again what they were told
_GIVEN_UP = 10.0  # seconds until the next has its turn though the ledger could not answer

Floors = Callable[[], Floor]


class SigningIn:
    """The sign-ins of one hall. A part of the ledger's loop; `checker` waits for the hash."""

    def __init__(
        self,
        service: Service,
        rights: Rights,
        checker: Committer,
        floor: Floors,
        further: Callable[[Asked], None],
    ) -> None:
        self._service = service
        self._rights = rights
        self._checker = checker
        service.at_end.callback(checker.close, GOODBYE)
        self._floor = floor
        self._further = further
        self._book = PinBook(service.settings.run)
        self.key = session_key(service.settings.run)
        self._waiting: deque[tuple[Asked, SignIn]] = deque()
        self._told: OrderedDict[tuple[str, RequestId], Answer] = OrderedDict()
        self._until: float | None = None  # somebody's turn lasts so long at most
        self._turn = 0
        service.runner.add(self)

    def take(self, asked: Asked, request: SignIn) -> None:
        """Somebody wants to sign in; answered when it is known."""
        before = [known.id for each, known in self._waiting if each.client == asked.client]
        if request.id in before:
            return  # said twice: the first of them is answered, on the same way back
        if before or len(self._waiting) >= _MOST:
            self._refuse(asked, request, Refusal(No.PINS_BUSY))
            return
        self._waiting.append((asked, request))
        if len(self._waiting) == 1:
            self._next()

    def next_wakeup(self) -> float | None:
        """When a turn has lasted too long."""
        return self._until

    def tick(self, now: float) -> None:
        """The ledger did not answer: its disk stands still. Whoever asked asks again."""
        if self._until is not None and now >= self._until:
            self._over()

    def _next(self) -> None:
        """The first in the row has its turn."""
        while self._waiting:
            asked, request = self._waiting[0]
            if asked.until is not None and asked.until <= self._service.runner.clock():
                self._waiting.popleft()  # whoever asked has given it up
                continue
            try:
                known = self._told.get((asked.client, request.id))
                if known is None:
                    staff = self._who(request)
                    check_tries(self._floor(), asked.client, staff, self._now())
                    self._check(asked, request, staff)
                    return
                asked.answer(known)
            except Refusal as refusal:
                self._refuse(asked, request, refusal)
            self._waiting.popleft()

    def _who(self, request: SignIn) -> StaffId:
        """The number of a person of the hall; full width and blanks make no difference."""
        typed = normal(request.staff)
        known = (each.id for each in self._floor().hall.staff if normal(each.id) == typed)
        return next(known, NO_STAFF)

    def _check(self, asked: Asked, request: SignIn, staff: StaffId) -> None:
        self._turn += 1
        self._until = self._service.runner.clock() + _GIVEN_UP
        found: list[bool] = []

        def work() -> None:
            if not self.key:
                self.key = made_session_key(self._service.settings.run, KEY_BYTES)
            found.append(self._book.is_right(staff, normal(request.pin)))

        self._checker.run(work, partial(self._checked, self._turn, asked, request, staff, found))

    def _checked(
        self,
        turn: int,
        asked: Asked,
        request: SignIn,
        staff: StaffId,
        found: list[bool],
        error: Exception | None,
    ) -> None:
        if turn != self._turn or self._until is None:
            return  # its turn is over
        if error is not None:
            log.error("nobody can sign in: %s", error)
            self._end(asked, request, Refusal(No.PINS_UNREADABLE))
            if not isinstance(error, (ConfigError, OSError)):
                raise error
        elif found[0] and staff:
            change, permit = (
                self._opening(asked.client, request, staff),
                DeskSession(staff, request.id),
            )
            self._ask(asked, change, partial(self._opened, turn, asked, permit))
        else:
            wrong = NoteWrongPin(id=new_id(), at=request.at, source=asked.client, staff=staff)
            self._ask(asked, wrong, partial(self._noted, turn, asked, request))

    def _opening(self, client: str, request: SignIn, staff: StaffId) -> AnyChange:
        """What a right PIN is for at this screen. The id of a sign-in at a clock-in screen is left
        for the punch."""
        name, at = request.id, request.at
        match self._rights.kind_of(client):
            case ClientKind.PANEL:
                window = self._rights.window_of(client)
                return OpenWindow(id=name, at=at, source=client, window=window, clerk=staff)
            case ClientKind.CLOCK_IN:
                return OpenDesk(id=new_id(), at=at, source=client, staff=staff)
            case _:
                return OpenDesk(id=name, at=at, source=client, staff=staff)

    def _ask(self, asked: Asked, change: AnyChange, told: Callable[[Answer], None]) -> None:
        self._further(Asked(asked.client, change, "", told, id=change.id))

    def _opened(self, turn: int, asked: Asked, permit: DeskSession, answer: Answer) -> None:
        """At a clock-in screen nobody stays: what is given holds for the one punch of this id."""
        punches = self._rights.kind_of(asked.client) is ClientKind.CLOCK_IN
        sitting = permit if punches else self._floor().desks.get(asked.client)
        if isinstance(answer, Granted) and sitting is not None:
            shown = token(self.key, self._floor().hall.hall.id, asked.client, sitting)
            member = self._floor().hall.member(sitting.staff)
            name = member.name if member else ""
            signed_in = SignedIn(staff=sitting.staff, session=shown, name=name)
            answer = replace(answer, signed_in=signed_in)
        asked.answer(replace(answer, request=permit.session))
        self._over(turn)

    def _noted(self, turn: int, asked: Asked, request: SignIn, _answer: Answer) -> None:
        """A wrong PIN is on disk; it is told the same when it is said again."""
        no = refused(request.id, self._now(), Refusal(No.PIN_WRONG))
        self._told[asked.client, request.id] = no
        if len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        asked.answer(no)
        self._over(turn)

    def _end(self, asked: Asked, request: SignIn, refusal: Refusal) -> None:
        self._refuse(asked, request, refusal)
        self._over()

    def _refuse(self, asked: Asked, request: SignIn, refusal: Refusal) -> None:
        asked.answer(refused(request.id, self._now(), refusal))

    def _over(self, turn: int | None = None) -> None:
        """This turn ends, and the next begins; one that was given up has ended already."""
        if self._until is not None and turn in {None, self._turn}:
            self._until = None
            self._waiting.popleft()
            self._next()

    def _now(self) -> datetime:
        return self._floor().time_at(self._service.now())
