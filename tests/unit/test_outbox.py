"""What is put into the outbox stays until the ledger has answered, whatever the disk does."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broker.bus.base import Unanswered
from broker.domain.errors import StoreKnown
from broker.domain.opinions.facts import About, OpinionKind
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.requests import Answer, AnyRequest, Granted, Refused
from broker.service import outbox_file
from broker.service.outbox import Outbox
from broker.service.put_aside import PutAside
from broker.service.room import find_room
from broker.service.runner import Runner
from broker.wire import codec
from tests.stages.halls import MORNING
from tests.stages.punches import punch
from tests.stages.stub_bus import StubBus


class Post:
    """An outbox, its bus, and what its users heard."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.heard: list[Answer] = []
        self.refusals: list[str] = []
        self.kept: list[StoreKnown | None] = []
        self.open()

    def open(self) -> None:
        self.bus = StubBus()
        self.runner = Runner()
        self.outbox = Outbox(self.file, self.bus, self.runner, self.hear, self.refused)
        self.runner.step(0)

    def refused(self, error: StoreKnown | None) -> None:
        self.refusals.append("" if error is None else str(error))

    def try_disk(self) -> str:
        """Let time pass until the disk is tried; what was said of it then."""
        requests = self.outbox._requests
        due = requests.next_wakeup()
        assert due is not None
        requests.tick(due - 0.1)
        before = len(self.refusals)
        requests.tick(due)
        (said,) = self.refusals[before:]
        return said

    def hear(self, request: AnyRequest, answer: Answer) -> None:
        assert request.id == answer.request
        self.heard.append(answer)

    def reopen(self) -> None:
        self.outbox.close()
        self.open()

    def put(self, *numbers: int) -> None:
        for number in numbers:
            self.outbox.put(punch(number), self.kept.append)
        self.turn()

    def turn(self) -> None:
        """The loop writes what was put, and says so."""
        for _ in range(2):
            self.runner.step(0)

    def grant(self) -> None:
        self.bus.answer(Granted(request=self.bus.asked[-1].id, at=MORNING))
        self.turn()

    def asked(self) -> list[str]:
        return [request.id for request in self.bus.asked]

    def disk(self, *, full: bool) -> None:
        """SQLite itself refuses to write, as on a full disk."""
        self.outbox._requests._file._db.execute(f"PRAGMA query_only={int(full)}")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    post = Post(tmp_path / "deep" / "outbox.db")
    yield post
    post.outbox.close()


def test_one_after_another_in_order(post: Post) -> None:
    post.put(1, 2, 3)
    assert post.asked() == ["request-1"]
    post.grant()
    assert post.asked() == ["request-1", "request-2"]
    post.grant()
    post.grant()
    assert [each.request for each in post.heard] == ["request-1", "request-2", "request-3"]
    assert len(post.outbox) == 0


def test_silence_is_asked_again_and_a_restart_forgets_nothing(post: Post) -> None:
    post.put(1, 2)
    post.bus.answer(Unanswered(punch(1)))  # type: ignore[arg-type]  # what a bus may say too
    assert post.asked() == ["request-1", "request-1"]
    post.reopen()
    assert post.asked() == ["request-1"]
    post.grant()
    post.grant()
    assert post.asked() == ["request-1", "request-2"]


def test_the_same_request_put_twice_is_sent_once(post: Post) -> None:
    post.put(1, 1)
    post.grant()
    assert (post.asked(), len(post.outbox)) == (["request-1"], 0)


def test_what_a_ledger_refuses_whose_clock_cannot_be_waits_until_it_is_right(post: Post) -> None:
    """Somebody was told "recorded" the evening before, and the clock came up with 2058."""
    post.put(1, 2)
    mad = datetime(2058, 8, 5, tzinfo=UTC)
    no = Refused(request="request-1", at=mad, code="no-such-time", zh="时间不对", en="No.")
    for turn in range(1, 4):
        post.bus.answer(no)
        post.put(3)  # nothing goes on meanwhile: neither a new entry nor a broker that comes back
        assert post.asked() == ["request-1"] * turn
        due = post.outbox.next_wakeup()
        assert due is not None
        post.outbox.tick(due - 0.1)
        assert post.asked() == ["request-1"] * turn
        post.outbox.tick(due)
    assert (post.heard, len(post.outbox)) == ([], 3)
    post.grant()
    assert post.outbox.next_wakeup() is None
    post.grant()
    post.grant()
    assert [each.request for each in post.heard] == ["request-1", "request-2", "request-3"]
    post.bus.asked.clear()
    post.put(4)
    post.bus.answer(Refused(request="request-4", at=mad, code="no-such-time", zh="", en=""))
    post.outbox.close()
    assert post.outbox.next_wakeup() is None
    post.open()
    assert post.asked() == ["request-4"]


@pytest.mark.expects_warnings
def test_a_refusal_is_an_answer_too(post: Post) -> None:
    post.put(1, 2)
    refused = Refused(request="request-1", at=MORNING, code="unknown-staff", zh="没有", en="No.")
    post.bus.answer(refused)
    assert post.heard == [refused]
    assert post.asked() == ["request-1", "request-2"]


@pytest.mark.expects_warnings
def test_a_refusal_is_heard_after_a_restart_too(post: Post) -> None:
    """Whoever was told "recorded" in an earlier life of the process is not refused in silence."""
    post.put(1)
    post.reopen()
    assert [each.id for each in post.outbox.kept()] == ["request-1"]
    refused = Refused(request="request-1", at=MORNING, code="unknown-staff", zh="没有", en="No.")
    post.bus.answer(refused)
    assert post.heard == [refused]
    assert post.outbox.kept() == []


UNREADABLE = Refused(request="request-1", at=MORNING, code="unreadable", zh="读不懂", en="No.")


@pytest.mark.expects_warnings
def test_what_the_ledger_cannot_read_is_put_aside_and_the_next_is_asked(post: Post) -> None:
    post.put(1, 2)
    post.bus.answer(UNREADABLE)
    post.turn()
    assert (post.heard, post.asked()) == ([UNREADABLE], ["request-1", "request-2"])
    aside = post.file.with_name("outbox.db.unreadable")
    assert [codec.decode_request(each) for each in aside.read_bytes().splitlines()] == [punch(1)]
    post.reopen()
    assert [each.id for each in post.outbox.kept()] == ["request-2"]


@pytest.mark.expects_warnings
def test_what_cannot_be_put_aside_stays_until_it_can(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put(1)

    def full(_self: PutAside, _bodies: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(PutAside, "add", full)
        post.bus.answer(UNREADABLE)
        post.turn()
        assert "No space left" in post.refusals[-1]
        assert len(post.outbox) == 1
    assert post.try_disk() == ""
    post.turn()
    aside = post.file.with_name("outbox.db.unreadable")
    assert (len(post.outbox), aside.read_bytes().count(b"request-1")) == (0, 1)


@pytest.mark.expects_warnings
def test_a_process_that_ends_puts_aside_first(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.put(1)
    with monkeypatch.context() as patch:
        patch.setattr(post.runner, "post", lambda *_: None)
        post.outbox._requests._post = lambda *_: None
        post.bus.answer(UNREADABLE)
    post.reopen()
    aside = post.file.with_name("outbox.db.unreadable")
    assert (len(post.outbox), aside.read_bytes().count(b"request-1")) == (0, 1)


def test_what_a_full_disk_does_not_take_is_not_promised(post: Post) -> None:
    post.disk(full=True)
    post.put(1)
    (refusal,) = post.kept
    assert "outbox.db: cannot be written" in str(refusal)
    post.disk(full=False)
    assert len(post.outbox) == 0
    post.put(1)
    assert post.kept[1:] == [None]
    assert post.asked() == ["request-1"]


def test_a_disk_that_does_not_let_go_holds_nobody_up(post: Post) -> None:
    """Answered entries stay on a full disk; the others go out, and none is asked twice."""
    post.put(1, 2, 3)
    post.disk(full=True)
    post.grant()
    post.grant()
    assert post.asked() == ["request-1", "request-2", "request-3"]
    assert len(post.outbox) == 3
    post.disk(full=False)
    post.grant()
    assert len(post.outbox) == 0
    assert [each.request for each in post.heard] == ["request-1", "request-2", "request-3"]


def test_a_listener_that_fails_holds_nobody_up(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_request: AnyRequest, _answer: Answer) -> None:
        raise RuntimeError("a screen fell over")

    monkeypatch.setattr(post, "hear", fail)
    post.reopen()
    post.put(1, 2)
    with pytest.raises(RuntimeError):
        post.grant()
    post.turn()
    assert post.asked() == ["request-1", "request-2"]


@pytest.mark.parametrize("page", [0, 1, 2])
def test_a_damaged_file_is_named(post: Post, page: int) -> None:
    post.put(*range(40))
    post.outbox.close()
    whole = post.file.read_bytes()
    post.file.write_bytes(whole[: page * 4096] + b"\xa5" * 4096 + whole[(page + 1) * 4096 :])
    with pytest.raises(StoreKnown, match=r"outbox\.db: this outbox cannot be read"):
        post.open()
    post.file.write_bytes(whole)
    post.open()
    assert len(post.outbox) == 40


@pytest.mark.parametrize("words", ["database or disk is full", "disk I/O error"])
def test_on_a_full_disk_nobody_is_told_to_move_an_outbox_away(
    post: Post, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits in it would be lost: the file is as it should be."""
    post.outbox.close()

    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError(words)

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", refuse)
        post.open()
    (trouble,) = post.refusals
    assert "leave the file where it is" in trouble
    assert words in trouble
    assert "move it away" not in trouble


def test_an_outbox_that_the_disk_refuses_at_the_start_is_waited_for(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its service ended, was started again and ended, without an alert."""
    post.put(1, 2)
    post.outbox.close()

    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", refuse)
        post.open()
        post.put(3)
        assert "disk I/O error" in str(post.kept.pop())
        assert post.try_disk() == post.refusals[0] != ""
        assert (post.asked(), post.outbox.kept()) == ([], [])
    assert post.try_disk() == ""
    assert post.outbox._requests.next_wakeup() is None
    assert [each.id for each in post.outbox.kept()] == ["request-1", "request-2"]
    assert post.asked() == ["request-1"]
    post.grant()
    post.grant()
    assert [each.request for each in post.heard] == ["request-1", "request-2"]
    assert (len(post.outbox), post.outbox.kept()) == (0, [])


def test_a_disk_that_refuses_is_not_believed_before_there_is_room(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that is nearly full a small write fits, and the alert came and went."""
    post.disk(full=True)
    post.put(1)
    assert isinstance(post.kept.pop(), StoreKnown)
    assert "cannot be written" in post.try_disk()
    post.disk(full=False)

    def nearly_full(folder: Path, size: int) -> None:
        assert (folder, size >= 1 << 18) == (post.file.parent, True)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(outbox_file, "find_room", nearly_full)
        assert "No space left" in post.try_disk()
    assert post.try_disk() == ""
    post.put(1)
    assert post.asked() == ["request-1"]


def test_room_is_looked_for_and_given_back(tmp_path: Path) -> None:
    find_room(tmp_path, 100_000)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_is_told_and_opened_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put(1, 2)
    post.outbox.close()
    real = outbox_file.open_file

    def torn(file: Path) -> sqlite3.Connection:
        db = real(file)
        db.execute("ALTER TABLE waiting RENAME TO gone")  # what is asked for cannot be read
        return db

    with monkeypatch.context() as patch:
        patch.setattr(outbox_file, "open_file", torn)
        post.open()
        assert "cannot be read (no such table" in post.refusals[-1]
        assert (post.asked(), len(post.outbox)) == ([], 0)
    with closing(sqlite3.connect(post.file)) as db, db:
        db.execute("DROP TABLE IF EXISTS waiting")
        db.execute("ALTER TABLE gone RENAME TO waiting")
    assert post.try_disk() == ""
    assert post.asked() == ["request-1"]
    post.grant()
    assert post.asked() == ["request-1", "request-2"]


@pytest.mark.expects_warnings
def test_an_entry_nobody_can_read_is_passed_over_and_kept(post: Post) -> None:
    """Written by a newer version, say: that one will send it."""
    post.put(1, 2)
    with post.outbox._requests._file._db as db:
        db.execute("UPDATE waiting SET body = '{' WHERE id = 'request-1'")
    post.reopen()
    post.grant()
    assert post.asked() == ["request-2"]
    assert len(post.outbox) == 1


def opinion(words: str) -> LeaveOpinion:
    return LeaveOpinion(
        id="request-0001",
        at=MORNING,
        source="kiosk-1",
        kind=OpinionKind.HELP,
        about=About.OTHER,
        left_at=MORNING,
        words=words,
    )


def holding(folder: Path, words: str) -> list[str]:
    """The files in which these words stand."""
    files = sorted(each for each in folder.iterdir() if each.is_file())
    return [each.name for each in files if words.encode() in each.read_bytes()]


def test_of_what_somebody_wrote_nothing_is_left_once_the_ledger_has_it(tmp_path: Path) -> None:
    words = "测试：等了很久"
    post = Post(tmp_path / "outbox.db")
    post.outbox.put(opinion(words), post.kept.append)
    post.runner.step(0)
    assert holding(tmp_path, words)  # the control
    post.bus.answer(Granted(request="request-0001", at=MORNING))
    for _ in range(3):
        post.runner.step(0)
    assert len(post.outbox) == 0
    assert holding(tmp_path, words) == []
    post.outbox.close()


def test_what_a_kill_left_in_the_log_goes_at_the_next_start(tmp_path: Path) -> None:
    words, file = "测试：等了很久", tmp_path / "outbox.db"
    first = outbox_file.OutboxFile(file, lambda _error: None)
    first.open()
    first.write([("request-0001", words.encode())], [])
    first.write([], ["request-0001"])
    copy = tmp_path / "killed"
    copy.mkdir()
    for each in tmp_path.glob("outbox.db*"):  # as a kill leaves them
        (copy / each.name).write_bytes(each.read_bytes())
    first.close()
    assert holding(copy, words)  # the control
    again = outbox_file.OutboxFile(copy / "outbox.db", lambda _error: None)
    assert again.open() == []
    assert holding(copy, words) == []
    again.close()
