"""Templates on disk: sealed, whole or not there, and gone when they are erased."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from broker.domain.errors import ConfigError
from broker.domain.ids import StaffId
from broker.service.whole_file import being_written
from fingerprint import sealing
from fingerprint.sealing import KEY, Seal, SealBroken
from fingerprint.templates import KeptFinger, TemplateStore, make_room

pytest.importorskip(
    "cryptography", reason="cryptography is not installed: pip install '.[uru4500]'"
)
ANNA = KeptFinger(StaffId("1001"), (b"FMR\0 20\0 one touch", b"FMR\0 20\0 another"))
BEN = KeptFinger(StaffId("1002"), (b"FMR\0 20\0 of ben",) * 2)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return make_room(tmp_path)


@pytest.fixture
def store(room: Path) -> TemplateStore:
    return TemplateStore(room, "door", Seal(room))


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_what_is_kept_is_there_for_a_later_life_and_erased_is_not(
    room: Path, store: TemplateStore
) -> None:
    assert store.slots() == frozenset()
    store.keep(3, ANNA)
    store.keep(0, BEN)
    later = TemplateStore(room, "door", Seal(room))
    assert (later.finger(3), later.finger(0), later.finger(1)) == (ANNA, BEN, None)
    later.erase(3)
    later.erase(7)
    assert store.slots() == {0}
    assert store.finger(3) is None


def test_nobody_else_may_read_and_nothing_can_be_read(room: Path, store: TemplateStore) -> None:
    store.keep(3, ANNA)
    file = room / "door" / "3.finger"
    assert [mode(each) for each in (room, room / "door")] == [0o700] * 2
    assert [mode(each) for each in (room / KEY, file)] == [0o600] * 2
    for told in (b"FMR", b"1001", b"touch"):
        assert told not in file.read_bytes()
    assert "FMR" not in repr(ANNA)
    first = file.read_bytes()
    store.keep(3, ANNA)
    assert file.read_bytes() != first, "a nonce is used once"


def test_a_finger_that_was_moved_or_damaged_does_not_open(room: Path, store: TemplateStore) -> None:
    store.keep(3, ANNA)
    sealed = (room / "door" / "3.finger").read_bytes()
    (room / "door" / "4.finger").write_bytes(sealed)
    other = TemplateStore(room, "gate", Seal(room))
    other.keep(0, BEN)
    (room / "gate" / "3.finger").write_bytes(sealed)
    torn = [sealed[:cut] for cut in range(0, len(sealed), 7)]
    for place, half in enumerate(torn, 10):
        (room / "door" / f"{place}.finger").write_bytes(half)
    for where, slot in [(store, 4), (other, 3), *((store, at) for at in range(10, 10 + len(torn)))]:
        with pytest.raises(SealBroken):
            where.finger(slot)
    assert store.finger(3) == ANNA
    assert 4 in store.slots(), "who cannot read it must still erase it"


def test_a_power_cut_leaves_what_was_there_before(
    room: Path, store: TemplateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.keep(3, BEN)

    def cut(_self: Path, _target: object) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with pytest.raises(KeyboardInterrupt):
            store.keep(3, ANNA)
        with pytest.raises(KeyboardInterrupt):
            store.keep(5, ANNA)
    assert being_written(room / "door" / "5.finger").exists()
    assert store.slots() == {3, 5}, "half of a finger is no proof that there is none"
    store.sweep()
    assert store.slots() == {3}
    assert store.finger(3) == BEN
    store.keep(5, ANNA)
    assert store.finger(5) == ANNA


def test_half_of_a_finger_is_erased_with_its_slot(room: Path, store: TemplateStore) -> None:
    store.keep(3, ANNA)
    (room / "door" / "3.new").write_bytes(b"half")
    being_written(room / "door" / "3.finger").write_bytes(b"half")
    store.erase(3)
    assert store.slots() == frozenset()
    assert not [*(room / "door").iterdir()]


def test_a_full_disk_leaves_nothing_behind(
    room: Path, store: TemplateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    store.keep(0, BEN)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            store.keep(3, ANNA)
    assert store.slots() == {0}
    assert sorted(each.name for each in (room / "door").iterdir()) == ["0.finger"]


def test_another_key_opens_nothing_and_erases_all_the_same(
    room: Path, store: TemplateStore
) -> None:
    store.keep(3, ANNA)
    (room / KEY).write_bytes(bytes(32))
    (room / KEY).chmod(0o600)
    stranger = TemplateStore(room, "door", Seal(room))
    with pytest.raises(SealBroken):
        stranger.finger(3)
    without = TemplateStore(room, "door", None)
    with pytest.raises(SealBroken):
        without.finger(3)
    with pytest.raises(SealBroken):
        without.keep(4, ANNA)
    without.erase(3)
    assert stranger.slots() == frozenset()


@pytest.mark.expects_warnings
def test_a_key_that_others_may_read_is_closed_to_them(
    room: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Seal(room)
    (room / KEY).chmod(0o644)
    Seal(room)
    assert mode(room / KEY) == 0o600
    assert "could be read by others" in caplog.text
    caplog.clear()


def test_a_key_of_another_length_is_said(room: Path) -> None:
    (room / KEY).write_bytes(b"short")
    (room / KEY).chmod(0o600)
    with pytest.raises(ConfigError, match="it has 5 bytes and not 32 — put the right one back"):
        Seal(room)


def test_no_new_key_is_made_while_anything_is_sealed(room: Path, store: TemplateStore) -> None:
    """A finger that was sealed with it would be lost when the old key is put back."""
    store.keep(3, ANNA)
    key = (room / KEY).read_bytes()
    (room / KEY).unlink()
    with pytest.raises(ConfigError, match="it is gone, and what was sealed with it is there"):
        Seal(room)
    assert not (room / KEY).exists()
    (room / KEY).write_bytes(key)
    (room / KEY).chmod(0o600)
    assert TemplateStore(room, "door", Seal(room)).finger(3) == ANNA
    store.erase(3)
    (room / KEY).unlink()
    assert Seal(room)  # nothing is lost by another
    assert (room / KEY).read_bytes() != key


def test_without_its_library_a_sentence_says_what_to_install(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    with pytest.raises(ConfigError, match=r"cryptography is not installed.*\[uru4500\]"):
        Seal(room)
    assert not (room / KEY).exists()
    assert sealing.KEY == KEY
