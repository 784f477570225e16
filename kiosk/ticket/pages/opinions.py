"""The opinion box: a few large choices, and what is said when one was handed in. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.opinions.facts import About, OpinionKind
from kiosk.ticket.events import (
    AboutSaid,
    KindSaid,
    OpinionGiven,
    Press,
    Pressed,
    Touch,
    WordsWanted,
)
from kiosk.ticket.opinion_screens import OpinionBox, OpinionThanks
from kiosk.ticket.pages.phrases import at_desk
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.words import Wording, say
from kiosk.words.values import Page, Tone

_ICONS = {
    OpinionKind.PRAISE: "star",
    OpinionKind.SUGGESTION: "document",
    OpinionKind.COMPLAINT: "warning",
    OpinionKind.HELP: "person",
    About.WINDOW: "window",
    About.WAITING: "hourglass",
    About.FACILITY: "home",
    About.OTHER: "info",
}
_PAUSE = 4  # digits that are read at a time


class OpinionKey(Struct, frozen=True):
    """One choice."""

    name: str
    icon: str
    label: Wording
    chosen: bool


class OpinionBoxPage(Page, frozen=True):
    """What it is and what it is about; `ready`: both are chosen. `write` says what the key for
    words is, which can be pressed while `writing`."""

    kinds: tuple[OpinionKey, ...]
    subjects: tuple[OpinionKey, ...]
    write: Wording
    writing: bool
    ready: bool


class OpinionThanksPage(Page, frozen=True):
    """`code` is what to ask by; "" where none was taken in, as `what` says."""

    icon: str
    tone: Tone
    what: Wording
    code: str
    then: Wording


def opinion_box(screen: OpinionBox, _scene: Scene) -> Touchable:
    """The choices, and the key that hands them in."""
    ready = screen.kind is not None and screen.about is not None and not screen.handed
    page = OpinionBoxPage(
        kinds=tuple(_key(each, each is screen.kind) for each in OpinionKind),
        subjects=tuple(_key(each, each is screen.about) for each in About),
        write=_write(screen),
        writing=not screen.handed,
        ready=ready,
    )
    kinds: dict[str, Touch] = {f"opinion-{each}": KindSaid(each) for each in OpinionKind}
    subjects: dict[str, Touch] = {f"opinion-{each}": AboutSaid(each) for each in About}
    return Touchable(page, {**kinds, **subjects, "write": WordsWanted(), "give": OpinionGiven()})


def _write(screen: OpinionBox) -> Wording:
    count = len(screen.words)
    return say("opinion.wrote", count=count) if count else say("opinion.write")


def _key(choice: OpinionKind | About, chosen: bool) -> OpinionKey:
    return OpinionKey(f"opinion-{choice}", _ICONS[choice], say(f"opinion.choice.{choice}"), chosen)


def opinion_thanks(screen: OpinionThanks, scene: Scene) -> Touchable:
    """That it was taken in, and what to ask by."""
    code = " ".join(screen.code[at : at + _PAUSE] for at in range(0, len(screen.code), _PAUSE))
    why = screen.why_not
    words = f"opinion.not-taken.{why.value}" if why else "opinion.thanks"
    page = OpinionThanksPage(
        icon="tick" if code else "info",
        tone=Tone.OK if code else Tone.WARN,
        what=say(words),
        code=code,
        then=at_desk(_then(screen), scene),
    )
    return Touchable(page, {"done": Pressed(Press.HOME)})


def _then(screen: OpinionThanks) -> str:
    if screen.words_lost:
        return "opinion.words-lost"
    return "opinion.then" if screen.code else "ticket.help"
