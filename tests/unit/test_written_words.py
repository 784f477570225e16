"""What is written with an opinion: on disk before its answer, told to few, and gone."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest
from msgspec.structs import replace

from broker.commands.opinions import OpinionKept, lines
from broker.domain.alerts import AlertCode
from broker.domain.errors import StoreKnown
from broker.domain.opinions.facts import OpinionKind, OpinionLeft, OpinionSettled
from broker.domain.opinions.requests import LeaveOpinion, ListOpinions, ReadWords, SettleOpinion
from broker.domain.requests import Granted, Listed, Refused
from broker.domain.text.kinds import LONGEST_WRITTEN
from broker.ledger import written_file
from broker.ledger.content import digest
from broker.ledger.copies import copy
from broker.ledger.store import Store
from broker.ledger.written_file import MOST, NAME, PLACE, Full
from broker.settings import read_hall
from broker.wire.codec import judged_request
from broker.wire.topics import Kind
from tests.stages.memory import LedgerHall, full_disk
from tests.unit.test_opinions import asked

HALL = read_hall(Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml")
WORDS = "测试：三号窗口等了很久 waited long"
HOSTILE = (
    "'); DROP TABLE facts; --",
    "长" * LONGEST_WRITTEN,
    "𠮷" * LONGEST_WRITTEN,
    "a\u200db\u200bc",
    "%s{}\\n$(reboot)",
)


class Box(LedgerHall):
    """A ledger with an opinion box; every message that goes over the bus is written down."""

    def leave(self, words: str, **changes: object) -> OpinionLeft:
        answer = self.ask(replace(written(words), **changes))
        assert isinstance(answer, Granted), answer
        (fact,) = answer.facts
        assert isinstance(fact, OpinionLeft)
        return fact

    def staff(self, *roles: str) -> str:
        return next(each.id for each in self.ledger.floor.hall.staff if each.role in roles)

    @property
    def leader(self) -> str:
        return self.staff("duty-leader", "supervisor", "director")

    def close_it(self, opinion: str) -> object:
        wanted = {"opinion": opinion, "by": self.leader, "reason": "已答复"}
        return self.ask(self.make(SettleOpinion, **wanted))

    def read(self, *opinions: str, by: str = "") -> object:
        return self.ask(self.make(ReadWords, opinions=opinions, by=by or self.leader))

    @property
    def words(self) -> dict[str, str]:
        return dict(written_file.read(self.folder / NAME))

    def alert(self) -> bool:
        """Whether staff are told that words cannot be kept."""
        topic = self.topics.alert(Kind.SERVICE, "ledger", AlertCode.WORDS)
        for _ in range(3):
            self.runner.step(0.0)
        return topic in self.broker.retained


def written(words: str, source: str = "kiosk-1") -> LeaveOpinion:
    return replace(asked(source), words=words)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    made = Box(tmp_path, HALL)
    yield made
    made.close()


def holding(folder: Path, words: str) -> set[str]:
    """The files in which these words stand, in any encoding we write."""
    coded = (words.encode(), msgspec.json.encode(words)[1:-1], words.encode("utf-16-le"))
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.name for each in files if any(word in each.read_bytes() for word in coded)}


# what is kept where


def test_the_words_stand_beside_the_ledger_and_the_fact_says_how_many(box: Box) -> None:
    left = box.leave(WORDS)
    assert (left.written, left.lost) == (len(WORDS), False)
    assert box.words == {left.opinion: WORDS}
    assert holding(box.folder, WORDS) == {NAME}


def test_an_opinion_without_words_has_none_and_makes_no_file(box: Box) -> None:
    for nothing in ("", "   "):
        left = box.leave(nothing)
        assert (left.written, left.lost, left.has_words) == (0, False, False)
        box.close_it(left.opinion)
    assert not (box.folder / NAME).exists()


def test_what_a_sender_says_of_the_outcome_is_not_believed(box: Box) -> None:
    assert box.leave(WORDS, written=3, lost=True).has_words
    bare = box.leave("", written=300, lost=True)
    assert (bare.written, bare.lost) == (0, False)


def test_said_twice_they_are_there_once(box: Box) -> None:
    request = written(WORDS)
    assert box.ask(request) == box.ask(request)
    assert list(box.words.values()) == [WORDS]


def test_settled_they_are_gone_from_every_file_when_that_is_answered(box: Box) -> None:
    left, other = box.leave(WORDS), box.leave("另一件")
    assert isinstance(box.close_it(left.opinion), Granted)
    assert box.words == {other.opinion: "另一件"}
    assert holding(box.folder, WORDS) == set()
    assert (box.folder / NAME).stat().st_size == PLACE * (MOST + 1)  # written over, not cut off


def test_said_again_after_it_was_settled_they_do_not_come_back(box: Box) -> None:
    """A kiosk that was away asks until it has heard an answer."""
    request = written(WORDS)
    box.ask(request)
    box.close_it(request.id)
    for _ in range(2):
        assert isinstance(box.ask(request), Granted)
        assert holding(box.folder, WORDS) == set()
        box.reopen()


def test_words_of_what_is_refused_are_not_kept(box: Box) -> None:
    assert isinstance(box.ask(written(WORDS, "stranger")), Refused)
    assert holding(box.folder, WORDS) == set()


def test_a_digest_of_them_stands_nowhere() -> None:
    """With one a guess could be tried for ever."""
    request = written(WORDS)
    assert digest(request) == digest(replace(request, words="something else"))
    assert digest(request) != digest(replace(request, kind=OpinionKind.PRAISE))


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_typed_is_kept_as_it_can_be_read(box: Box, words: str) -> None:
    left = box.leave(words)
    (kept,) = box.words.values()
    assert len(kept) == left.written <= LONGEST_WRITTEN
    assert kept == words.replace("\u200d", "").replace("\u200b", "")
    told = list(
        lines([OpinionKept(left)], box.ledger.floor.zone, written_file.read(box.folder / NAME))
    )
    assert told[-1].strip() == kept


@pytest.mark.parametrize("words", ["长" * 501, "\x1b[2J", "a\u202eb", "x\ny", "\x00", 7, "\ud800"])
def test_what_would_do_something_to_its_reader_is_refused_at_the_door(words: object) -> None:
    plain = msgspec.json.decode(msgspec.json.encode(written("x")))
    escaped = '"\\ud800"' if words == "\ud800" else msgspec.json.encode(words).decode()
    payload = msgspec.json.encode(plain).replace(b'"x"', escaped.encode())
    with pytest.raises(Exception, match=r"words|surrogate|[Ii]nvalid|utf"):
        judged_request(payload)


# who reads them


def test_whoever_may_settle_is_told_and_nobody_else(box: Box) -> None:
    left, bare = box.leave(WORDS), box.leave("")
    told = box.read(left.opinion, bare.opinion, "unknown-1")
    assert isinstance(told, Listed)
    assert [(each.opinion, each.words) for each in told.words] == [(left.opinion, WORDS)]
    for nobody, code in (("guide", "role"), ("clerk", "role")):
        refused = box.read(left.opinion, by=box.staff(nobody))
        assert isinstance(refused, Refused)
        assert refused.code == code
    stranger = box.read(left.opinion, by="nobody")
    assert isinstance(stranger, Refused)
    assert WORDS not in repr(stranger)


def test_a_list_of_opinions_has_none_of_them(box: Box) -> None:
    box.leave(WORDS)
    told = box.ask(box.make(ListOpinions))
    assert isinstance(told, Listed)
    assert told.opinions[0].written == len(WORDS)
    assert WORDS not in msgspec.json.encode(told).decode()


def test_a_copy_of_the_ledger_has_none_of_them(box: Box) -> None:
    box.leave(WORDS)
    target = box.folder.with_name(f"{box.folder.name}-copy") / "ledger.db"
    target.parent.mkdir()
    copy(box.folder / "ledger.db", target)
    assert holding(target.parent, WORDS) == set()


def test_nothing_retained_and_nothing_logged_has_any_of_them(
    box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    left = box.leave(WORDS)
    box.read(left.opinion)
    box.close_it(left.opinion)
    box.settle()
    assert not any(WORDS.encode() in each for each in box.broker.retained.values())
    assert WORDS not in caplog.text


# kills, cuts and full disks


class Killed(BaseException):
    """The process ends here: nothing of it runs any more."""


class Life:
    """A ledger's life that ends at its n-th step: before or behind a write, a sync, a commit."""

    def __init__(self, patch: pytest.MonkeyPatch, steps: int) -> None:
        self.left = steps
        for place, name in ((os, "pwrite"), (os, "fdatasync"), (Store, "begin"), (Store, "commit")):
            patch.setattr(place, name, self._counted(getattr(place, name)))

    def _counted(self, work: Callable[..., object]) -> Callable[..., object]:
        def counted(*words: object, **more: object) -> object:
            self._step()
            done = work(*words, **more)
            self._step()
            return done

        return counted

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed


def lived(box: Box, steps: int, *requests: LeaveOpinion | SettleOpinion) -> bool:
    """Whether the ledger outlived these requests; it is started anew where it did not."""
    with pytest.MonkeyPatch.context() as patch:
        Life(patch, steps)
        try:
            for each in requests:
                box.ask(each)
        except Killed:
            pass
        else:
            return True
    store = box.ledger._store
    assert store is not None
    store.close()  # its lock went with the process
    box.open()
    return False


def whole(box: Box, words: str) -> bool:
    """Whether each open opinion has its words, and no words are of any other."""
    opened = {each.opinion for each in box.ledger.floor.opinions.values() if each.has_words}
    return box.words == dict.fromkeys(opened, words)


def killed_everywhere(folder: Path) -> Iterator[tuple[Box, str]]:
    """A ledger after each kill of an opinion and its settling; and what that was about."""
    for steps in range(200):
        box = Box(folder / str(steps), HALL)
        request = written(WORDS)
        settling = box.make(SettleOpinion, opinion=request.id, by=box.leader, reason="已答复")
        outlived = lived(box, steps, request, settling)
        yield box, request.id
        for each in (request, settling):  # from an outbox, and from a supervisor
            box.ask(each)
        yield box, request.id
        assert holding(box.folder, WORDS) == set()
        box.close()
        if outlived:
            assert steps > 5
            return
    pytest.fail("it never ends")


def places(folder: Path) -> Path:
    for steps in range(200):
        (folder / str(steps)).mkdir()
    return folder


def test_killed_at_any_point_an_opinion_has_its_words_or_neither_is_there(tmp_path: Path) -> None:
    for box, _ in killed_everywhere(places(tmp_path)):
        assert whole(box, WORDS)


def test_control_a_ledger_that_answers_before_its_words_are_on_disk_would_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written_file, "put", lambda *_words: 1)
    seen = [whole(box, WORDS) for box, _ in killed_everywhere(places(tmp_path))]  # to the end
    assert not all(seen)


@pytest.mark.expects_warnings
def test_killed_after_the_words_and_before_the_fact_both_are_there_in_the_end(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = written(WORDS)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "commit", full_disk)
        box.bus.ask(request, lambda _answer: None)
        for _ in range(6):
            box.runner.step(0.0)
    assert list(box.words) == [request.id]  # words without an opinion
    box.reopen()
    assert box.words == {}  # nobody was told of them
    assert isinstance(box.ask(request), Granted)  # from the kiosk's outbox
    assert box.words == {request.id: WORDS}


@pytest.mark.expects_warnings
def test_killed_after_it_was_settled_and_before_the_words_went_they_go_at_the_start(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = box.leave(WORDS)
    with monkeypatch.context() as patch:
        patch.setattr(written_file, "tend", refusing(errno.EIO))
        box.close_it(left.opinion)
    assert holding(box.folder, WORDS) == {NAME}  # the control
    box.reopen()
    assert holding(box.folder, WORDS) == set()


@pytest.mark.parametrize("at", [0, 1, 7, 600, PLACE - 1])
def test_a_write_that_was_cut_short_is_no_word_and_its_place_is_wiped(
    tmp_path: Path, at: int
) -> None:
    file = tmp_path / NAME
    written_file.put(file, "request-0001", WORDS)
    whole = file.read_bytes()
    place = bytearray(whole[PLACE : 2 * PLACE])
    place[at:] = bytes(PLACE - at)  # what came after did not reach the disk
    file.write_bytes(whole[:PLACE] + bytes(place) + whole[2 * PLACE :])
    expected = {} if any(whole[PLACE + at : 2 * PLACE]) else {"request-0001": WORDS}
    assert written_file.read(file) == expected
    assert written_file.tend(file, ()) == 0
    assert not file.read_bytes()[PLACE:].strip(b"\0")


def test_a_word_that_was_lost_is_told_as_missing(box: Box) -> None:
    left = box.leave(WORDS)
    (box.folder / NAME).unlink()
    told = list(lines([OpinionKept(left)], box.ledger.floor.zone, {}))
    assert "missing" in told[-1]
    answer = box.read(left.opinion)
    assert isinstance(answer, Listed)
    assert answer.words == ()
    settled = OpinionSettled(opinion=left.opinion, outcome="x", by="301")
    assert len(list(lines([OpinionKept(left, settled)], box.ledger.floor.zone, {}))) == 2


def refusing(number: int) -> Callable[..., NoReturn]:
    def refuse(file: Path, *_words: object) -> NoReturn:
        raise StoreKnown(f"{file}: {os.strerror(number)}")

    return refuse


@pytest.mark.expects_warnings
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EACCES])
def test_where_words_cannot_be_kept_the_opinion_is_and_everybody_is_told(
    box: Box, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_words: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "posix_fallocate", refuse)
        left = box.leave(WORDS)
        assert (left.written, left.lost) == (len(WORDS), True)
        assert box.alert()
        told = list(lines([OpinionKept(left)], box.ledger.floor.zone, box.words))
        assert "could not be kept" in told[-1]
    assert box.leave(WORDS).has_words
    box.clock.pass_by(30.0)
    assert holding(box.folder, WORDS) == {NAME}


def test_every_place_is_used_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fdatasync", lambda _place: None)
    file = tmp_path / NAME
    for nth in range(MOST):
        assert written_file.put(file, f"request-{nth:04d}", f"字{nth}") == nth + 1
    with pytest.raises(Full, match="hall opinions"):
        written_file.put(file, "request-more", "x")
    assert written_file.put(file, "request-0007", "again") == MOST
    assert written_file.tend(file, {"request-0003"}) == 1
    assert written_file.put(file, "request-more", "x") == 2
    assert written_file.read(file) == {"request-0003": "字3", "request-more": "x"}


def test_the_longest_id_and_the_longest_words_have_room(tmp_path: Path) -> None:
    file = tmp_path / NAME
    opinion, words = "𠮷" * 64, "𠮷" * LONGEST_WRITTEN
    written_file.put(file, opinion, words)
    assert written_file.read(file) == {opinion: words}


def test_what_is_no_file_of_words_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_text("something of somebody else's", "utf-8")
    with pytest.raises(StoreKnown, match="move it away"):
        written_file.put(file, "request-0001", WORDS)
    assert file.read_text("utf-8") == "something of somebody else's"


def test_the_file_is_for_its_owner_alone(box: Box) -> None:
    box.leave(WORDS)
    assert (box.folder / NAME).stat().st_mode & 0o777 == 0o600
