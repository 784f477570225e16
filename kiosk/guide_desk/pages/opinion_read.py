"""What was written with an opinion, for whoever may settle it. Pure."""

from __future__ import annotations

from broker.domain.opinions.facts import code_of
from kiosk.guide_desk.pages.scene import DeskScene, key
from kiosk.guide_desk.screens import Key, OpinionRead
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import KeyLook, Page


class OpinionReadPage(Page, frozen=True):
    """`words` as they were written; where there are none, `why` says so."""

    title: Wording
    words: str
    why: Wording
    discreet: Wording
    back: KeyLook


def opinion_read(screen: OpinionRead, scene: DeskScene) -> OpinionReadPage:
    """The words, and what may be done with them."""
    code = code_of(screen.left.opinion)
    return OpinionReadPage(
        title=say("guide.opinions.read", code=f"{code[:4]} {code[4:]}"),
        words=screen.words or "",
        why=NOTHING if screen.words else _why(screen),
        discreet=say("guide.opinions.discreet"),
        back=key(scene, Key.BACK, "back", "back", "Esc"),
    )


def _why(screen: OpinionRead) -> Wording:
    return say("guide.loading") if screen.words is None else say("guide.opinions.missing")
