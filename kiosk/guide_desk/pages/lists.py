"""Who missed the call, who waits, and which opinions are open. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.opinions.facts import OpinionKind, OpinionLeft, code_of
from broker.domain.requests import Listed, Standing
from kiosk.guide_desk.pages.scene import DeskScene, minutes_left
from kiosk.guide_desk.screens import Key, Missed, OpenOpinions, WaitingList
from kiosk.words import NOTHING, Wording, at_windows, group_name, queue_name, say
from kiosk.words.calendar import clock, lasting, minutes, short_date
from kiosk.words.paging import Paged, paged
from kiosk.words.values import PagedPage, Tone

CARDS = 15  # three columns of five
WIDE_CARDS = 10  # two


class StandingCard(Struct, frozen=True):
    """One ticket; the whole card leads to it where it `leads`. `badge` says what matters about it
    now."""

    number: str
    queue: Wording
    line: Wording
    badge: Wording
    tone: Tone
    leads: bool = True


class ListPage(PagedPage, frozen=True):
    """Cards, or the sentence `empty`; `more` where the list is longer than what was told; `key`:
    what a card is pressed for. `hint` says what is done with them, and `wide` that what stands on
    each is long."""

    title: Wording
    empty: Wording
    more: Wording
    cards: tuple[StandingCard, ...]
    key: Key = Key.OPEN
    hint: Wording = NOTHING
    wide: bool = False


def missed(screen: Missed, scene: DeskScene) -> ListPage:
    """The latest first, with the minutes that are left to come back."""
    shown = _shown(screen.listed, screen.page)
    cards = tuple(_missed(each, scene) for each in shown.rows)
    words = say("guide.missed.title"), say("guide.missed.none")
    return _list(words, screen.listed, shown, cards)


def waiting(screen: WaitingList, scene: DeskScene) -> ListPage:
    """Who would be called first, first."""
    shown = _shown(screen.listed, screen.page)
    cards = tuple(_waiting(each, scene) for each in shown.rows)
    words = say("guide.waiting.title"), say("guide.waiting.none")
    return _list(words, screen.listed, shown, cards)


def opinions(screen: OpenOpinions, scene: DeskScene) -> ListPage:
    """Those that nobody has settled, the oldest first; they lead to what was written with them."""
    told = screen.listed.opinions if screen.listed else ()
    shown = paged(told, screen.page, WIDE_CARDS)
    return ListPage(
        title=say("guide.opinions.title"),
        empty=say("guide.loading") if screen.listed is None else say("guide.opinions.none"),
        more=_more(screen.listed),
        cards=tuple(_opinion(each, scene) for each in shown.rows),
        page=shown.page,
        pages=shown.pages,
        key=Key.READ,
        hint=say("guide.opinions.settled") if shown.rows else NOTHING,
        wide=True,
    )


def _opinion(left: OpinionLeft, scene: DeskScene) -> StandingCard:
    local = left.left_at.astimezone(scene.known.zone)
    about = say(f"opinion.choice.{left.about}")
    if left.window:
        about = at_windows("guide.windows.one", "guide.windows", (left.window,))
    code = code_of(left.opinion)
    urgent = left.kind in (OpinionKind.COMPLAINT, OpinionKind.HELP)
    return StandingCard(
        number=f"{code[:4]} {code[4:]}",
        queue=about,
        line=say(_since(left), day=short_date(local), kiosk=_kiosk(left, scene)),
        badge=say(f"opinion.choice.{left.kind}"),
        tone=Tone.WARN if urgent else Tone.QUIET,
        leads=left.has_words and Key.READ in scene.keys,
    )


def _since(left: OpinionLeft) -> str:
    if left.lost:
        return "guide.opinions.lost"
    return "guide.opinions.written" if left.written else "guide.opinions.since"


def _kiosk(left: OpinionLeft, scene: DeskScene) -> str:
    """As the hall calls it, where it does."""
    kiosks = scene.known.hall.kiosks
    return next((each.name for each in kiosks if each.id == left.device), "") or left.device


def _shown(listed: Listed | None, page: int) -> Paged[Standing]:
    return paged(listed.tickets if listed else (), page, CARDS)


def _list(
    words: tuple[Wording, Wording],
    listed: Listed | None,
    shown: Paged[Standing],
    cards: tuple[StandingCard, ...],
) -> ListPage:
    return ListPage(
        title=words[0],
        empty=say("guide.loading") if listed is None else words[1],
        more=_more(listed),
        cards=cards,
        page=shown.page,
        pages=shown.pages,
    )


def _more(listed: Listed | None) -> Wording:
    told = len(listed.tickets or listed.opinions) if listed else 0
    if listed is None or listed.total <= told:
        return NOTHING
    return say("guide.more-than", total=listed.total, shown=told)


def _missed(ticket: Standing, scene: DeskScene) -> StandingCard:
    at = ticket.missed_at
    left = minutes_left(ticket, scene)
    return StandingCard(
        number=ticket.number,
        queue=queue_name(scene.known.hall, ticket.queue),
        line=say(
            "guide.missed.at",
            clock=clock(at.astimezone(scene.known.zone)) if at else "",
            window=ticket.window or "",
        ),
        badge=say("guide.left", lasting=lasting(left)) if left else say("guide.over"),
        tone=Tone.PRIMARY if left else Tone.QUIET,
    )


def _waiting(ticket: Standing, scene: DeskScene) -> StandingCard:
    return StandingCard(
        number=ticket.number,
        queue=queue_name(scene.known.hall, ticket.queue),
        line=say("guide.waited", lasting=lasting(minutes(ticket.joined, scene.local))),
        badge=group_name(ticket.group),
        tone=Tone.PRIMARY,
    )
