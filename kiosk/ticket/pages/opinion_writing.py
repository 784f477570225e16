"""写几句: the page on which something is written for the opinion box. Pure.

What stands here belongs to whoever writes it, and to nobody after them. So nothing that keeps
what it was asked for is asked: neither the measures of texts nor the memory of pinyin.
"""

from __future__ import annotations

from collections.abc import Iterable

from broker.domain.text.kinds import LONGEST_WRITTEN
from kiosk.ticket.events import Press, Pressed, Touch, Typed, WordsWritten
from kiosk.ticket.measures import FIRST, FOOT_KEY, GAP, HALF, LINE, PIXEL, TARGET
from kiosk.ticket.opinion_screens import OpinionWriting
from kiosk.ticket.pages.candidates import WordRow, word_row
from kiosk.ticket.pages.keys import DIGIT_KEYS, KEYPAD, LETTERS
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Language
from kiosk.words import NOTHING, Wording, say
from kiosk.words.pinyin import Candidate
from kiosk.words.values import Page

_SPELT = 12  # letters at the end that pinyin is looked for: two syllables, and their likes
_MARKS = {Language.ZH: "，。？！、：", Language.EN: ",.?!'-"}
_ENDS = ".?!"
_FIXED = FOOT_KEY + 4 * TARGET + 6 * GAP + 2 * HALF  # all but the note and the letters


class OpinionWritingPage(Page, frozen=True):
    """`text` is what was written, or its end where there is no room for more; `note` says who reads
    it, `hint` stands there while nothing was written. `words` are what the letters may stand for,
    or marks; `digits` stand in their place. `other` changes them, and `count` says how much there
    is."""

    note: Wording
    text: str
    hint: Wording
    words: WordRow
    digits: bool
    other: Wording
    count: Wording


def opinion_writing(screen: OpinionWriting, scene: Scene) -> Touchable:
    """A field, the letters, and what they may stand for."""
    words, chosen = (WordRow(), {}) if screen.digits else _words(screen, scene)
    page = OpinionWritingPage(
        note=say("opinion.write.note"),
        text=_end(screen.text, scene),
        hint=NOTHING if screen.text else say("opinion.write.hint"),
        words=words,
        digits=screen.digits,
        other=say("ticket.search.letters" if screen.digits else "ticket.search.digits"),
        count=say("opinion.write.count", count=len(screen.text), most=LONGEST_WRITTEN),
    )
    more: dict[str, Touch] = {"further": Pressed(Press.FURTHER)} if words.more else {}
    keys: dict[str, Touch] = {"digits": Pressed(Press.DIGITS), "written": WordsWritten()}
    touches = {**KEYPAD, **_letters(screen, scene), **chosen, **more, **keys}
    hidden = () if screen.digits else DIGIT_KEYS
    return Touchable(page, {name: each for name, each in touches.items() if name not in hidden})


def _letters(screen: OpinionWriting, scene: Scene) -> dict[str, Touch]:
    """In English a sentence begins with a capital."""
    written = screen.text.rstrip()
    begins = not written or (written[-1] in _ENDS and written != screen.text)
    high = begins and scene.comfort.language is Language.EN
    return {f"key-{each}": Typed(each if high else each.lower()) for each in LETTERS}


def _words(screen: OpinionWriting, scene: Scene) -> tuple[WordRow, dict[str, Touch]]:
    """Characters for the letters at the end; where there are none, marks."""
    begin = _spelt(screen.text)
    found: Iterable[Candidate] = ()
    if scene.comfort.language is Language.ZH and scene.finding and begin < len(screen.text):
        found = scene.finding.writing.once(screen.text[begin:])
    before = screen.text[:begin]
    meant = [Candidate(each.text, before + each.becomes) for each in found]
    return word_row(meant or _marks(screen, scene), screen.further, scene)


def _marks(screen: OpinionWriting, scene: Scene) -> list[Candidate]:
    space = Candidate(scene.said(say("opinion.write.space")), screen.text + " ")
    marks = _MARKS[scene.comfort.language]
    return [space, *(Candidate(each, screen.text + each) for each in marks)]


def _spelt(text: str) -> int:
    """Where the letters at its end begin, as far as they are looked at."""
    begin = len(text)
    while begin and len(text) - begin < _SPELT and "a" <= text[begin - 1] <= "z":
        begin -= 1
    return begin


def _end(text: str, scene: Scene) -> str:
    """As much of the end as the field has room for, a letter reckoned as wide as a character."""
    room, note = scene.room, scene.said(say("opinion.write.note"))
    letter = room.type("cardName") + PIXEL
    high = room.height - _FIXED - room.high(note, "body", room.width)
    lines = max(1, int((high / letter - FIRST) / LINE) + 1)
    most = lines * int((room.width - 2 * HALF) / letter) - 1
    return text if len(text) <= most else "…" + text[1 - most :]
