"""The home page: search, the ways to go on, common matters, the opinion box. Pure.

In Chinese the common matters stand there in people's own words. In English, where a name of a
matter helps little who does not know the offices, the queues do, and they come first. So they do in
a hall that has no common words. While the hall is closed nobody waits: then common matters lead to
what they need.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from broker.domain.hall import Queue
from kiosk.ticket.events import BoxOpened, GoTo, QueueChosen
from kiosk.ticket.measures import GAP, HALF, PIXEL, TARGET, UNIT, ems_of
from kiosk.ticket.pages.home_ways import (
    OtherWay,
    WayCard,
    brief,
    closed_now,
    large_ways,
    other_ways,
    others_grid,
    way_touches,
    ways_high,
)
from kiosk.ticket.pages.keys import searching
from kiosk.ticket.pages.page_row import Foot, PageRow
from kiosk.ticket.pages.phrases import hung_up, notice, of_the_card
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.word_keys import CommonChoice, CommonKey, key_needs, word_choices
from kiosk.ticket.screens import Common, Home, Language, Notices, Purpose
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.values import Page, Tone

MOST = 12  # of common matters, or of queues
_SIGN_AND_ARROW = 29.0  # beside the notice
_SIGN = 9.0  # beside 意见箱
_ACROSS = {False: 4, True: 3}  # keys beside each other, on an upright page and on a flat one
_FEW = 5  # fewer words are a poor choice


class HomePage(Page, frozen=True):
    """`others` stand in `across` columns. `keys` are common matters or queues, as `heading` says,
    in so many `columns`. 意见箱 stands beside the notice, `opinion` millimetres wide."""

    ways: tuple[WayCard, ...]
    others: tuple[OtherWay, ...]
    across: int
    heading: Wording
    columns: int
    keys: tuple[CommonKey, ...]
    notice: Wording
    tone: Tone
    opinion: float
    card: Wording
    card_tone: Tone


class _Offer(Struct, frozen=True):
    """What may stand below the heading; `rest` leads to what has no room."""

    heading: Wording
    keys: tuple[CommonChoice, ...]
    rest: CommonChoice | None = None


class _Keys(Struct, frozen=True):
    """What stands below the heading, and how high both are with a gap below each line."""

    shown: tuple[CommonChoice, ...] = ()
    columns: int = 1
    high: float = 0.0


def home(_screen: Home, scene: Scene) -> Touchable:
    """Search, the ways to go on, common matters, one line of notice and one of a card."""
    card, card_tone = _card(scene)
    text, tone = _notice(scene)
    large = large_ways(scene)
    others = _fitting(large, text, scene)
    across, others_high = others_grid(others, scene)
    free = _between(text, scene) - others_high
    offer = _offer(scene)
    keys = _keys(offer, large, free, scene)
    page = HomePage(
        ways=_with_room(large, keys, free, scene),
        others=others,
        across=across,
        heading=offer.heading if keys.shown else NOTHING,
        columns=keys.columns,
        keys=tuple(each.key for each in keys.shown),
        notice=text,
        tone=tone,
        opinion=_opinion_wide(scene),
        card=card,
        card_tone=card_tone,
    )
    chosen = {each.key.name: each.touch for each in keys.shown}
    looking = Purpose.GUIDE if closed_now(scene) else Purpose.TAKE
    leads = {**searching(looking), "notice": GoTo(Notices()), "opinion": BoxOpened()}
    return Touchable(page, {**chosen, **way_touches(scene), **leads})


def _fitting(large: tuple[WayCard, ...], text: Wording, scene: Scene) -> tuple[OtherWay, ...]:
    """The small ways, without those that stand elsewhere as well where the large ones would be too
    low to be pressed: with the line of a card, in the largest letters of the longest language."""
    briefly = tuple(brief(each, scene) for each in large)
    others = other_ways(scene)
    for spared in ("cases", "sign-film"):
        free = _between(text, scene) - others_grid(others, scene)[1]
        if ways_high(briefly, _side(scene), scene) <= free:
            break
        others = tuple(each for each in others if each.name != spared)
    return others


def _card(scene: Scene) -> tuple[Wording, Tone]:
    """Whose card was read; else that one may be laid down, where there is a reader that works."""
    said, tone = of_the_card(scene, needed=False)
    if said != NOTHING or not scene.card_place.works:
        return said, tone
    return say("card.place"), Tone.PRIMARY


def _notice(scene: Scene) -> tuple[Wording, Tone]:
    """In low mode it stands above; of a closed hall the card of numbers says it already."""
    if scene.low:
        return say("notices"), Tone.PRIMARY
    if closed_now(scene) and scene.notices:
        return hung_up(scene.notices[0]), Tone.PRIMARY
    return notice(scene)


# common matters, or queues


def _offer(scene: Scene) -> _Offer:
    common = word_choices(scene) if scene.comfort.language is Language.ZH else ()
    closed = closed_now(scene) is not None
    if not common:
        return _Offer(say("ticket.busiest"), () if closed else _busiest(scene))
    more = CommonKey("common-more", say("ticket.common.more"), NOTHING)
    rest = CommonChoice(more, GoTo(Common())) if len(common) > 1 else None
    heading = say("ticket.common.closed" if closed else "ticket.common")
    return _Offer(heading, common[:MOST], rest)


def _busiest(scene: Scene) -> tuple[CommonChoice, ...]:
    world = scene.world
    asks = scene.hall.guide_queue  # it has a key of its own
    known = [
        each
        for each in scene.hall.queues
        if each.id in world.queues and not world.full(each) and each != asks
    ]
    ranked = sorted(known, key=lambda queue: -world.queues[queue.id].waiting)
    return tuple(_queue_choice(each, scene) for each in ranked[:MOST])


def _queue_choice(queue: Queue, scene: Scene) -> CommonChoice:
    people = say("ticket.people", count=scene.world.queues[queue.id].waiting)
    key = CommonKey(f"queue-{queue.id}", named(queue), people)
    return CommonChoice(key, QueueChosen(queue.id))


# what there is room for


def _side(scene: Scene) -> float:
    """How wide the large ways are, and the keys: of a flat page each has its half."""
    return (scene.room.width - 2 * GAP) / 2 if scene.room.flat else scene.room.width


def _with_room(
    large: tuple[WayCard, ...], keys: _Keys, free: float, scene: Scene
) -> tuple[WayCard, ...]:
    """The large ways, with a line below each name where there is room for all of these."""
    side = _side(scene) if keys.shown else scene.room.width
    left = free if scene.room.flat else free - keys.high
    if ways_high(large, side, scene) <= left:
        return large
    return tuple(brief(each, scene) for each in large)


def _keys(offer: _Offer, large: tuple[WayCard, ...], free: float, scene: Scene) -> _Keys:
    """The keys that there is room for; where that is hardly any, words stand for themselves."""
    if not offer.keys:
        return _Keys()
    briefly = tuple(brief(each, scene) for each in large)
    left = free - (0.0 if scene.room.flat else ways_high(briefly, _side(scene), scene))
    made = _most(offer, left, scene)
    if offer.rest is None or len(made.shown) >= _FEW:
        return made
    bare = replace(offer, keys=tuple(map(_bare, offer.keys)))
    return max(made, _most(bare, left, scene), key=lambda each: len(each.shown))


def _bare(choice: CommonChoice) -> CommonChoice:
    return replace(choice, key=replace(choice.key, queue=NOTHING))


def _most(offer: _Offer, left: float, scene: Scene) -> _Keys:
    """As many as can be, on as few lines."""
    heading = _heading_high(offer.heading, scene)
    most = min(MOST, len(offer.keys) + (offer.rest is not None))
    keys = [each.key for each in offer.keys]
    made = []
    for columns, need in enumerate(
        key_needs(keys, _side(scene), _ACROSS[scene.room.flat], scene), 1
    ):
        lines = max(0, min(-(-most // columns), int((left - heading) / (need + GAP))))
        shown = _with_rest(offer, min(most, lines * columns))
        made.append((lines, _Keys(shown, columns, heading + lines * (need + GAP))))
    return max(made, key=lambda each: (len(each[1].shown), -each[0]))[1]


def _with_rest(offer: _Offer, places: int) -> tuple[CommonChoice, ...]:
    if offer.rest is None or not places:
        return offer.keys[:places]
    return (*offer.keys[: places - 1], offer.rest)


def _heading_high(heading: Wording, scene: Scene) -> float:
    return scene.room.high(scene.said(heading), "button", 200.0) + GAP


def _opinion_wide(scene: Scene) -> float:
    """Its words on one line, beside its sign."""
    words = ems_of(scene.said(say("opinion")), heavy=True) * (scene.room.type("button") + PIXEL)
    return words + _SIGN + 2 * HALF + UNIT


def _between(notice: Wording, scene: Scene) -> float:
    """What is left between the search field and the notice."""
    room, (card, _) = scene.room, _card(scene)
    beside = room.width - _opinion_wide(scene) - GAP - _SIGN_AND_ARROW
    says = room.high(scene.said(notice), "body", beside) + 2 * HALF
    below = max(TARGET, says) + GAP
    if card != NOTHING:
        below += room.high(scene.said(card), "body", room.width - 20.0) + 2 * HALF + GAP
    return room.height - TARGET - below - GAP


HOME_ROW = PageRow(home, Foot.HOME)
