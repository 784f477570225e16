"""The home page: search, the ways to go on, common matters. Pure.

In Chinese the common matters stand there in people's own words. In English, where a name of a
matter helps little who does not know the offices, the queues do, and they come first. So they do in
a hall that has no common words.
"""

from __future__ import annotations

from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from broker.domain.hall import Queue
from kiosk.ticket.events import CodeWanted, GoTo, QueueChosen, Touch
from kiosk.ticket.film_screens import SignFilm
from kiosk.ticket.measures import GAP, HALF, QUARTER, TARGET, UNIT
from kiosk.ticket.pages.keys import searching
from kiosk.ticket.pages.phrases import notice, of_the_card
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.word_keys import CommonChoice, CommonKey, common_choices, key_high
from kiosk.ticket.screens import WAYS, Common, Home, HomeWay, Language, Notices, Purpose
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.values import Page, Tone

MOST = 12  # of common matters, or of queues
_DISC, _ARROW, _SIGN = 36.0, 9.0, 9.0
_LARGE = {Language.ZH: ("take", "guide"), Language.EN: ("queues", "guide")}
_ACROSS = {False: 4, True: 2}  # keys beside each other, on an upright page and on a flat one


class WayCard(Struct, frozen=True):
    """One of the large cards that lead on."""

    name: str
    icon: str
    label: Wording
    sub: Wording


class OtherWay(Struct, frozen=True):
    """A way that fewer take."""

    name: str
    icon: str
    label: Wording


class HomePage(Page, frozen=True):
    """`keys` are common matters or queues, as `heading` says, in so many `columns`."""

    ways: tuple[WayCard, ...]
    others: tuple[OtherWay, ...]
    heading: Wording
    columns: int
    keys: tuple[CommonKey, ...]
    notice: Wording
    tone: Tone
    card: Wording
    card_tone: Tone


def home(_screen: Home, scene: Scene) -> Touchable:
    """Search, the ways to go on, common matters, one line of notice and one of a card."""
    card, card_tone = _card(scene)
    text, tone = notice(scene, brief=scene.low)  # in low mode it stands above
    large, others = _ways(scene)
    heading, offered, rest = _offered(scene)
    column = _columns(scene)
    lines = _lines(text, large, others, [each.key for each in offered], scene)
    shown = offered[: lines * column]
    if rest is not None and shown:
        shown = (*shown[: lines * column - 1], rest)
    page = HomePage(
        ways=_with_room(text, large, others, shown, scene),
        others=others,
        heading=heading,
        columns=column,
        keys=tuple(each.key for each in shown),
        notice=text,
        tone=tone,
        card=card,
        card_tone=card_tone,
    )
    ways: dict[str, Touch] = {_way_name(way): GoTo(way.leads_to) for way in WAYS}
    keys = {each.key.name: each.touch for each in shown}
    asks = scene.hall.guide_queue
    if asks is not None:
        keys[f"queue-{asks.id}"] = QueueChosen(asks.id)
    if scene.hall.appointments.file:
        keys["code"] = CodeWanted()
    leads = {**searching(Purpose.TAKE), "notice": GoTo(Notices())}
    if scene.sign_film:
        leads["sign-film"] = GoTo(SignFilm())
    return Touchable(page, {**ways, **keys, **leads})


def _ways(scene: Scene) -> tuple[tuple[HomeWay, ...], tuple[OtherWay, ...]]:
    """Those that most people take; and the others, with the queue of who only wants to ask."""
    names = _LARGE[scene.comfort.language]
    known = {way.name: way for way in WAYS}
    others = [
        OtherWay(_way_name(way), way.icon, _label(way)) for way in WAYS if way.name not in names
    ]
    asks = scene.hall.guide_queue
    if scene.hall.appointments.file:
        others.insert(0, OtherWay("code", "clock", say("code.way")))
    if asks is not None:
        others.append(OtherWay(f"queue-{asks.id}", "question", say("ticket.ask")))
    if scene.sign_film and (len(others) % 2 or not scene.comfort.elder):  # large: no line more
        others.append(OtherWay("sign-film", "hand", say("sign-film")))
    return tuple(known[name] for name in names), tuple(others)


def _card(scene: Scene) -> tuple[Wording, Tone]:
    """Whose card was read; else that one may be laid down, where there is a reader that works."""
    said, tone = of_the_card(scene, needed=False)
    if said != NOTHING or not scene.card_place.works:
        return said, tone
    return say("card.place"), Tone.PRIMARY


def _way_name(way: HomeWay) -> str:
    return f"card-{way.name}"


def _label(way: HomeWay) -> Wording:
    return say(f"way.{way.name}")


def _way_card(way: HomeWay) -> WayCard:
    return WayCard(_way_name(way), way.icon, _label(way), say(f"way.{way.name}.sub"))


# common matters, or queues


def _offered(scene: Scene) -> tuple[Wording, tuple[CommonChoice, ...], CommonChoice | None]:
    """The heading, the keys, and the key that leads to the rest of them."""
    common = common_choices(scene) if scene.comfort.language is Language.ZH else ()
    if not common:
        return say("ticket.busiest"), _busiest(scene), None
    more = CommonKey("common-more", say("ticket.common.more"), NOTHING)
    rest = CommonChoice(more, GoTo(Common())) if len(common) > 1 else None
    return say("ticket.common"), common[:MOST], rest


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


def _columns(scene: Scene) -> int:
    return _ACROSS[scene.room.flat] if not scene.comfort.elder else 2


def _side(scene: Scene) -> float:
    """How wide the ways are, and the keys: of a flat page each has its half."""
    return (scene.room.width - 2 * GAP) / 2 if scene.room.flat else scene.room.width


def _lines(
    notice: Wording,
    large: tuple[HomeWay, ...],
    others: tuple[OtherWay, ...],
    keys: list[CommonKey],
    scene: Scene,
) -> int:
    """How many lines of keys there is room for."""
    if not keys:
        return 0
    columns, left = _columns(scene), _between(notice, scene) - _heading_high(scene)
    if not scene.room.flat:
        left -= _ways_high(tuple(map(_way_card, large)), others, scene, least=True) + GAP
    high = key_high(keys, (_side(scene) - (columns - 1) * GAP) / columns, scene)
    return max(0, min(-(-len(keys) // columns), int(left / (high + GAP))))


def _heading_high(scene: Scene) -> float:
    return scene.room.high(scene.said(say("ticket.busiest")), "button", 200.0) + GAP


def _between(notice: Wording, scene: Scene) -> float:
    """What is left between the search field and the notice."""
    room, (card, _) = scene.room, _card(scene)
    says = room.high(scene.said(notice), "body", room.width - 20.0 - _ARROW) + 2 * HALF
    below = max(TARGET, says) + GAP
    if card != NOTHING:
        below += room.high(scene.said(card), "body", room.width - 20.0) + 2 * HALF + GAP
    return room.height - TARGET - below - GAP


def _ways_high(
    cards: tuple[WayCard, ...], others: tuple[OtherWay, ...], scene: Scene, *, least: bool = False
) -> float:
    """How high the ways must be, one below the other; `least`: without the lines below names."""
    each = [replace(card, sub=NOTHING) if least else card for card in cards]
    highest = max(map(partial(_way_high, scene), each))
    return len(cards) * (highest + GAP) + _others_high(others, scene)


def _others_high(others: tuple[OtherWay, ...], scene: Scene) -> float:
    """How high the ways that fewer take are, in two columns."""
    width = (_side(scene) - GAP) / 2 - 2 * HALF - _SIGN - HALF
    highs = [scene.room.high(scene.said(way.label), "button", width, heavy=True) for way in others]
    lines = -(-len(others) // 2)
    return lines * (max(TARGET, max(highs, default=0.0) + 2 * HALF) + GAP) - GAP if others else 0.0


def _with_room(
    notice: Wording,
    large: tuple[HomeWay, ...],
    others: tuple[OtherWay, ...],
    shown: tuple[CommonChoice, ...],
    scene: Scene,
) -> tuple[WayCard, ...]:
    """The ways, with a line below each name where there is room for all of these."""
    cards = tuple(map(_way_card, large))
    left = _between(notice, scene)
    if shown and not scene.room.flat:
        columns = _columns(scene)
        width = (_side(scene) - (columns - 1) * GAP) / columns
        high = key_high([each.key for each in shown], width, scene)
        left -= _heading_high(scene) + -(-len(shown) // columns) * (high + GAP)
    if _ways_high(cards, others, scene) <= left:
        return cards
    return tuple(replace(card, sub=NOTHING) for card in cards)


def _way_high(scene: Scene, card: WayCard) -> float:
    room = scene.room
    column = _side(scene)
    width = column - 6 * UNIT - min(_DISC, column * 0.22) - _ARROW
    return (
        room.high(scene.said(card.label), "cardName" if room.flat else "hero", width, heavy=True)
        + room.high(scene.said(card.sub), "button", width)
        + 2 * UNIT
        + QUARTER
    )
