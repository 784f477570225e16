"""Every form says which version it is: newer programs read the older, older ones refuse the newer
in a sentence. The ledger's is in `test_ledger_format`, a sealed copy's in `test_sealed_copies`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broker.domain.errors import CertificateError, DiskRefuses
from broker.joining.newcomer import Newcomer
from broker.joining.words import Welcome
from broker.service.outbox_file import FORMAT, OutboxFile, open_file
from broker.wire.topics import VERSION

OLD = """CREATE TABLE waiting
    (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, body BLOB NOT NULL)"""


def say(file: Path, statement: str) -> Any:
    with closing(sqlite3.connect(file)) as db, db:
        return db.execute(statement).fetchone()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """An outbox as the version before wrote it, with something that waits."""
    place = tmp_path / "outbox.db"
    say(place, OLD)
    say(place, "INSERT INTO waiting VALUES (1, 'request-1', 'body')")
    return place


def damaged(error: Exception) -> None:
    raise AssertionError(f"put aside as damaged: {error}")


def test_an_outbox_of_the_version_before_is_read_and_says_what_it_is_from_then_on(
    file: Path,
) -> None:
    assert say(file, "PRAGMA user_version") == (0,)
    outbox = OutboxFile(file, damaged)
    assert [tuple(each) for each in outbox.open()] == [("request-1", "body")]
    outbox.find_room()
    outbox.close()
    assert say(file, "PRAGMA user_version") == (FORMAT,)


def test_an_outbox_of_a_newer_program_is_refused_and_left_as_it_is(file: Path) -> None:
    """Not moved aside as a damaged one: what is in it waits for that program."""
    say(file, f"PRAGMA user_version = {FORMAT + 1}")
    before = file.read_bytes()
    with pytest.raises(
        DiskRefuses, match=r"newer version of the hall \(format 2, .*; install that"
    ):
        OutboxFile(file, damaged).open()
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_new_outbox_says_its_version(tmp_path: Path) -> None:
    open_file(tmp_path / "new.db").close()
    assert say(tmp_path / "new.db", "PRAGMA user_version") == (FORMAT,)


def newcomer(monkeypatch: pytest.MonkeyPatch, said: bytes) -> Newcomer:
    """One whose hall answers with these bytes."""
    made = Newcomer.__new__(Newcomer)
    made._place = "192.0.2.1", 8884
    answer = msgspec.json.decode(said, type=Welcome)
    monkeypatch.setattr(made, "_ask", lambda *_: answer)
    return made


WELCOME = b'{"hall":"h","name":"n","name_en":"e","clients":["kiosk-2"]%s}'


@pytest.mark.parametrize("more", [b"", b',"wire":"v2"', b',"wire":"v2","later":1'])
def test_a_hall_of_this_wire_is_joined_also_one_that_does_not_say_it(
    monkeypatch: pytest.MonkeyPatch, more: bytes
) -> None:
    assert VERSION == "v2", "a newer wire: write what a hall that says nothing is told"
    assert newcomer(monkeypatch, WELCOME % more).expected("code").clients == ("kiosk-2",)


@pytest.mark.parametrize("other", [b"v1", b"v3", b"v20"])
def test_a_hall_of_another_wire_is_refused_before_a_key_is_made(
    monkeypatch: pytest.MonkeyPatch, other: bytes
) -> None:
    with pytest.raises(
        CertificateError, match=rf"speaks {other.decode()} and this program v2; ins"
    ):
        newcomer(monkeypatch, WELCOME % (b',"wire":"%s"' % other)).expected("code")
