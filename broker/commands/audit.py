"""`hall audit FILE`: an inspector verifies a ledger, or a copy, without changing anything."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from broker.commands.base import Command
from broker.domain.attendance.facts import StaffForgotten
from broker.ledger.auditing import kept_heads
from broker.ledger.chain import Row
from broker.ledger.heads import SHORTEST, Sought, SoughtHash
from broker.ledger.inspection import Inspection
from broker.ledger.reading import OpenLedger, damage, opened, read, rows
from broker.ledger.rows import moment
from broker.ledger.scrubbing import due_since
from broker.terminal import complain, say

__all__ = ["COMMAND", "read", "troubles"]


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="ledger.db, or a copy of it (.gz: compressed)")
    parser.add_argument(
        "--has",
        type=digits,
        metavar="HASH",
        help="a head that was noted, or its first 16 digits at least: is it still there?",
    )
    parser.add_argument("--heads", type=Path, help="a file of heads, as `hall head` writes it")
    parser.add_argument(
        "--redacted",
        action="store_true",
        help="a copy to be given away, of which bodies were taken out on purpose",
    )


def digits(words: str) -> str:
    """A hash as somebody types it from a slip. Raises `ArgumentTypeError`."""
    typed = re.sub(r"\s", "", words).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{SHORTEST},64}}", typed):
        raise argparse.ArgumentTypeError(
            f"{words}: no hash; type at least the first {SHORTEST} digits of a head"
        )
    return typed


def troubles(rows: Iterable[Row]) -> list[str]:
    """What an inspector must know: a broken chain, a number given twice, a ticket called twice."""
    return list(Inspection().troubles(rows))


def _run(arguments: argparse.Namespace) -> int:
    file, inspection = arguments.file, Inspection(redacted=arguments.redacted)
    heads, wrong = kept_heads(arguments.heads) if arguments.heads else ([], [])
    sought, hashes = Sought(heads), SoughtHash(arguments.has or "")
    with opened(file) as ledger:
        seen = sought.watched(hashes.watched(rows(ledger.db)))
        everything = chain(
            inspection.troubles(seen), wrong, sought.missing(), damage(ledger.db), _scrub(ledger)
        )
        if arguments.has:
            everything = chain(everything, _gone(hashes, inspection))
        found = 0
        for found, sentence in enumerate(everything, 1):  # noqa: B007  # counted, not kept
            complain(f"{file}: {sentence}")
    if not found:
        for line in _well(inspection, hashes.found if arguments.has else None, ledger):
            say(line)
    return 1 if found else 0


def _gone(sought: SoughtHash, inspection: Inspection) -> Iterator[str]:
    if sought.found is None:
        yield (
            f"no fact has the hash {sought.digits}: a fact before it was changed and the chain"
            f" made anew, or it was cut off or deleted ({inspection.facts} facts are there)"
        )


def _scrub(ledger: OpenLedger) -> Iterator[str]:
    since = due_since(ledger.db)
    if since is not None:
        yield (
            f"pages of the file may still hold what was erased on {since:%Y-%m-%d}: with the ledger"
            " closed, say `hall forget` again"
        )


def holds(inspection: Inspection) -> str:
    """What is said of a ledger that was read to its end and found well."""
    withheld = f" ({inspection.withheld} withheld)" if inspection.withheld else ""
    last = inspection.last.hex() or "-"
    return f"{inspection.facts} facts{withheld}, the chain holds; last hash {last}"


def erased(inspection: Inspection) -> Iterator[str]:
    """What was erased, whose, when and by whom: a line for each time."""
    times: dict[tuple[int, str, str], list[StaffForgotten]] = {}
    for at, _, fact in inspection.erasures:
        times.setdefault((at, fact.staff, fact.by), []).append(fact)
    for (at, staff, by), facts in times.items():
        count = sum(len(each.places) for each in facts)
        first, last = min(each.first for each in facts), max(each.last for each in facts)
        when = f"{moment(at):%Y-%m-%d %H:%M} UTC"
        yield (
            f"erased: {count} facts of staff number {staff}, {first} to {last}, on {when} by {by}"
        )


def _well(inspection: Inspection, has: Row | None, ledger: OpenLedger) -> Iterator[str]:
    yield holds(inspection)
    yield from erased(inspection)
    if has is not None:
        at = f"{moment(has.at):%Y-%m-%d %H:%M} UTC"
        yield f"fact {has.seq}, of {at}, has this hash: up to there nothing was changed since"
    if ledger.how.value:
        yield f"({ledger.how.value})"


COMMAND = Command("audit", "verify the chain of a ledger, offline", _add, _run)
