"""我的排队进度: a number typed, and where it stands. Pure."""

from __future__ import annotations

from typing import assert_never

from kiosk.ticket import whereabouts as at
from kiosk.ticket.pages.keys import KEYPAD
from kiosk.ticket.pages.phrases import at_desk
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Progress
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Page, Tone


class ProgressPage(Page, frozen=True):
    """`what` answers the number typed, `why` says more where there is more to say."""

    text: str
    tone: Tone
    what: Wording
    why: Wording


def progress(screen: Progress, scene: Scene) -> Touchable:
    """The number typed so far, and where it stands."""
    tone, what, why = _answer(screen, scene)
    return Touchable(ProgressPage(screen.text, tone, what, why), KEYPAD)


def _answer(screen: Progress, scene: Scene) -> tuple[Tone, Wording, Wording]:
    found = at.whereabouts(screen.text, scene.hall, scene.world.queues, scene.world.windows)
    match found:
        case at.NotYetANumber():
            return Tone.QUIET, say("ticket.type-number"), say("whereabouts.example")
        case at.NotKnown():
            return Tone.WARN, say("whereabouts.not-known"), at_desk("ticket.help", scene)
        case at.NeverGiven():
            why = say("whereabouts.not-given.why")
            return Tone.WARN, say("whereabouts.not-given"), why
        case at.Gone():
            return Tone.WARN, say("whereabouts.gone"), at_desk("whereabouts.gone.why", scene)
        case at.AtWindow(window=window, serving=serving):
            key = "whereabouts.serving" if serving else "whereabouts.at"
            return Tone.OK, say(key, window=window), NOTHING
        case at.Waiting(ahead=ahead, more=True):
            why = at_desk("whereabouts.more.why", scene)
            return Tone.PRIMARY, say("whereabouts.more", count=ahead), why
        case at.Waiting(ahead=ahead):
            key = "whereabouts.waiting" if ahead else "whereabouts.next"
            return Tone.PRIMARY, say(key, count=ahead), NOTHING
        case _:
            assert_never(found)
