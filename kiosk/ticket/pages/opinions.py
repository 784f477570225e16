"""The opinion box: a few large choices, and what is said when one was handed in. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.hall import Window, Zone
from broker.domain.opinions.facts import About, OpinionKind
from broker.wire.messages import WindowStatus
from kiosk.ticket.events import AboutSaid, KindSaid, OpinionGiven, Press, Pressed, Touch
from kiosk.ticket.measures import FOOT_KEY, GAP
from kiosk.ticket.opinion_screens import OpinionBox, OpinionThanks, OpinionWindow
from kiosk.ticket.pages.item_rows import ItemRow, columns, cut, row_name
from kiosk.ticket.pages.keys import TURNING
from kiosk.ticket.pages.phrases import at_desk
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.words import Wording, at_windows, named, say
from kiosk.words.values import Page, PagedPage, Tone

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
    """What it is and what it is about; `ready`: both are chosen."""

    kinds: tuple[OpinionKey, ...]
    subjects: tuple[OpinionKey, ...]
    hint: Wording
    ready: bool


class OpinionWindowPage(PagedPage, frozen=True):
    """Which window it is about."""

    columns: int
    rows: tuple[ItemRow, ...]


class OpinionThanksPage(Page, frozen=True):
    """`code` is what to ask by; "" where none was taken in, as `what` says."""

    icon: str
    tone: Tone
    what: Wording
    code: str
    then: Wording


def opinion_box(screen: OpinionBox, scene: Scene) -> Touchable:
    """The choices, and the key that hands them in."""
    ready = screen.kind is not None and screen.about is not None
    page = OpinionBoxPage(
        kinds=tuple(_key(each, each is screen.kind) for each in OpinionKind),
        subjects=tuple(_key(each, each is screen.about) for each in About),
        hint=at_desk("opinion.hint", scene),
        ready=ready,
    )
    kinds: dict[str, Touch] = {f"opinion-{each}": KindSaid(each) for each in OpinionKind}
    subjects: dict[str, Touch] = {f"opinion-{each}": AboutSaid(each) for each in About}
    return Touchable(page, {**kinds, **subjects, "give": OpinionGiven()})


def _key(choice: OpinionKind | About, chosen: bool) -> OpinionKey:
    return OpinionKey(f"opinion-{choice}", _ICONS[choice], say(f"opinion.choice.{choice}"), chosen)


def opinion_window(screen: OpinionWindow, scene: Scene) -> Touchable:
    """The windows that are open, to name one; 不针对窗口 hands it in without."""
    windows = _open(scene)
    rows = [ItemRow("", _called(each), named(_zone(each, scene))) for each in windows]
    title = scene.room.high(scene.said(say("opinion.which")), "title", scene.room.width, heavy=True)
    shown = cut(rows, screen.page, scene.room.height - title - FOOT_KEY - 2 * GAP, scene)
    page = OpinionWindowPage(
        columns=columns(scene), rows=shown.rows, page=shown.page, pages=shown.pages
    )
    each = enumerate(windows[shown.first : shown.end], 1)
    keys: dict[str, Touch] = {row_name(nth): OpinionGiven(window.number) for nth, window in each}
    return Touchable(page, {**keys, **TURNING, "give": OpinionGiven()})


def _open(scene: Scene) -> tuple[Window, ...]:
    """Those that are open now; all of them while none is: somebody was served all the same."""
    world = scene.world.windows
    known = tuple(
        each
        for each in scene.hall.windows
        if each.number in world and world[each.number].status is not WindowStatus.CLOSED
    )
    return known or scene.hall.windows


def _called(window: Window) -> Wording:
    return at_windows("ticket.windows.one", "ticket.windows", (window.number,))


def _zone(window: Window, scene: Scene) -> Zone:
    return next(each for each in scene.hall.zones if each.id == window.zone)


def opinion_thanks(screen: OpinionThanks, scene: Scene) -> Touchable:
    """That it was taken in, and what to ask by."""
    code = " ".join(screen.code[at : at + _PAUSE] for at in range(0, len(screen.code), _PAUSE))
    words = "opinion.thanks" if code else "opinion.too-many"
    page = OpinionThanksPage(
        icon="tick" if code else "info",
        tone=Tone.OK if code else Tone.WARN,
        what=say(words),
        code=code,
        then=at_desk("opinion.then" if code else "ticket.help", scene),
    )
    return Touchable(page, {"done": Pressed(Press.HOME)})
