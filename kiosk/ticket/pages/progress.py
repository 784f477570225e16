"""我的排队进度: a number typed, and where it stands. Pure."""

from __future__ import annotations

from typing import assert_never

from kiosk.issuing.waits import more_in_words
from kiosk.ticket import whereabouts as at
from kiosk.ticket.pages.case_number import case_keys
from kiosk.ticket.pages.keys import KEYPAD
from kiosk.ticket.pages.phrases import at_desk
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Progress
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Page, Tone


class ProgressPage(Page, frozen=True):
    """`what` answers the number typed, `why` says more where there is more to say. `cases`: a key
    leads to the progress of a case."""

    text: str
    cases: bool
    icon: str
    tone: Tone
    what: Wording
    why: Wording


def progress(screen: Progress, scene: Scene) -> Touchable:
    """The number typed so far, and where it stands."""
    icon, tone, what, why = _answer(screen, scene)
    leads = case_keys(scene)
    page = ProgressPage(screen.text, bool(leads), icon, tone, what, why)
    return Touchable(page, {**KEYPAD, **leads})


_MISSED = ("whereabouts.missed", "whereabouts.missed.why")
_GONE = ("whereabouts.gone", "whereabouts.gone.why")


def _answer(screen: Progress, scene: Scene) -> tuple[str, Tone, Wording, Wording]:
    world = scene.world
    found = at.whereabouts(screen.text, scene.hall, world.queues, world.windows, world.ended)
    match found:
        case at.NotYetANumber():
            return "ticket", Tone.QUIET, say("ticket.type-number"), say("whereabouts.example")
        case at.NotKnown():
            what = say("whereabouts.not-known")
            return "info", Tone.WARN, what, at_desk("ticket.help", scene)
        case at.SpareUnseen():
            why = at_desk("whereabouts.spare.why", scene)
            return "ticket", Tone.PRIMARY, say("whereabouts.spare"), why
        case at.NeverGiven():
            why = say("whereabouts.not-given.why")
            return "info", Tone.WARN, say("whereabouts.not-given"), why
        case at.Gone(ended=at.Departure.FINISHED):
            why = say("whereabouts.finished.why")
            return "tick", Tone.OK, say("whereabouts.finished"), why
        case at.Gone(ended=ended):
            key, why_key = _MISSED if ended else _GONE
            return "info", Tone.WARN, say(key), at_desk(why_key, scene)
        case at.AtWindow(window=window, serving=serving):
            key = "whereabouts.serving" if serving else "whereabouts.at"
            return "window", Tone.OK, say(key, window=window), NOTHING
        case at.Waiting(ahead=ahead, more=True, wait=wait, basis=basis):
            why = more_in_words(wait, basis) if wait else at_desk("whereabouts.more.why", scene)
            return "people", Tone.PRIMARY, say("whereabouts.more", count=ahead), why
        case at.Waiting(ahead=ahead, wait=wait, basis=basis):
            key = "whereabouts.waiting" if ahead else "whereabouts.next"
            why = more_in_words(wait, basis) if wait else NOTHING
            return "people", Tone.PRIMARY, say(key, count=ahead), why
        case _:
            assert_never(found)
