"""A number is being given: how far it has come. Pure."""

from __future__ import annotations

import math
from typing import assert_never

from msgspec.structs import replace

from broker.domain.tickets.facts import TicketReserved
from kiosk.guide_desk.pages.scene import DeskScene, before, key
from kiosk.guide_desk.screens import Giving, Key
from kiosk.issuing.transaction import (
    Held,
    NotGiven,
    OnPaper,
    Reserving,
    ToNote,
    WhyNone,
)
from kiosk.words import NOTHING, Wording, at_windows, queue_name, say
from kiosk.words.values import KeyLook, Page, Tone


class GivingPage(Page, frozen=True):
    """`number` is empty while there is none; `busy` while something is under way."""

    number: str
    queue: Wording
    ahead: Wording
    windows: Wording
    tone: Tone
    headline: Wording
    detail: Wording
    busy: bool
    main: KeyLook | None
    second: KeyLook | None


def giving(_screen: Giving, scene: DeskScene) -> GivingPage:
    """The page of the transaction's stage."""
    stage = scene.known.transaction.stage
    match stage:
        case None:
            return _page(Tone.PRIMARY, say("guide.asking"), busy=True)
        case Reserving(queue):
            return _page(
                Tone.PRIMARY,
                say("guide.asking"),
                queue=queue_name(scene.known.hall, queue),
                busy=True,
            )
        case OnPaper(given):
            words = say("guide.printing", number=given.number)
            return _given(given, scene, Tone.PRIMARY, words, say("guide.moment"), busy=True)
        case ToNote(given, until):
            return _to_note(given, until, scene)
        case Held(given, on_paper):
            words = say("guide.held.paper" if on_paper else "guide.held.screen")
            done = key(scene, Key.DONE, "tick", "guide.done", "Enter")
            return _given(given, scene, Tone.OK, words, NOTHING, main=done)
        case NotGiven():
            return _not_given(stage, scene)
        case _:
            assert_never(stage)


def _not_given(stage: NotGiven, scene: DeskScene) -> GivingPage:
    """Why; with the number that whoever asked has already, and the way to it."""
    refused, had = stage.why is WhyNone.REFUSED, stage.had
    page = _page(
        Tone.WARN,
        say("guide.none-given"),
        Wording(stage.zh, stage.en) if refused else say(f"guide.none-given.{stage.why.value}"),
        queue=queue_name(scene.known.hall, stage.queue),
        main=key(scene, Key.DONE, "back", "back", "Enter"),
    )
    if had is None:
        return page
    second = key(scene, Key.OPEN, "search", "guide.had.open")
    queue = queue_name(scene.known.hall, had.queue)
    return replace(page, number=had.number, queue=queue, second=second)


def _to_note(given: TicketReserved, until: float, scene: DeskScene) -> GivingPage:
    left = say("guide.note.left", seconds=max(0, math.ceil(until - scene.seconds)))
    return _given(
        given,
        scene,
        Tone.WARN,
        say("guide.note"),
        left,
        main=key(scene, Key.NOTED, "tick", "guide.noted", "Enter"),
        second=key(scene, Key.GIVE_UP, "cross", "guide.give-up"),
    )


def _given(
    given: TicketReserved,
    scene: DeskScene,
    tone: Tone,
    headline: Wording,
    detail: Wording,
    *,
    busy: bool = False,
    main: KeyLook | None = None,
    second: KeyLook | None = None,
) -> GivingPage:
    return GivingPage(
        number=given.number,
        queue=queue_name(scene.known.hall, given.queue),
        ahead=before(given.ahead),
        windows=at_windows("guide.windows.one", "guide.windows", given.windows),
        tone=tone,
        headline=headline,
        detail=detail,
        busy=busy,
        main=main,
        second=second,
    )


def _page(
    tone: Tone,
    headline: Wording,
    detail: Wording = NOTHING,
    *,
    queue: Wording = NOTHING,
    busy: bool = False,
    main: KeyLook | None = None,
) -> GivingPage:
    """Without a number."""
    return GivingPage("", queue, NOTHING, NOTHING, tone, headline, detail, busy, main, None)
