"""Format 2: what an inspector sees of a forger, what may be withheld, how old files come to it."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broker.commands.audit import read, troubles
from broker.domain.errors import StoreKnown
from broker.domain.ids import NO_REQUEST, RequestId
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger import store as store_module
from broker.ledger.chain import Row, link
from broker.ledger.inspection import Inspection
from broker.ledger.migrations import STEPS
from broker.ledger.rows import recorded
from broker.ledger.store import Store
from tests.stages.memory import LedgerHall
from tests.stages.yesterday import lay_down, lines

FILE = "ledger.db"
NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as desk:
        yield desk


def forge(file: Path, *statements: str) -> list[str]:
    """Change a closed ledger as somebody with a SQL prompt would; what the inspector then says."""
    with closing(sqlite3.connect(file)) as db, db:
        for statement in ("DROP TRIGGER facts_stay", "DROP TRIGGER facts_last", *statements):
            db.execute(statement)
    return troubles(list(read(file)))


# Text moved from a column to its neighbour, all that is said of the fact unchanged in a row.
MOVED = {
    "source to request": "source = 'te', request = 'st' || request",
    "request to content": "request = substr(request, 1, 3),"
    " content = CAST(substr(request, 4) AS BLOB) || content",
    "source to request, a line end between": "source = 'te', request = 'st' || char(10) || request",
    "line end to request": "source = source || char(10) || request, request = ''",
    "request to body": "request = '', body = CAST(request || char(10) || body AS BLOB)",
    "salt to body": "seal = substr(seal, 1, 15), body = substr(seal, 16) || body",
    "body to salt": "seal = seal || substr(body, 1, 16), body = substr(body, 17)",
    "content to request": "request = request || hex(content), content = x''",
    "old rule": "seal = NULL, content = NULL",
}


@pytest.mark.parametrize("change", MOVED.values(), ids=MOVED)
def test_nothing_can_be_moved_between_columns(change: str, desk: LedgerHall) -> None:
    for _ in range(3):
        desk.do(ReserveTicket, queue="qa")
    desk.close()
    found = forge(desk.folder / FILE, f"UPDATE facts SET {change} WHERE seq = 2")  # noqa: S608  # from the table above
    assert any("fact 2" in each for each in found)


def test_a_line_end_in_a_name_is_no_way_to_another_request(desk: LedgerHall) -> None:
    """The old rule hashed this source and request like `a` and `b, line end, and the rest`."""
    request = desk.make(ReserveTicket, queue="qa", source="a\nb")
    desk.ask(request)
    desk.close()
    change = "source = 'a', request = 'b' || char(10) || request"
    assert forge(desk.folder / FILE, f"UPDATE facts SET {change} WHERE seq = 1") != []  # noqa: S608  # from above


def test_a_body_is_withheld_and_the_chain_holds(desk: LedgerHall) -> None:
    request = desk.make(ReserveTicket, queue="qa")
    desk.ask(request)
    desk.do(ReserveTicket, queue="qa")
    desk.close()
    file = desk.folder / FILE
    row = next(read(file))
    assert row.seal is not None
    digest = hashlib.sha256(row.seal + row.body).hexdigest()
    found = forge(file, f"UPDATE facts SET body = x'', seal = x'{digest}' WHERE seq = 1")  # noqa: S608  # hex digits
    assert found == ["the body of fact 1 was taken out, and no fact says by whom"]
    assert list(Inspection(redacted=True).troubles(read(file))) == []  # a copy to be given away
    assert next(read(file)).withheld
    desk.open()
    assert desk.ledger.floor.issued == {"qa": 1, "qb": 0}, "what is not known is not counted"


@pytest.mark.parametrize("seal", ["00" * 32, "00" * 16, ""])
def test_a_body_that_is_only_gone_is_seen(seal: str, desk: LedgerHall) -> None:
    """The control: without the digest nothing can be withheld."""
    desk.do(ReserveTicket, queue="qa")
    desk.close()
    change = f"UPDATE facts SET body = x'', seal = x'{seal}'"  # noqa: S608  # hex digits
    assert forge(desk.folder / FILE, change) != []


def test_the_same_word_has_another_hash_each_time(desk: LedgerHall) -> None:
    """Or a withheld word could be guessed from a list of all that are likely."""
    for _ in range(5):
        desk.do(ReserveTicket, queue="qa")
    seals = {row.seal for row in read(desk.folder / FILE)}
    assert len(seals) == 5


@pytest.fixture
def old(tmp_path: Path) -> Path:
    lay_down(tmp_path / FILE)
    return tmp_path / FILE


def go_on(file: Path, number: int = 1) -> None:
    """Open the ledger, which brings it to the format of today, and write something."""
    store = Store(file)
    for _ in range(number):
        known = next(store.rows())
        store.begin()
        store.record([recorded(known).fact], NOW, "test", NO_REQUEST)
        store.commit()
    store.close()


def test_old_and_new_facts_are_one_chain(old: Path) -> None:
    before = [(row.seq, row.body, row.hash) for row in read(old)]
    go_on(old, 3)
    rows = list(read(old))
    assert [(row.seq, row.body, row.hash) for row in rows[: len(before)]] == before
    assert [row.seal is None for row in rows] == [True] * len(before) + [False] * 3
    assert troubles(rows) == []
    go_on(old)
    assert troubles(list(read(old))) == []


def test_an_audit_of_an_old_file_leaves_it_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    assert troubles(list(read(old))) == []
    assert old.read_bytes() == before


def test_the_seam_seals_what_the_old_rule_let_through(tmp_path: Path) -> None:
    """A line end moved between two columns fits the old hash, and no longer the first new one."""
    moved = "UPDATE facts SET source = 'kiosk', request = '1' || char(10) || request"
    for folder in (tmp_path / "old", tmp_path / "new"):
        folder.mkdir()
        lay_down(folder / FILE, [old_fact("kiosk\n1")])
    assert forge(tmp_path / "old" / FILE, moved) == [], "the control: the old rule let it through"
    go_on(tmp_path / "new" / FILE)
    assert forge(tmp_path / "new" / FILE, f"{moved} WHERE seq = 1") != []


def old_fact(source: str) -> dict[str, Any]:
    """The first fact of yesterday, as if somebody of that name had asked for it."""
    first = lines()[0] | {"source": source}
    row = Row(1, first["at"], source, first["request"], first["body"].encode(), b"")
    return first | {"hash": link(bytes(32), row).hex()}


def test_the_old_rule_let_it_through() -> None:
    """The control, and why there is a format 2: a line end between two names."""
    first = Row(1, 0, "a", RequestId("b\nc"), b"{}", b"")
    second = Row(1, 0, "a\nb", RequestId("c"), b"{}", b"")
    assert link(bytes(32), first) == link(bytes(32), second)


@pytest.mark.parametrize("change", ["UPDATE seam SET hash = x'00'", "DELETE FROM seam"])
def test_who_touches_the_seam_is_seen_with_the_next_fact(change: str, old: Path) -> None:
    Store(old).close()
    assert forge(old, change) == [], "nothing was chained to it yet"
    go_on(old)
    assert troubles(read(old)) != []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE facts SET seal = NULL WHERE seq = 61",
        "UPDATE facts SET content = x'00' WHERE seq = 61",
        "DELETE FROM facts WHERE seq = 60",
    ],
)
def test_who_touches_the_facts_beside_the_seam_is_seen(change: str, old: Path) -> None:
    go_on(old)
    assert forge(old, change) != []


def test_an_older_program_refuses_the_file_with_a_sentence(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on(old)
    before = old.read_bytes()
    monkeypatch.setattr(store_module, "STEPS", STEPS[:1])
    with pytest.raises(StoreKnown, match=r"newer version of the hall \(format 8, .*; install that"):
        Store(old)
    assert old.read_bytes() == before


_KILLED = """
import os, signal, sqlite3, sys
from datetime import UTC, datetime
from pathlib import Path
from broker.ledger import migrations
left = int(sys.argv[2])
def trace(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.set_trace_callback(trace)
migrations.migrate(db, db.execute("PRAGMA user_version").fetchone()[0])
"""


def killed(file: Path, moment: int) -> bool:
    """Bring the file to the format of today, and be killed before the statement of this number."""
    words = [sys.executable, "-c", _KILLED, str(file), str(moment)]
    done = subprocess.run(words, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    assert done.returncode in (0, -signal.SIGKILL)
    return done.returncode != 0


@pytest.mark.timeout(180)
def test_a_migration_killed_at_any_moment_is_whole_or_not_begun(old: Path) -> None:
    """Each statement of it once, and so each moment between two of them."""
    moment = 1
    while killed(old, moment):
        rows = list(read(old))
        assert troubles(rows) == []
        assert [row.seq for row in rows] == [each["seq"] for each in lines()]
        moment += 5
    assert moment > 15, "the control: it was killed more than once"
    go_on(old)
    assert troubles(list(read(old))) == []
