"""`hall catalogue import` and `check`: what the departments sent, judged, and put in its place."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.catalogue import importing, kept_file
from broker.catalogue.alike import alike
from broker.catalogue.findings import CatalogueFinding, Gravity, grave
from broker.catalogue.importing import Imported
from broker.catalogue.joining import Losses, changes, losses
from broker.catalogue.kept_file import KeptCatalogue
from broker.commands.catalogue_files import HallPlace, alone, needed, place, report, swap, there
from broker.commands.catalogue_words import GROUPS
from broker.domain.entries import CatalogueEntry
from broker.domain.errors import ConfigError
from broker.domain.guides import NOTHING_KNOWN, GuideGroup
from broker.language import chosen
from broker.service.clock import hall_clock
from broker.settings.common_words import NAME_AN_ITEM, load_common
from broker.terminal import complain, say

SAMPLES = "samples"  # the folder of pictures beside hall.toml
_SHOWN = 20  # findings of a kind that a screen has room for
_ROWS = 10_000  # a line of progress behind so many


def take_in(arguments: argparse.Namespace) -> int:
    """Read the files, say what was found, and replace the catalogue where nothing is wrong."""
    if not arguments.names:
        problem = "no file is named"
        raise ConfigError("hall catalogue", "import", problem, "name files or folders")
    where = place(arguments.hall)
    if arguments.dry_run:
        return _taken_in(arguments, where)
    with alone(where):
        return _taken_in(arguments, where)


def _taken_in(arguments: argparse.Namespace, where: HallPlace) -> int:
    old, spoilt = _old(where)
    base = old.entries if old else ()
    made = importing.take_in([Path(each) for each in arguments.names], where.hall, base, _progress)
    if spoilt and made.changing:
        raise spoilt  # of what these are changes nobody knows
    found = [*made.findings, *_beside(where, made.entries)]
    wrong = grave(found)
    empty = importing.empty(made.entries, where.hall.catalogue.groups)
    _tell(found, arguments.report, empty)
    if not made.entries or (wrong and not arguments.leave_out):
        complain("Nothing was changed: the catalogue there is stays.")
        return 1
    _summary(base, made.entries, empty, where)
    if not made.changing and not arguments.whole and (lost := losses(base, made.entries)):
        complain(_lost(lost, where))
        return 1
    return _kept(arguments.dry_run, where, old, made)


def _lost(lost: Losses, where: HallPlace) -> str:
    names = {each.id: each.name for each in where.hall.departments}
    gone = ", ".join(names.get(each, each) for each in lost.departments)
    of = chosen(f"，{gone} 一项不剩", f", and all of {gone}") if gone else ""
    return chosen(
        f"这次导入会删除现有 {lost.there} 项中的 {lost.removed} 项{of}："
        "未作改动。确要如此请加 --whole。",
        f"This would remove {lost.removed} of the {lost.there} items there are{of}:"
        " nothing was changed. Say --whole where that is meant.",
    )


def check(arguments: argparse.Namespace) -> int:
    """Say what is wrong or empty in the catalogue there is."""
    where = place(arguments.hall)
    entries = needed(where).entries
    found = [
        *importing.judge(where.file.name, entries, where.hall),
        *_beside(where, entries),
    ]
    empty = importing.empty(entries, where.hall.catalogue.groups)
    _tell(found, arguments.report, empty)
    _counts(entries, empty)
    return 1 if grave(found) else 0


def _old(where: HallPlace) -> tuple[KeptCatalogue | None, ConfigError | None]:
    """The catalogue there is; why it cannot be read, which a whole delivery mends."""
    try:
        return there(where), None
    except ConfigError as error:
        complain(str(error))
        return None, error


def _kept(dry: bool, where: HallPlace, old: KeptCatalogue | None, made: Imported) -> int:
    if dry:
        say("This was a dry run: nothing was changed.")
        return 0
    if old and (old.entries, old.header.sources) == (made.entries, made.sources):
        say("All of it is there already: nothing was changed.")
        return 0
    today = hall_clock().now().astimezone(ZoneInfo(where.hall.hall.timezone)).date()
    swap(where, kept_file.as_bytes(made.entries, made.sources, today))
    say(f"Written: {where.file}; what runs takes it by itself.")
    if not where.named:
        say(f'hall.toml names another: write file = "{where.file.name}" below [catalogue].')
    return 0


def _tell(
    found: Sequence[CatalogueFinding], file: Path | None, empty: Sequence[CatalogueFinding]
) -> None:
    for heading, gravity in (("To mend:", Gravity.ERROR), ("To look at:", Gravity.WARNING)):
        some = [each for each in found if each.gravity is gravity]
        if some:
            shown = [f"{index}. {each}" for index, each in enumerate(some[:_SHOWN], 1)]
            complain("\n".join([heading, *shown]))
        if len(some) > _SHOWN:
            complain(f"… and {len(some) - _SHOWN} more: --report FILE has all of them")
    kept = len({each.item for each in found if each.gravity is Gravity.KEPT})
    if kept:
        say(f"{kept} items keep the hall's own names, for which the delivery has no column")
    if file is not None:
        report(file, [*found, *empty])
        say(f"Reported: {file}")


def _summary(
    base: Sequence[CatalogueEntry],
    entries: Sequence[CatalogueEntry],
    empty: Sequence[CatalogueFinding],
    where: HallPlace,
) -> None:
    done = changes(base, entries)
    say(
        chosen(
            "新增 {new} 项，修改 {changed} 项，删除 {removed} 项，不变 {same} 项",
            "{new} new, {changed} changed, {removed} removed, {same} as before",
        ).format(**done._asdict())
    )
    _counts(entries, empty)
    today = hall_clock().now().astimezone(ZoneInfo(where.hall.hall.timezone)).date()
    unseen = sum(
        bool((each.since and today < each.since) or (each.until and each.until < today))
        for each in entries
    )
    if unseen:
        say(f"{unseen} of {len(entries)} items are not valid today and not shown")


def _counts(entries: Sequence[CatalogueEntry], empty: Sequence[CatalogueFinding]) -> None:
    """How much there is, and of each group in how many items there is nothing. What has no guide at
    all is counted once."""
    guided = sum(each.guide != NOTHING_KNOWN for each in entries)
    say(
        chosen(
            f"共 {len(entries)} 项，其中 {guided} 项有办事指南",
            f"{len(entries)} items, {guided} of them with a guide",
        )
    )
    for column, count in Counter(each.column for each in empty).items():
        group = GROUPS[GuideGroup(column)]
        say(
            chosen(
                f"{len(entries)} 项中有 {count} 项没有“{group.zh}”",
                f"{count} of {len(entries)} items have no {group.en}",
            )
        )


def _beside(where: HallPlace, entries: Sequence[CatalogueEntry]) -> list[CatalogueFinding]:
    """What only the whole catalogue, or what lies beside it, shows."""
    return [
        *alike(where.file.name, entries),
        *_pictures(where, entries),
        *_words(where, entries),
    ]


def _pictures(where: HallPlace, entries: Sequence[CatalogueEntry]) -> list[CatalogueFinding]:
    """Samples that are named and are not there."""
    named = {
        each.sample: entry for entry in entries for each in entry.guide.materials if each.sample
    }
    return [
        CatalogueFinding(
            Gravity.WARNING,
            name,
            0,
            "sample",
            f"no picture lies in {SAMPLES}/",
            "put it there, or name another",
            f"{entry.department} {entry.number}",
        )
        for name, entry in named.items()
        if not (where.folder / SAMPLES / name).is_file()
    ]


def _words(where: HallPlace, entries: Sequence[CatalogueEntry]) -> list[CatalogueFinding]:
    """Common words that would lead to no item: whoever takes the item away is told."""
    named = where.hall.catalogue.common
    gone = load_common(where.folder / named, where.hall, entries).gone if named else ()
    return [
        CatalogueFinding(Gravity.WARNING, named, each.line, "number", each.problem, NAME_AN_ITEM)
        for each in gone
    ]


def _progress(rows: int) -> None:
    if rows % _ROWS == 0:
        complain(chosen(f"已读 {rows} 行……", f"{rows} rows read …"))
