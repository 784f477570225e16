"""A hall whose papers ended, were lost, or come from a wrong clock opens, and stays open."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker import own_broker
from broker.bus.papers import KEYS, LIFE
from broker.certificates.authority import Authority
from broker.domain.errors import CertificateError
from broker.own_broker import OwnBroker, have_papers
from broker.service.life import BROKER_FILE
from broker.settings import Settings, load
from tests.stages.processes import HALL, PATIENCE

STARTED = "ledger"
BY_HAND = "kiosk-1"  # a screen of the desktop's own session
_CONNECT = bytes((0x10, 16, 0, 4, *b"MQTT", 5, 2, 0, 9, 0, 0, 3, *b"abc"))  # MQTT 5.0, 3.1
_TAKEN = 0x20


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(HALL, tmp_path / "run")


@pytest.fixture
def broker(settings: Settings) -> Iterator[OwnBroker]:
    made = OwnBroker(settings, [STARTED])
    settings.run.mkdir()
    try:
        yield made
    finally:
        made.stop()


def opened(broker: OwnBroker) -> None:
    broker.start(time.monotonic())


def authority(settings: Settings) -> Authority:
    return Authority(settings.run / KEYS, settings.hall.hall.id)


def lets_in(settings: Settings, name: str) -> bool:
    """Whether broker and client believe each other, each by the files that it has."""
    place = json.loads((settings.run / BROKER_FILE).read_text("utf-8"))
    try:
        tls = authority(settings).papers(name).context()
        with (
            socket.create_connection((place["host"], place["port"]), PATIENCE) as raw,
            tls.wrap_socket(raw, server_hostname="localhost") as wire,
        ):
            wire.sendall(_CONNECT)
            return wire.recv(1) == bytes((_TAKEN,))
    except OSError:
        return False


def comes_in(broker: OwnBroker, settings: Settings, *names: str) -> None:
    """Wait until they are let in, while somebody looks after the broker."""
    end = time.monotonic() + PATIENCE
    while not all(lets_in(settings, each) for each in names):
        assert time.monotonic() < end, names
        broker.watch(time.monotonic())
        time.sleep(0.05)


def clock(monkeypatch: pytest.MonkeyPatch, wrong_by: timedelta) -> None:
    """The machine's clock goes wrong, as far as papers are concerned."""
    monkeypatch.setattr(own_broker, "machine_time", lambda: datetime.now(UTC) + wrong_by)


def test_a_hall_whose_list_of_the_revoked_has_ended_opens(
    broker: OwnBroker, settings: Settings
) -> None:
    """It is switched off every evening, so nobody looked after it for a whole day."""
    opened(broker)
    assert lets_in(settings, STARTED)
    broker.stop()
    _ended_list(settings.run / KEYS)
    opened(broker)
    assert lets_in(settings, STARTED)


def _ended_list(keys: Path) -> None:
    (keys / "work").mkdir()
    shutil.copyfile(keys / "index.txt", keys / "work" / "index.txt")
    dates = ["-crl_lastupdate", "20260101000000Z", "-crl_nextupdate", "20260401000000Z"]
    words = ["openssl", "ca", "-config", "openssl.cnf", "-gencrl", *dates, "-out", "crl.pem"]
    environment = os.environ | {"HOSTS": "DNS:-"}
    subprocess.run(words, cwd=keys, env=environment, check=True, capture_output=True)


@pytest.mark.parametrize("wrong_by", [10 * LIFE, -5 * LIFE])
def test_a_hall_that_was_set_up_under_a_wrong_clock_opens_under_the_right_one(
    broker: OwnBroker,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    wrong_by: timedelta,
) -> None:
    clock(monkeypatch, wrong_by)
    opened(broker)
    assert not lets_in(settings, STARTED)  # which is why it matters
    broker.stop()
    clock(monkeypatch, timedelta())
    opened(broker)
    assert lets_in(settings, STARTED)


@pytest.mark.parametrize("wrong_by", [10 * LIFE, -5 * LIFE])
def test_a_clock_that_is_put_right_under_a_hall_lets_everybody_in(
    broker: OwnBroker,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    wrong_by: timedelta,
) -> None:
    """The network's time comes minutes after the start."""
    clock(monkeypatch, wrong_by)
    opened(broker)
    have_papers(settings, BY_HAND)
    assert not lets_in(settings, BY_HAND)
    clock(monkeypatch, timedelta())
    comes_in(broker, settings, STARTED, BY_HAND)


@pytest.mark.expects_warnings
def test_keys_that_are_deleted_under_a_hall_are_made_anew_for_everybody(
    broker: OwnBroker, settings: Settings
) -> None:
    opened(broker)
    shutil.rmtree(settings.run / KEYS)
    assert not lets_in(settings, STARTED)
    comes_in(broker, settings, STARTED, BY_HAND)


@pytest.mark.expects_warnings
def test_an_authority_that_another_program_made_anew_is_believed(
    broker: OwnBroker, settings: Settings
) -> None:
    opened(broker)
    shutil.rmtree(settings.run / KEYS)
    have_papers(settings, BY_HAND)
    assert not lets_in(settings, BY_HAND)
    comes_in(broker, settings, BY_HAND, STARTED)


@pytest.mark.expects_warnings
def test_where_nothing_can_be_renewed_a_hall_opens_with_the_papers_it_has(
    broker: OwnBroker, settings: Settings
) -> None:
    """A full disk; a key of the authority that is kept elsewhere. Without any it cannot open."""
    key = settings.run / KEYS / "ca.key"
    opened(broker)
    broker.stop()
    key.rename(settings.run / "elsewhere")
    opened(broker)
    assert lets_in(settings, STARTED)
    broker.stop()
    shutil.rmtree(settings.run / KEYS / "of")
    with pytest.raises(CertificateError):
        opened(broker)
