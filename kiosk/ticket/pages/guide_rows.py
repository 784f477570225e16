"""What stands below a tab of a guide, as rows that the glass puts on as many leaves as it needs.
Pure.

Long texts are cut into pieces at the ends of their sentences: a piece has room on every leaf, in
large letters too, so that a text of any length is read by turning leaves, never by scrolling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.guides import GuideGroup, GuideStep, Material, Term
from kiosk.issuing.materials import telephone
from kiosk.ticket.events import MaterialTicked
from kiosk.ticket.pages.guide_facts import fee, long, plain, published
from kiosk.ticket.pages.phrases import department_name
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.pages.terms import within
from kiosk.ticket.take_home import counts, whereto
from kiosk.words import NOTHING, Wording, say

PIECE = 90  # letters, of a language that needs few
SMALL_PIECE = 45
LONG_ISSUER = 20  # letters
_SENTENCES = re.compile(r"[^。；！？;\n]*[。；！？;\n]?")


class MaterialRow(Struct, frozen=True):
    """One thing to bring. `name` is what ticks it, `sample` what shows its picture ("": none). A
    row without a name goes on with the one above it."""

    name: str
    label: Wording
    counts: Wording
    optional: bool
    detail: Wording
    ticked: bool
    sample: str


class StepBox(Struct, frozen=True):
    """One step; `last`: no arrow leads on. A box of no number goes on with the one above it."""

    nth: int
    label: Wording
    note: Wording
    term: Wording
    last: bool


class TextRow(Struct, frozen=True):
    """A piece of text. `heading` stands above the first piece of each."""

    heading: Wording
    text: Wording


def materials(item: Item, scene: Scene) -> tuple[MaterialRow, ...]:
    """What to bring, and what of it this visitor has ready."""
    listed = (_material(item, nth, each, scene) for nth, each in enumerate(item.guide.materials))
    return tuple(row for rows in listed for row in rows)


def _material(item: Item, nth: int, material: Material, scene: Scene) -> Iterator[MaterialRow]:
    """One thing to bring; what its row has no room for stands in rows below it."""
    name, *names = pieces(material.name, _most(scene)) or ("",)
    below = "\n".join([*_long(material.issuer), material.note])
    told = (*names, *pieces(below, _most(scene)))
    note, more = ("", told) if names else (told[0] if told else "", told[1:])
    yield MaterialRow(
        name=f"tick-{nth}",
        label=plain(name),
        counts=_counted(material),
        optional=not material.required,
        detail=plain(note),
        ticked=MaterialTicked(item.id, nth) in scene.ticks,
        sample=f"sample-{nth}" if material.sample in scene.samples else "",
    )
    for piece in more:
        yield MaterialRow("", NOTHING, NOTHING, False, plain(piece), False, "")


def _long(issuer: str) -> list[str]:
    """A name that has no room beside the counts, as a line of its own."""
    return [f"{issuer}出具"] if len(issuer) > LONG_ISSUER else []


def _counted(material: Material) -> Wording:
    """How many of it, and who hands it out."""
    short = material.issuer and not _long(material.issuer)
    issuer = say("guide.issuer", issuer=material.issuer) if short else NOTHING
    told = [each for each in (counts(material), issuer) if each != NOTHING]
    return Wording("；".join(each.zh for each in told), "; ".join(each.en for each in told))


def steps(item: Item, scene: Scene) -> tuple[StepBox, ...]:
    """The steps in their order."""
    every = item.guide.steps
    boxes = (_step(nth, each, nth == len(every), scene) for nth, each in enumerate(every, 1))
    return tuple(box for of_one in boxes for box in of_one)


def _step(nth: int, step: GuideStep, last: bool, scene: Scene) -> Iterator[StepBox]:
    """One step; what its box has no room for stands in boxes below it, and there the arrow is."""
    name, *names = pieces(step.name, _most(scene)) or ("",)
    told = (*names, *pieces(step.note, _most(scene)))
    note, more = ("", told) if names else (told[0] if told else "", told[1:])
    term = within(step.term) if step.term else NOTHING
    yield StepBox(nth, plain(name), plain(note), term, last or bool(more))
    for at, piece in enumerate(more, 1):
        yield StepBox(0, NOTHING, plain(piece), NOTHING, last or at < len(more))


def _terms(item: Item, scene: Scene) -> list[tuple[str, Term]]:
    guide = item.guide
    told = (("guide.promised", guide.promised), ("guide.legal", guide.legal))
    return [(key, term) for key, term in told if term and published(GuideGroup.TERMS, scene)]


def terms(item: Item, scene: Scene) -> tuple[TextRow, ...]:
    """承诺 and 法定办结时限, with what the catalogue notes of them."""
    return tuple(TextRow(say(key), _noted(term)) for key, term in _terms(item, scene))


def in_short(item: Item, scene: Scene) -> Wording:
    """The same in one line, without notes."""
    told = [(say(key), within(term)) for key, term in _terms(item, scene)]
    zh = "，".join(f"{heading.zh} {term.zh}" for heading, term in told)
    return Wording(zh, ", ".join(f"{heading.en}: {term.en}" for heading, term in told))


def _noted(term: Term) -> Wording:
    told = within(term)
    return Wording(f"{told.zh}（{term.note}）", f"{told.en} ({term.note})") if term.note else told


def grounds(item: Item, scene: Scene) -> tuple[TextRow, ...]:
    """受理条件 and 设定依据; and what has no room elsewhere: notes of terms, a long result."""
    guide = item.guide
    noted = bool(guide.steps) and any(term.note for _, term in _terms(item, scene))
    result = guide.result if long(guide.result) else ""
    told = (
        ("ticket.fact.conditions", guide.conditions, GuideGroup.CONDITIONS),
        ("ticket.fact.basis", guide.basis, GuideGroup.BASIS),
        ("ticket.fact.result", result, GuideGroup.RESULT),
    )
    return (*_texts(told, scene), *(terms(item, scene) if noted else ()))


def charges(item: Item, scene: Scene) -> tuple[TextRow, ...]:
    """收费标准 and what it is based on."""
    return (
        *_text(say("ticket.fact.fee"), fee(item.guide), scene),
        *_text(say("guide.fee-basis"), plain(item.guide.fee_basis), scene),
    )


def place(item: Item, scene: Scene) -> tuple[TextRow, ...]:
    """Where, when, and whom to ask or to complain to."""
    guide = item.guide
    ask = telephone(item, scene.hall)
    told = (
        ("guide.place", guide.place, GuideGroup.WINDOW),
        ("ticket.fact.hours", guide.times, GuideGroup.WINDOW),
        ("guide.telephone", ask, GuideGroup.TELEPHONES),
        ("guide.complaints", guide.complaints, GuideGroup.TELEPHONES),
    )
    return (
        *_text(say("ticket.fact.window"), whereto(item, scene.hall), scene),
        *_text(say("guide.office"), department_name(item.department, scene), scene),
        *_texts(told, scene),
    )


def _texts(told: Iterable[tuple[str, str, GuideGroup]], scene: Scene) -> tuple[TextRow, ...]:
    """Those whose group the hall shows."""
    shown = [(key, text) for key, text, group in told if published(group, scene)]
    return tuple(row for key, text in shown for row in _text(say(key), plain(text), scene))


def questions(item: Item, scene: Scene) -> tuple[TextRow, ...]:
    """常见问题, each with its answer."""
    told = (_text(plain(each.question), plain(each.answer), scene) for each in item.guide.questions)
    return tuple(row for rows in told for row in rows)


def _text(heading: Wording, text: Wording, scene: Scene) -> tuple[TextRow, ...]:
    """A text in pieces, its heading above the first. What is in two languages is our own, and
    short."""
    if text.zh != text.en:
        return (TextRow(heading, text),)
    cut = pieces(text.zh, _most(scene))
    return tuple(
        TextRow(NOTHING if nth else heading, plain(piece)) for nth, piece in enumerate(cut)
    )


def _most(scene: Scene) -> int:
    return SMALL_PIECE if scene.room.flat or scene.comfort.elder else PIECE


def pieces(text: str, most: int) -> tuple[str, ...]:
    """`text` in pieces of at most `most` letters, cut at ends of sentences where there are any;
    nothing but blanks at the edges of pieces is lost."""
    return tuple(_packed(text, most))


def _packed(text: str, most: int) -> Iterator[str]:
    piece = ""
    for sentence in _short(text, most):
        if len(piece) + len(sentence) > most or piece.endswith("\n"):
            yield from _bare(piece)
            piece = ""
        piece += sentence
    yield from _bare(piece)


def _bare(piece: str) -> Iterator[str]:
    if piece.strip():
        yield piece.strip()


def _short(text: str, most: int) -> Iterator[str]:
    """Sentences; one that is longer than a piece, in parts."""
    for sentence in _SENTENCES.findall(text):
        for begins in range(0, len(sentence), most):
            yield sentence[begins : begins + most]
