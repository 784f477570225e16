"""A file that is replaced whole: also when two processes replace it at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broker.service import whole_file

OTHER = 4_000_000  # a process that writes the same file


def test_two_who_write_one_file_at_once_each_write_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "catalogue.jsonl"
    sync, inside = os.fsync, False

    def meanwhile(handle: int) -> None:
        nonlocal inside
        sync(handle)
        if not inside:
            inside = True
            with monkeypatch.context() as other:
                other.setattr(os, "getpid", lambda: OTHER)
                whole_file.write_whole(file, b"theirs")
            assert file.read_bytes() == b"theirs"

    monkeypatch.setattr(os, "fsync", meanwhile)
    whole_file.write_whole(file, b"ours")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [(file.name, b"ours")]


def test_what_this_process_left_half_written_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "series"
    whole_file.being_written(file).write_bytes(b"half")
    whole_file.write_whole(file, b"whole")
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
