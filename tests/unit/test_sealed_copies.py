"""A hall's secrets in its backups: nobody reads them without the passphrase, and an empty machine
becomes the hall again with it."""

from __future__ import annotations

import stat
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broker.certificates.authority import Authority
from broker.certificates.sealed_copy import seal, unsealed
from broker.cli import main
from broker.domain.backups import BackupRules, name_at, secrets_at, surplus
from broker.domain.errors import CertificateError
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.reading import read
from broker.service.clock import VARIABLE, HallClock, machine_time
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall
from tests.stages.processes import HALL

PHRASE = b"an invented phrase, for tests"
NIGHT = datetime.fromisoformat("2026-11-24T03:30")
KEY = b"-----BEGIN "


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hall with a ledger, an authority, somebody's papers and what else is secret."""
    at_night = HallClock(MORNING + timedelta(hours=18.5), time.time(), 0.001)
    monkeypatch.setenv(VARIABLE, at_night.text())
    folder = tmp_path / "run"
    desk = LedgerHall(folder)
    desk.do(ReserveTicket, queue="qa")
    desk.close()
    authority = Authority(folder / "keys", "test")
    authority.found()
    authority.provide("kiosk-1", machine_time())
    (folder / "pins.json").write_bytes(b'{"pins":{}}')
    (folder / "person-key").write_bytes(b"p" * 32)
    (folder / "templates").mkdir()
    (folder / "templates" / "key").write_bytes(b"of fingers")
    return folder


def phrase_file(folder: Path, said: bytes = PHRASE, mode: int = 0o600) -> Path:
    file = folder / "phrase"
    file.write_bytes(said + b"\n")
    file.chmod(mode)
    return file


def hall_toml(folder: Path, table: str = 'passphrase = "phrase"') -> Path:
    (folder / "catalogue.csv").write_bytes((HALL.parent / "catalogue.csv").read_bytes())
    file = folder / "hall.toml"
    file.write_text(f"{HALL.read_text('utf-8')}\n[backup]\n{table}\n", "utf-8")
    return file


def back_up(run: Path, table: str = 'passphrase = "phrase"') -> int:
    toml = hall_toml(run.parent, table)
    return main(["backup", "--hall", str(toml), "--run", str(run)])


def beside(run: Path) -> Path:
    return run.with_name(f"{run.name}-backup")


# the seal


def test_what_was_sealed_is_read_again_and_sealed_otherwise_each_time() -> None:
    one, two = seal(PHRASE, b"plain"), seal(PHRASE, b"plain")
    assert unsealed(PHRASE, one) == unsealed(PHRASE, two) == b"plain"
    assert one != two
    assert one.startswith(b"hall-secrets 1\n")


def test_another_passphrase_reads_nothing() -> None:
    with pytest.raises(CertificateError, match="the passphrase is another"):
        unsealed(PHRASE + b"!", seal(PHRASE, b"plain"))


@pytest.mark.parametrize("place", [15, 30, 31, 42, 43, 47, -1])
def test_a_byte_that_was_changed_is_found(place: int) -> None:
    """In the salt, the nonce, the secrets and their check."""
    sealed = bytearray(seal(PHRASE, b"plain"))
    sealed[place] ^= 1
    with pytest.raises(CertificateError, match="damaged"):
        unsealed(PHRASE, bytes(sealed))


@pytest.mark.parametrize("length", [15, 20, 43, 44, -1])
def test_a_copy_that_was_cut_is_found(length: int) -> None:
    with pytest.raises(CertificateError, match="damaged"):
        unsealed(PHRASE, seal(PHRASE, b"plain")[:length])


@pytest.mark.parametrize("other", [b"", b"\x1f\x8b\x08", b"hall-secrets\n", b"hall-secrets x\nyz"])
def test_another_file_is_no_copy(other: bytes) -> None:
    with pytest.raises(CertificateError, match="no sealed copy"):
        unsealed(PHRASE, other)


def test_a_copy_of_a_newer_program_is_refused_in_a_sentence() -> None:
    newer = seal(PHRASE, b"plain").replace(b"secrets 1\n", b"secrets 2\n", 1)
    with pytest.raises(CertificateError, match=r"newer version .* \(format 2, this one knows 1\)"):
        unsealed(PHRASE, newer)


# the backup


def test_a_backup_holds_the_secrets_and_tells_them_to_nobody(run: Path) -> None:
    phrase_file(run.parent)
    assert back_up(run) == 0
    sealed = beside(run) / secrets_at(NIGHT)
    data = sealed.read_bytes()
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    assert KEY not in data
    assert KEY in unsealed(PHRASE, data), "the control: there is a key to be seen"
    assert PHRASE not in data
    assert b"of fingers" not in unsealed(PHRASE, data)
    assert {each.name for each in beside(run).iterdir()} == {sealed.name, name_at(NIGHT)}


def test_without_a_passphrase_it_says_that_keys_are_in_no_copy(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert back_up(run, "") == 0
    assert "are in no copy: name a file with a passphrase" in capsys.readouterr().err
    assert {each.name for each in beside(run).iterdir()} == {name_at(NIGHT)}


@pytest.mark.parametrize(
    ("said", "mode", "complaint"),
    [
        (b"", 0o600, "fewer than 16 characters"),
        (b"   fifteen letters   ", 0o600, "fewer than 16 characters"),
        (PHRASE, 0o644, "everybody on this machine may read it"),
        (None, 0, "No such file"),
    ],
)
def test_a_passphrase_that_protects_nothing_fails_the_backup(
    run: Path, capsys: pytest.CaptureFixture[str], said: bytes | None, mode: int, complaint: str
) -> None:
    if said is not None:
        phrase_file(run.parent, said, mode)
    assert back_up(run) == 1
    assert complaint in capsys.readouterr().err
    assert not list(beside(run).glob("secrets-*"))


# an empty machine


def unseal(copy: Path, to: Path, *more: str) -> int:
    words = ["unseal", str(copy), "--passphrase", str(phrase_file(copy.parent.parent))]
    return main([*words, "--run", str(to), *more])


def test_an_empty_machine_becomes_the_hall_again(run: Path, tmp_path: Path) -> None:
    phrase_file(run.parent)
    assert back_up(run) == 0
    there = tmp_path / "elsewhere"
    assert unseal(beside(run) / secrets_at(NIGHT), there) == 0
    words = ["--hall", str(tmp_path / "hall.toml"), "--run", str(there)]
    assert main(["restore", str(beside(run) / name_at(NIGHT)), *words]) == 0
    assert list(read(there / "ledger.db")) == list(read(run / "ledger.db"))
    before, after = (Authority(each / "keys", "test") for each in (run, there))
    assert after.is_here
    assert after.fingerprint() == before.fingerprint()
    assert after.signed() == before.signed()
    for name in ("pins.json", "person-key", "keys/ca.key", "keys/of/kiosk-1/key.pem"):
        assert (there / name).read_bytes() == (run / name).read_bytes()
        assert stat.S_IMODE((there / name).stat().st_mode) == 0o600
    assert not (there / "templates").exists()


def test_nothing_that_is_there_is_replaced(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    phrase_file(run.parent)
    assert back_up(run) == 0
    there = tmp_path / "elsewhere"
    there.mkdir()
    (there / "pins.json").write_bytes(b"another hall's")
    assert unseal(beside(run) / secrets_at(NIGHT), there) == 1
    assert "is there already" in capsys.readouterr().err
    assert [each.name for each in there.iterdir()] == ["pins.json"]
    assert (there / "pins.json").read_bytes() == b"another hall's"


def test_what_is_in_a_copy_is_listed_and_not_written(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    phrase_file(run.parent)
    assert back_up(run) == 0
    capsys.readouterr()
    assert unseal(beside(run) / secrets_at(NIGHT), tmp_path / "elsewhere", "--list") == 0
    told = capsys.readouterr().out
    assert "keys/ca.key" in told
    assert "hall.toml" in told
    assert "PRIVATE" not in told
    assert not (tmp_path / "elsewhere").exists()


def test_copies_of_secrets_are_thinned_for_themselves() -> None:
    """A night's copy of secrets takes no place of that night's ledger."""
    nights = [NIGHT + timedelta(days=each) for each in range(5)]
    names = [*map(name_at, nights), *map(secrets_at, nights), "secrets-kept.sealed"]
    rules = BackupRules(days=2, weeks=0, months=0)
    gone = surplus(names, nights[-1], rules)
    assert gone == [*map(name_at, nights[:3]), *map(secrets_at, nights[:3])]
