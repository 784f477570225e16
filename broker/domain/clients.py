"""Who may be a client of the hall's broker, for whom it speaks, and what it may ask for. Pure.

A client is a program that the broker vouches for: its name stands in the topic of each request and
is no field of one. What it may ask for is said here once, by the kind of client; the ledger holds
every request against it before a rule sees it, and the broker's own list of rights is made of it.

`source` of a request is who speaks through that client: itself where it is a screen, one of its
devices where it serves some. A device that hall.toml has lost may still have something to say (a
rating that waited on disk), so a service speaks for whatever is not a client itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from broker.domain.attendance import requests as attendance
from broker.domain.base import Request
from broker.domain.calling import requests as calling
from broker.domain.client_names import enrolment_at, panel_at, service_at
from broker.domain.desks import requests as desks
from broker.domain.enrolment import requests as enrolment
from broker.domain.hall import Hall
from broker.domain.opinions import requests as opinions
from broker.domain.ratings import requests as ratings
from broker.domain.refusals import No, Refusal
from broker.domain.requests import AnyRequest
from broker.domain.series import requests as series
from broker.domain.tickets import requests as tickets
from broker.domain.windows import requests as windows
from broker.domain.windows.requests import FromWindow
from broker.domain.wings import services_at, wings


class ClientKind(StrEnum):
    """What a client is."""

    LEDGER = "ledger"
    DISPLAYS = "displays"
    EVALUATORS = "evaluators"
    READERS = "clockin"  # looks after readers of fingers
    KIOSK = "kiosk"
    PANEL = "panel"
    GUIDE_DESK = "guide"
    CLOCK_IN = "clock-in"  # the screen beside a reader
    ENROLMENT = "enrolment"
    BOARD = "board"
    COMMAND = "command"  # whoever sits at the ledger's machine


@dataclass(frozen=True, slots=True)
class Client:
    """One client; `window` is that of a panel, else 0; `wing` that of a service elsewhere."""

    name: str
    kind: ClientKind
    window: int = 0
    wing: str = ""


COMMAND = ClientKind.COMMAND.value
"""The client of which every `hall …` command on the ledger's machine is a program."""


_SERVICES = (
    ClientKind.LEDGER,
    ClientKind.DISPLAYS,
    ClientKind.EVALUATORS,
    ClientKind.READERS,
    ClientKind.COMMAND,
)
_AT_WINDOW: frozenset[type[Request]] = frozenset(
    {
        *(windows.CloseWindow, windows.PauseWindow, windows.ResumeWindow),
        *(calling.CallNext, calling.CallTicket, calling.RecallTicket, calling.StartService),
        *(calling.FinishService, calling.MissTicket, calling.TransferTicket, calling.UndoStep),
        calling.NoteTicket,
    }
)
_GIVING: frozenset[type[Request]] = frozenset(
    {tickets.ReserveTicket, tickets.ActivateTicket, tickets.VoidTicket, tickets.RecordReprint}
)
_LOOKING: frozenset[type[Request]] = frozenset(
    {tickets.FindTicket, tickets.ListWaiting, tickets.ListMissed}
)
_CONSENT: frozenset[type[Request]] = frozenset({enrolment.GiveConsent, enrolment.WithdrawConsent})
_AT_GUIDE_DESK: frozenset[type[Request]] = frozenset(
    {
        *(tickets.ReserveTicket, tickets.CancelTicket, tickets.RequeueTicket),
        *(tickets.UndoDeskStep, opinions.ListOpinions, opinions.ReadWords),
    }
)
_SITTING_DOWN: frozenset[type[Request]] = frozenset({desks.SignIn, desks.SignOut})

REQUESTS: Mapping[ClientKind, frozenset[type[Request]]] = {
    ClientKind.LEDGER: frozenset(
        {attendance.NoteReader, windows.OpenWindow, desks.OpenDesk, desks.NoteWrongPin}
    ),
    ClientKind.DISPLAYS: frozenset({calling.ReportDelivery}),
    ClientKind.EVALUATORS: _AT_WINDOW
    | {ratings.GiveRating, ratings.LeaveUnrated, ratings.CountStray},
    ClientKind.READERS: frozenset(
        {attendance.RecordPunch, enrolment.KeepFinger, enrolment.ProveErased}
    ),
    ClientKind.KIOSK: _GIVING
    | _SITTING_DOWN
    | {tickets.FindTicket, series.GrantSeries, series.MergeTicket, opinions.LeaveOpinion},
    ClientKind.PANEL: _AT_WINDOW | {tickets.ListWaiting, desks.SignIn},
    ClientKind.GUIDE_DESK: _GIVING | _LOOKING | _AT_GUIDE_DESK | _SITTING_DOWN,
    ClientKind.CLOCK_IN: frozenset({attendance.RecordPunch, attendance.AskName, desks.SignIn}),
    ClientKind.ENROLMENT: _CONSENT | _SITTING_DOWN,
    ClientKind.BOARD: frozenset(),
    ClientKind.COMMAND: _LOOKING
    | _CONSENT
    | {
        *(attendance.RecordPunch, attendance.LetPunchIn, attendance.SetPunchAside),
        *(attendance.CorrectDuty, attendance.CorrectAttendance, attendance.RecordLeave),
        *(attendance.WithdrawLeave, attendance.RecordOutage, attendance.NoteTerminal),
        *(attendance.CloseMonth, enrolment.EraseSlots, opinions.SettleOpinion),
        *(desks.EndSession, desks.UnlockPin),
    },
}
"""What each kind of client may ask for."""

NEEDS_SESSION: Mapping[ClientKind, frozenset[type[Request]]] = {
    ClientKind.PANEL: _AT_WINDOW | {tickets.ListWaiting},
    ClientKind.GUIDE_DESK: _LOOKING | _AT_GUIDE_DESK,
    ClientKind.CLOCK_IN: frozenset({attendance.RecordPunch}),
    ClientKind.ENROLMENT: _CONSENT,
}
"""What only somebody who signed in there may ask for. A slip that has come out is told of without:
it is out, and may be told of hours later. Keys of a keypad beside the clerk are the window's."""


def clients(hall: Hall) -> tuple[Client, ...]:
    """Every client of a hall, services first."""
    kind = ClientKind
    return (
        *(Client(each.value, each) for each in _SERVICES),
        *(
            Client(service_at(role, wing), kind(role), wing=wing)
            for wing in wings(hall)
            for role in services_at(hall, wing)
        ),
        *(Client(each.id, kind.KIOSK) for each in hall.kiosks),
        *(Client(panel_at(each.number), kind.PANEL, each.number) for each in hall.windows),
        *(Client(each.id, kind.GUIDE_DESK) for each in hall.guide_desks),
        *(Client(each.id, kind.CLOCK_IN) for each in hall.clock_ins),
        *(Client(enrolment_at(each.id), kind.ENROLMENT) for each in hall.readers),
        Client("board-1", kind.BOARD),
    )


class Rights:
    """The clients of one hall, and what each may ask for."""

    def __init__(self, known: Iterable[Client]) -> None:
        self._clients = {each.name: each for each in known}

    def check(self, name: str, request: AnyRequest) -> None:
        """Raise `Refusal` where this client may not ask for this, not at this window, or not for
        whom it says that it speaks."""
        asks = self._clients.get(name)
        if asks is None or not self._may(asks, request):
            raise Refusal(No.NOT_ENTITLED, client=name)

    def needs_session(self, name: str, request: Request) -> bool:
        """Whether only somebody who signed in at this client may ask for this."""
        asks = self._clients.get(name)
        return asks is not None and type(request) in NEEDS_SESSION.get(asks.kind, frozenset())

    def kind_of(self, name: str) -> ClientKind | None:
        """What this client is; None: none of the hall's."""
        asks = self._clients.get(name)
        return None if asks is None else asks.kind

    def window_of(self, name: str) -> int:
        """The window of a panel, else 0."""
        asks = self._clients.get(name)
        return 0 if asks is None else asks.window

    def _may(self, asks: Client, request: AnyRequest) -> bool:
        if type(request) not in REQUESTS[asks.kind]:
            return False
        if asks.window and isinstance(request, FromWindow) and request.window != asks.window:
            return False
        if request.source == asks.name:
            return True
        return asks.kind in _SERVICES and request.source not in self._clients
