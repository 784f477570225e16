"""`hall catalogue show`: one item as text, its headings in both languages."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from broker.commands.catalogue_files import needed, place
from broker.commands.catalogue_words import (
    CHARGED,
    COPIES,
    EXAMPLE,
    FREE,
    GROUPS,
    HANDLINGS,
    LEGAL,
    OPTIONAL,
    ORIGINALS,
    PROMISED,
    UNKNOWN,
    both,
    term,
)
from broker.domain.entries import CatalogueEntry
from broker.domain.errors import ConfigError
from broker.domain.guides import Guide, GuideGroup, GuideStep, Material
from broker.domain.hall import Hall
from broker.domain.text.matching import normal
from broker.language import chosen
from broker.terminal import complain, show

_LISTED = 20


def show_item(arguments: argparse.Namespace) -> int:
    """Say all that is known of the item that is named, or which ones could be meant."""
    words = [normal(each) for each in arguments.names if normal(each)]
    if not words:
        remedy = "write its number or its name"
        raise ConfigError("hall catalogue", "show", "no item is named", remedy)
    where = place(arguments.hall)
    names = {each.id: each.name for each in where.hall.departments}
    found = _meant(needed(where).entries, words, names)
    if len(found) != 1:
        complain(_which(found, names))
        return 1
    show("\n".join(_text(found[0], where.hall, names)) + "\n")
    return 0


def _meant(
    entries: Sequence[CatalogueEntry], words: Sequence[str], names: dict[str, str]
) -> list[CatalogueEntry]:
    """The items that each word fits: the number, the department or a part of the name. One that is
    called just so is meant before those that hold it."""
    fit = [each for each in entries if all(_fits(each, word, names) for word in words)]
    exact = [each for each in fit if "".join(words) in _called(each)]
    return exact if len(exact) == 1 else fit


def _called(entry: CatalogueEntry) -> set[str]:
    return {normal(each) for each in (entry.name, entry.name_en, *entry.synonyms) if each}


def _fits(entry: CatalogueEntry, word: str, names: dict[str, str]) -> bool:
    if word.isdigit():
        return word == str(entry.number) or word in normal(entry.name)
    department = (entry.department, normal(names.get(entry.department, "")))
    return word in department or any(word in each for each in _called(entry))


def _which(found: Sequence[CatalogueEntry], names: dict[str, str]) -> str:
    if not found:
        return "No item is called so."
    rows = [
        f"  {names.get(each.department, each.department)} {each.number} {each.name}"
        for each in found[:_LISTED]
    ]
    if more := len(found) - len(rows):
        closer = f"… and {more} more: name it more closely"
        rows.append(chosen(f"……另有 {more} 个，请把名称写全些", closer))
    return "\n".join([f"{len(found)} items could be meant:", *rows])


def _text(entry: CatalogueEntry, hall: Hall, names: dict[str, str]) -> Iterator[str]:
    yield f"{names.get(entry.department, entry.department)} {entry.number}  {entry.name}"
    for line in (entry.name_en, "；".join(entry.synonyms), entry.code):
        if line:
            yield f"  {line}"
    if entry.guide.handling:
        yield f"  {both(HANDLINGS[entry.guide.handling])}"
    empty = []
    for group in hall.catalogue.groups:
        lines = list(_lines(entry.guide, group)) if entry.guide.says(group) else []
        if not lines:
            empty.append(both(GROUPS[group]))
            continue
        yield f"{both(GROUPS[group])}:"
        yield from (f"  {line}" for text in lines for line in text.split("\n"))
    if empty:
        yield f"{both(UNKNOWN)}: {'；'.join(empty)}"
    if entry.guide.example:
        yield both(EXAMPLE)


def _lines(guide: Guide, group: GuideGroup) -> Iterator[str]:
    match group:
        case GuideGroup.BASIS:
            yield guide.basis
        case GuideGroup.CONDITIONS:
            yield guide.conditions
        case GuideGroup.MATERIALS:
            yield from map(_material, guide.materials)
        case GuideGroup.STEPS:
            yield from map(_step, guide.steps)
        case GuideGroup.TERMS:
            yield from _terms(guide)
        case _:
            yield from _rest(guide, group)


def _rest(guide: Guide, group: GuideGroup) -> Iterator[str]:
    match group:
        case GuideGroup.FEES:
            yield from (each for each in (_fee(guide), guide.fee_basis) if each)
        case GuideGroup.RESULT:
            yield guide.result
        case GuideGroup.WINDOW:
            yield from (each for each in (guide.place, guide.times) if each)
        case GuideGroup.TELEPHONES:
            yield from (each for each in (guide.telephone, guide.complaints) if each)
        case _:
            yield from (f"{each.question}\n  {each.answer}" for each in guide.questions)


def _material(each: Material) -> str:
    counts = f"{both(ORIGINALS)} {each.originals}", f"{both(COPIES)} {each.copies}"
    said = [each.name, *counts, *([] if each.required else [both(OPTIONAL)])]
    said += [text for text in (each.issuer, each.note) if text]
    return " · ".join(said)


def _step(each: GuideStep) -> str:
    said = [each.name, both(term(each.term)) if each.term else "", each.note]
    return " · ".join(text for text in said if text)


def _terms(guide: Guide) -> Iterator[str]:
    for name, limit in ((LEGAL, guide.legal), (PROMISED, guide.promised)):
        if limit is not None:
            said = (both(name), both(term(limit)), limit.note)
            yield " · ".join(each for each in said if each)
    if guide.handling and not (guide.legal or guide.promised):
        yield both(HANDLINGS[guide.handling])


def _fee(guide: Guide) -> str:
    """不收费 is said; of what is charged but not how much, that it is."""
    if guide.charged is False:
        return both(FREE)
    return guide.fee or (both(CHARGED) if guide.charged else "")
