"""The hall's authority, held against openssl itself: what it verifies, and what it does not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.bus.papers import LIFE
from broker.certificates.authority import Authority
from broker.certificates.register import in_force, read_register, written
from broker.domain.errors import CertificateError

NOW = datetime.now(UTC).replace(microsecond=0)  # openssl verifies by the machine's own clock


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    made = Authority(tmp_path / "keys", "test")
    assert made.found()
    return made


def said(*words: str) -> str:
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def verdict(authority: Authority, certificate: Path, purpose: str = "sslclient") -> str:
    """What openssl says of a certificate, by this hall's authority and its list of the revoked."""
    believed = ("-CAfile", str(authority.certificate), "-CRLfile", str(authority.revocations))
    return said("verify", *believed, "-crl_check", "-purpose", purpose, str(certificate))


def test_an_authority_is_made_once(authority: Authority) -> None:
    before = authority.certificate.read_bytes()
    assert not authority.found()
    assert authority.certificate.read_bytes() == before
    assert len(authority.fingerprint()) == 64


def test_a_client_is_believed_as_a_client_only_and_a_broker_as_a_broker(
    authority: Authority,
) -> None:
    kiosk = authority.provide("kiosk-1", NOW).certificate
    broker = authority.provide("broker", NOW, ["localhost", "127.0.0.1", "::1"]).certificate
    assert verdict(authority, kiosk).endswith("OK\n")
    assert "OK" not in verdict(authority, kiosk, "sslserver")
    assert verdict(authority, broker, "sslserver").endswith("OK\n")
    assert "OK" not in verdict(authority, broker)
    text = said("x509", "-in", str(broker), "-noout", "-text")
    assert "prime256v1" in text
    assert "DNS:localhost, IP Address:127.0.0.1" in text
    assert "CN = kiosk-1" in said("x509", "-in", str(kiosk), "-noout", "-subject")


def test_the_key_fits_its_certificate_and_is_nobody_elses_to_read(
    authority: Authority, tmp_path: Path
) -> None:
    papers = authority.provide("kiosk-1", NOW)
    of_key = said("pkey", "-in", str(papers.key), "-pubout")
    assert of_key == said("x509", "-in", str(papers.certificate), "-noout", "-pubkey")
    for file in (tmp_path / "keys").rglob("*"):
        assert file.stat().st_mode & 0o077 == 0, file


def test_another_hall_s_client_is_not_believed(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other", "test")
    other.found()
    stranger = other.provide("kiosk-1", NOW).certificate
    assert verdict(other, stranger).endswith("OK\n")
    assert "OK" not in verdict(authority, stranger)


@pytest.mark.parametrize(
    ("after", "anew"),
    [
        (timedelta(0), False),
        (LIFE * 2 / 3 - timedelta(hours=1), False),
        (LIFE * 2 / 3 + timedelta(hours=1), True),
        (LIFE + timedelta(days=1), True),
    ],
)
def test_at_two_thirds_of_its_life_a_certificate_is_made_anew(
    authority: Authority, after: timedelta, anew: bool
) -> None:
    papers = authority.provide("kiosk-1", NOW)
    before = papers.certificate.read_bytes(), papers.key.read_bytes()
    again = authority.provide("kiosk-1", NOW + after)
    assert ((again.certificate.read_bytes(), again.key.read_bytes()) != before) is anew
    assert len(authority.signed()) == 1 + anew


@pytest.mark.parametrize("lost", ["key", "certificate"])
def test_lost_papers_are_made_anew(authority: Authority, lost: str) -> None:
    papers = authority.provide("kiosk-1", NOW)
    getattr(papers, lost).unlink()
    authority.provide("kiosk-1", NOW)
    of_key = said("pkey", "-in", str(papers.key), "-pubout")
    assert of_key == said("x509", "-in", str(papers.certificate), "-noout", "-pubkey")


def test_who_was_expelled_is_not_believed_with_any_of_its_certificates(
    authority: Authority,
) -> None:
    first = authority.provide("kiosk-1", NOW).certificate.read_bytes()
    newest = authority.provide("kiosk-1", NOW + LIFE * 0.7).certificate
    other = authority.provide("kiosk-2", NOW).certificate
    assert authority.expel("kiosk-1") == 2
    old = newest.with_name("old.pem")
    old.write_bytes(first)
    assert "revoked" in verdict(authority, newest) + verdict(authority, old)
    assert "OK" not in verdict(authority, old)
    assert verdict(authority, other).endswith("OK\n")
    assert "kiosk-1" not in in_force(authority.signed(), NOW)
    assert authority.expel("kiosk-1") == 0
    assert verdict(authority, authority.provide("kiosk-1", NOW).certificate).endswith("OK\n")


def test_an_expired_certificate_is_not_believed(authority: Authority) -> None:
    old = authority.provide("kiosk-1", NOW - LIFE - timedelta(days=2)).certificate
    assert "expired" in verdict(authority, old)
    assert "kiosk-1" not in in_force(authority.signed(), NOW)


def test_papers_of_a_clock_that_was_ahead_are_made_anew(authority: Authority) -> None:
    """A machine whose battery was empty: what it signed counts from a day that has not come."""
    early = authority.provide("kiosk-1", NOW + 10 * LIFE).certificate
    assert "not yet valid" in verdict(authority, early)
    assert verdict(authority, authority.provide("kiosk-1", NOW).certificate).endswith("OK\n")


def test_papers_of_a_clock_that_was_behind_are_made_anew(authority: Authority) -> None:
    """What was made before them counts still, and lies nowhere but in the register."""
    authority.provide("kiosk-1", NOW)
    late = authority.provide("kiosk-1", NOW - 5 * LIFE).certificate
    assert "expired" in verdict(authority, late)
    assert verdict(authority, authority.provide("kiosk-1", NOW).certificate).endswith("OK\n")


def test_a_key_beside_another_certificate_is_made_anew_with_it(authority: Authority) -> None:
    """The power went between the two, or somebody brought one file of an older copy."""
    papers = authority.provide("kiosk-1", NOW)
    papers.key.write_bytes(authority.provide("kiosk-2", NOW).key.read_bytes())
    authority.provide("kiosk-1", NOW).context()


def test_papers_of_another_authority_are_made_anew(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other", "test")
    other.found()
    authority.provide("kiosk-1", NOW)
    shutil.rmtree(tmp_path / "keys" / "of")
    other.provide("kiosk-1", NOW)
    shutil.copytree(tmp_path / "other" / "of", tmp_path / "keys" / "of")
    assert verdict(authority, authority.provide("kiosk-1", NOW).certificate).endswith("OK\n")


@pytest.mark.parametrize("days", [-400, 400])
def test_an_authority_of_a_wrong_clock_counts_again_with_its_old_key(
    authority: Authority, days: int
) -> None:
    """What it signed is believed as before. Its first day is the machine's, so the clock that is
    handed in stands for the other one."""
    kiosk = authority.provide("kiosk-1", NOW).certificate
    before = authority.certificate.read_bytes()
    authority.keep(datetime.now(UTC))
    assert authority.certificate.read_bytes() == before
    authority.keep(NOW + 30 * timedelta(days=days))
    assert authority.certificate.read_bytes() != before
    assert verdict(authority, kiosk).endswith("OK\n")


_PROVIDE = """
import sys
from datetime import datetime
from pathlib import Path
from broker.certificates.authority import Authority
authority = Authority(Path(sys.argv[1]), "test")
authority.found()
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    authority.provide(f"panel-{number}", datetime.fromisoformat(sys.argv[4]))
"""


def providing(folder: Path, first: int, behind: int) -> subprocess.Popen[bytes]:
    words = [str(folder), str(first), str(behind), NOW.isoformat()]
    return subprocess.Popen([sys.executable, "-c", _PROVIDE, *words], start_new_session=True)


def test_several_programs_at_once_make_one_authority_and_lose_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    several = [providing(folder, 6 * n, 6 * n + 6) for n in range(3)]
    assert [each.wait(60) for each in several] == [0, 0, 0]
    authority = Authority(folder, "test")
    assert set(in_force(authority.signed(), NOW)) == {f"panel-{n}" for n in range(18)}
    for number in range(18):
        papers = authority.papers(f"panel-{number}")
        assert verdict(authority, papers.certificate).endswith("OK\n")


@pytest.mark.parametrize("after", [0.02, 0.08, 0.15, 0.3])
def test_killed_at_any_moment_it_goes_on_where_it_was(tmp_path: Path, after: float) -> None:
    """Whatever stood half made is made whole by the next one: each that has papers is believed."""
    folder = tmp_path / "keys"
    for _ in range(3):
        killed = providing(folder, 0, 40)
        try:
            killed.wait(after)
        except subprocess.TimeoutExpired:
            os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()
    last = providing(folder, 0, 10)
    assert last.wait(60) == 0
    authority = Authority(folder, "test")
    for number in range(10):
        papers = authority.papers(f"panel-{number}")
        assert verdict(authority, papers.certificate).endswith("OK\n")
        of_key = said("pkey", "-in", str(papers.key), "-pubout")
        assert of_key == said("x509", "-in", str(papers.certificate), "-noout", "-pubkey")


@pytest.mark.parametrize("file", ["index.txt", "ca.key", "ca.crt"])
def test_a_damaged_folder_is_told_in_a_sentence(
    authority: Authority, tmp_path: Path, file: str
) -> None:
    authority.provide("kiosk-1", NOW)
    (tmp_path / "keys" / file).write_bytes(b"\x00\xff damaged\n")
    with pytest.raises(CertificateError, match="keys"):
        authority.provide("kiosk-2", NOW)


def test_without_openssl_the_installer_is_told(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CertificateError, match="apt-get install openssl"):
        authority.provide("kiosk-2", NOW)


def test_a_register_is_read_as_openssl_writes_it() -> None:
    """Lines that openssl 3.0.19 wrote, one of them of the year 2051."""
    text = (
        "V\t271230075124Z\t\t4D9E1B48\tunknown\t/CN=broker\n"
        "R\t271230075124Z\t261128075124Z,cessationOfOperation\t6F83\tunknown\t/CN=panel-3\n"
        "V\t20510101000000Z\t\t01\tunknown\t/CN=kiosk-1\n"
    )
    broker, panel, kiosk = read_register(text)
    assert (broker.name, broker.until.year, broker.revoked_at) == ("broker", 2027, None)
    assert panel.revoked_at == datetime(2026, 11, 28, 7, 51, 24, tzinfo=UTC)
    assert written(kiosk.until) == "20510101000000Z"
    with pytest.raises(ValueError, match="no line"):
        read_register("V\tnonsense")


def test_papers_are_looked_into_again_once_they_grow_old(authority: Authority) -> None:
    """By their files alone, for a screen that has others to do before it shows something."""
    papers = authority.papers("kiosk-1")
    assert not papers.last(NOW)
    authority.provide("kiosk-1", NOW)
    assert papers.last(NOW + LIFE / 2)
    assert not papers.last(NOW + 0.7 * LIFE)
    assert not papers.last(NOW - LIFE)
    papers.key.unlink()
    assert not papers.last(NOW)
