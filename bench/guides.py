"""A catalogue whose items all have a guide: taken in, and read by a role that starts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.rows import Row
from bench.site import Site
from broker.catalogue import importing, kept_file, tables
from broker.commands.catalogue_export import write
from broker.domain.entries import CatalogueEntry
from broker.domain.guides import Guide, GuideQuestion, GuideStep, Handling, Material, Term
from broker.domain.hall import Hall
from broker.settings import catalogue_file

LARGE = 20_000  # items
_DAY = date(2026, 11, 27)
_GUIDE = Guide(
    handling=Handling.PROMISED,
    basis="依照有关法律、行政法规和部门规章的规定办理。" * 4,
    conditions="申请人具有完全民事行为能力，材料真实、齐全。" * 3,
    materials=tuple(Material(f"申请材料{count}", 1, 2, issuer="申请人自备") for count in "一二三"),
    steps=tuple(GuideStep(name, "在窗口当场办理。", Term(1)) for name in ("受理", "审查", "发证")),
    legal=Term(20),
    promised=Term(10),
    charged=False,
    result="许可证",
    place="一楼 3 号窗口",
    times="工作日 8:30 至 17:00",
    telephone="0436-5550000",
    questions=(GuideQuestion("可以请人代办吗？", "可以，带委托书和双方身份证。"),),
)


def rows(site: Site, items: int = LARGE) -> Iterator[Row]:
    """What an import and a start take of the processor, and what a page waits for its guide."""
    hall = site.settings.hall
    entries = [_entry(hall, number) for number in range(1, items + 1)]
    with TemporaryDirectory() as place:
        folder = Path(place)
        names = {each.id: each.name for each in hall.departments}
        write(folder / "source", tables.tables(entries, names), _DAY)
        took = _took(lambda: importing.take_in([folder / "source"], hall, (), _silent))
        yield Row.within(f"{items:,} guides: import", took, 30.0, "s")
        file = folder / "catalogue.jsonl"
        file.write_bytes(kept_file.as_bytes(entries, (), _DAY))
        took = _took(lambda: catalogue_file.read(file, hall))
        yield Row.within("… read by a role that starts", took, 1.0, "s")
        found = catalogue_file.read(file, hall).items
        took = _took(lambda: [each.guide for each in found[:500]]) / len(found[:500])
        yield Row.within("… one guide, for a page", took * 1000, 1.0, "ms")


def _entry(hall: Hall, number: int) -> CatalogueEntry:
    department = hall.departments[0].id
    return CatalogueEntry(department, number, f"第 {number} 号许可事项", guide=_GUIDE)


def _silent(_rows: int) -> None:
    """Nobody waits."""


def _took(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
