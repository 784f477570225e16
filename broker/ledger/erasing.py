"""Erasing from the ledger what the law no longer lets us keep: bodies go, hashes stay.

How it works, and why the chain holds. A fact is hashed with the digest of its salt and body
(`chain`), so its body can go and the digest stays in the place of the salt. What is erased, whose
it was, when and by whom is a fact of its own, in the same transaction: either both are on disk, or
neither. Then the file is written anew (`scrubbing`), for a page keeps what was deleted from it
until something else needs the room, and so does the log. Only who is at the machine while the
ledger is closed can do it; over the bus nothing can be erased.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from broker.domain.attendance.facts import MonthClosed, StaffForgotten
from broker.domain.attendance.forgetting import Gap, is_about
from broker.domain.enrolment.facts import FingerKept, FingersErased
from broker.domain.errors import DiskRefuses, StoreKnown
from broker.domain.facts import AnyFact
from broker.domain.ground import LONGEST_CLOSED
from broker.domain.ids import RequestId, StaffId
from broker.ledger.chain import Row
from broker.ledger.disk_errors import says_full
from broker.ledger.rows import moment, recorded
from broker.ledger.scrubbing import scrub
from broker.ledger.store import Store
from broker.service.life import new_id

SOURCE = "forget"


class Traces(NamedTuple):
    """What a ledger has of somebody: facts that can be read, earlier erasures, fingers, and the
    closed months whose accounts name the number for good; and how its own time has gone on."""

    rows: tuple[Row, ...]
    facts: tuple[AnyFact, ...]
    erased: tuple[tuple[datetime, StaffForgotten], ...]
    fingers: frozenset[tuple[str, int]]
    months: tuple[date, ...]
    gaps: tuple[Gap, ...]


def traces(store: Store, staff: StaffId) -> Traces:
    """Read the whole ledger. Raises `StoreError`."""
    rows, facts = list[Row](), list[AnyFact]()
    erased, fingers = list[tuple[datetime, StaffForgotten]](), set[tuple[str, int]]()
    months, gaps, before = list[date](), list[Gap](), None
    for row in store.rows():
        at = moment(row.at)
        if before is not None and at - before > LONGEST_CLOSED:
            gaps.append(Gap(before, at))
        before = at
        if row.withheld:
            continue
        each = recorded(row)
        fact = each.fact
        if is_about(fact, staff):
            rows.append(row)
            facts.append(fact)
        elif isinstance(fact, StaffForgotten) and fact.staff == staff:
            erased.append((each.at, fact))
        elif isinstance(fact, FingerKept) and fact.staff == staff:
            fingers.add((fact.reader, fact.slot))
        elif isinstance(fact, FingersErased) and fact.staff == staff:
            fingers -= {(fact.reader, slot) for slot in fact.slots}
        elif isinstance(fact, MonthClosed) and staff in fact.staff:
            months.append(fact.month)
    return Traces(
        tuple(rows),
        tuple(facts),
        tuple(erased),
        frozenset(fingers),
        tuple(months),
        tuple(gaps),
    )


def erase(store: Store, rows: Sequence[Row], told: Iterator[StaffForgotten], now: datetime) -> None:
    """Take the bodies of these facts out, and write who wanted it. Raises `StoreError`; on a full
    disk nothing is erased."""
    old = next((row.seq for row in rows if row.seal is None), None)
    if old is not None:
        raise StoreKnown(
            f"{store.file}: fact {old} is of format 1, of which nothing can be taken out"
        )
    try:
        store.begin(write=True)
        store.record(list(told), now, SOURCE, RequestId(new_id()))
        for row in rows:
            store.withhold(row)
        store.commit()
    except DiskRefuses as error:
        raise _nothing_erased(store.file, error) from error
    scrub(store.file)


def _nothing_erased(file: Path, error: DiskRefuses) -> StoreKnown:
    if not says_full(error, file):
        return error
    return StoreKnown(
        f"{file}: the disk is full, and nothing was erased; free some space in {file.parent}, then"
        " say this again"
    )
