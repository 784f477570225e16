"""The search page: own keypad, characters by pinyin, results as one types. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.ticket.events import GoTo, Press, Pressed, QueueChosen, Touch
from kiosk.ticket.measures import GAP, HALF, TARGET
from kiosk.ticket.pages.candidates import WordRow, word_row
from kiosk.ticket.pages.choose import ASKING
from kiosk.ticket.pages.item_rows import ItemRow, choices, columns, cut, titled
from kiosk.ticket.pages.keys import DIGIT_KEYS, KEYPAD, TURNING
from kiosk.ticket.pages.phrases import at_desk, department_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.terms import badge
from kiosk.ticket.screens import Language, Queues, Search
from kiosk.ticket.search import Hit
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import PagedPage

SHOWN = 60  # of what was found; whoever sees so many types on
KEYPAD_HIGH = 4 * TARGET + 3 * GAP
_SIGN = 20.0  # beside a sentence


class SearchPage(PagedPage, frozen=True):
    """`ready`: the index is made. `words` are what the letters may stand for; `digits` stand in
    their place, and with `writing` there is a key that changes them. `instead`: where one goes for
    what this hall does not do. `word` stands where there are no results, and there
    whoever `asks` finds somebody."""

    text: str
    ready: bool
    columns: int
    rows: tuple[ItemRow, ...]
    words: WordRow
    digits: bool
    writing: bool
    instead: Wording
    word: Wording
    asks: bool


def search(screen: Search, scene: Scene) -> Touchable:
    """Own keypad; results as one types."""
    found = _found(screen, scene)
    rows = [_row(each, scene) for each in found]
    instead = _instead(screen, scene)
    high = scene.room.height - TARGET - KEYPAD_HIGH - 2 * GAP - _note_high(instead, scene)
    beside = 0.0 if scene.room.flat else TARGET + GAP  # a flat page has its pager beside the field
    shown = cut(rows, screen.page, high, scene, beside)
    writing = scene.comfort.language is Language.ZH
    digits = screen.digits or not writing
    words, chosen = (WordRow(), {}) if digits else _words(screen, scene)
    page = SearchPage(
        text=screen.text,
        ready=scene.finding is not None,
        columns=columns(scene),
        rows=shown.rows,
        words=words,
        digits=digits,
        writing=writing,
        instead=instead,
        word=_word(screen, words, scene),
        asks=scene.hall.guide_queue is not None,
        page=shown.page,
        pages=shown.pages,
    )
    hits = [each.item for each in found[shown.first : shown.end]]
    more: dict[str, Touch] = {"further": Pressed(Press.FURTHER)} if words.more else {}
    if writing:
        more["digits"] = Pressed(Press.DIGITS)
    if scene.finding and screen.text and not found:
        more |= _otherwise(scene)
    touches = {**choices(hits), **TURNING, **KEYPAD, **chosen, **more}
    hidden = () if digits else DIGIT_KEYS
    return Touchable(page, {name: each for name, each in touches.items() if name not in hidden})


def _found(screen: Search, scene: Scene) -> Sequence[Hit]:
    if scene.finding is None:
        return ()
    index = scene.finding.search
    english = scene.comfort.language is Language.EN
    return (index.find_english if english else index.find)(screen.text)[:SHOWN]


def _otherwise(scene: Scene) -> dict[str, Touch]:
    """Where nothing is found: a number of a queue that one knows, or of who only wants to ask."""
    asks = scene.hall.guide_queue
    ways: dict[str, Touch] = {"card-queues": GoTo(Queues())}
    return ways if asks is None else {**ways, ASKING: QueueChosen(asks.id)}


def _words(screen: Search, scene: Scene) -> tuple[WordRow, dict[str, Touch]]:
    if scene.finding is None:
        return WordRow(), {}
    return word_row(scene.finding.writing.candidates(screen.text), screen.further, scene)


def _instead(screen: Search, scene: Scene) -> Wording:
    """Where one goes for what was typed and is not done here; at 身F for 身份证 already."""
    index = scene.finding.search if scene.finding else None
    meant = (*index.meant(screen.text), *index.begun(screen.text)) if index else ()
    told = [Wording(each.instead, each.instead_en) for each in meant if each.instead]
    return told[0] if told else NOTHING


def _note_high(note: Wording, scene: Scene) -> float:
    words = scene.said(note)
    return scene.room.high(words, "body", scene.room.width - _SIGN) + 2 * HALF + GAP if words else 0


def _word(screen: Search, words: WordRow, scene: Scene) -> Wording:
    """What stands where there is no result: of letters that may be written, that they may."""
    if scene.finding is None:
        return say("ticket.search.wait")
    if not screen.text:
        return say("ticket.search.example")
    return at_desk("ticket.search.none.words" if words.keys else "ticket.search.none", scene)


def _row(found: Hit, scene: Scene) -> ItemRow:
    label = titled(found.item)
    marked = scene.said(label) == found.called
    begins, ends = found.mark if marked else (0, 0)
    department = department_name(found.item.department, scene)
    if found.called and not marked:
        department = say("ticket.search.also", word=found.called, department=department)
    return ItemRow(
        name="",
        label=label,
        badge=badge(found.item.guide),
        before=found.called[:begins] if marked else "",
        marked=found.called[begins:ends],
        after=found.called[ends:] if marked else "",
        department=department,
    )
