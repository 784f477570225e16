"""From screen to screen, and from a confirmed screen to a reservation. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, tzinfo

from msgspec.structs import replace

from broker.domain.appointments import is_code
from broker.domain.hall import PriorityClass
from broker.domain.ids import RequestId
from broker.domain.opinions.facts import code_of
from broker.domain.tickets.requests import ReserveTicket
from kiosk.guide_desk import screens
from kiosk.guide_desk.screens import Key, Screen
from kiosk.issuing.events import Moment

_WAYS: Mapping[Key, Callable[[], Screen]] = {
    Key.FIND: screens.Find,
    Key.MISSED: screens.Missed,
    Key.WAITING: screens.WaitingList,
    Key.OPINIONS: screens.OpenOpinions,
}


def walked(screen: Screen, key: Key, value: str, fresh: str) -> Screen:
    """Where `key` leads; `fresh` is an id nobody has used."""
    match screen, key:
        case _, Key.TAKE | Key.DONE:
            return screens.ChooseQueue()
        case _, Key.FIND | Key.MISSED | Key.WAITING | Key.OPINIONS:
            return _WAYS[key]()
        case screens.OpenOpinions(), Key.READ:
            return _reading(screen, value)
        case screens.ChooseQueue(), Key.QUEUE if is_code(value):
            return screens.TakeNumber("", fresh, PriorityClass.APPOINTMENT, code=value)
        case screens.ChooseQueue(), Key.QUEUE:
            return screens.TakeNumber(value, fresh)
        case screens.Dossier() as dossier, Key.CANCEL:
            return screens.Cancelling(dossier)
        case _, Key.BACK:
            return _back(screen)
        case _:
            return _edited(screen, key, value)


def _back(screen: Screen) -> Screen:
    match screen:
        case screens.Dossier(under=under):
            return under
        case screens.Cancelling(dossier):
            return dossier
        case screens.OpinionRead(under=under):
            return under
        case _:
            return screens.ChooseQueue()


def _reading(screen: screens.OpenOpinions, code: str) -> Screen:
    """The opinion with this code, where it has words."""
    told = screen.listed.opinions if screen.listed else ()
    wanted = code.replace(" ", "")
    found = (each for each in told if each.has_words and code_of(each.opinion) == wanted)
    left = next(found, None)
    return screens.OpinionRead(left, screen) if left is not None else screen


def _edited(screen: Screen, key: Key, value: str) -> Screen:
    """A key that stays on its screen."""
    match screen, key:
        case _, Key.NEXT | Key.PREVIOUS if isinstance(screen, screens.Paged):
            return replace(screen, page=max(0, screen.page + (1 if key is Key.NEXT else -1)))
        case screens.TakeNumber(code=""), Key.GROUP:
            group = PriorityClass(value)
            again = screen.group is group
            return replace(screen, group=PriorityClass.ORDINARY if again else group, slot="")
        case screens.TakeNumber(), Key.SLOT:
            return replace(screen, slot="" if screen.slot == value else value)
        case _:
            return screen


def reservation(
    confirm: screens.TakeNumber, source: str, now: Moment, zone: tzinfo
) -> ReserveTicket:
    """What is asked of the ledger when 取号 is pressed on this screen."""
    return ReserveTicket(
        id=RequestId(confirm.key),
        at=now.at,
        source=source,
        queue=confirm.queue,
        group=confirm.group,
        slot=_today(confirm.slot, now, zone) if confirm.slot else None,
        code=confirm.code,
    )


def _today(clock: str, now: Moment, zone: tzinfo) -> datetime:
    local = now.at.astimezone(zone)
    return datetime.combine(local.date(), time.fromisoformat(clock), tzinfo=zone)
