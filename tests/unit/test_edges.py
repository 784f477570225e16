"""What a stranger, a full disk or a wrong word may do to a command: one sentence, and no trace."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broker.cli import main
from broker.commands.status import Seen, lines
from broker.domain.errors import BusError, StoreKnown
from broker.domain.ids import NO_REQUEST
from broker.ledger.chain import Row
from broker.ledger.inspection import Inspection
from broker.ledger.rows import moment, recorded
from broker.link.opening import open_link
from broker.mosquitto import Mosquitto
from broker.service.life import BROKER_FILE, BROKER_VARIABLE, find_broker
from broker.settings import Settings
from broker.wire.messages import Alert, DeviceState, Liveness
from tests.stages.halls import MORNING, small_hall

KEYS = {"²", "10", "9", "x", "1" * 5000}
SAMPLE = str(Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml")


@pytest.mark.parametrize("words", [["up", "--hall", SAMPLE], ["demo", "--headless"]])
def test_a_run_directory_that_cannot_be_made_is_said(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main([*words, "--run", str(file / "run")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith(f"hall {words[0]}: {file}")


@pytest.mark.parametrize("period", ["9999-12-31", "9999-12", "2026-11-01..9999-12-31"])
def test_a_period_beyond_the_calendar_is_none(tmp_path: Path, period: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["report", str(tmp_path / "ledger.db"), period])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    "words",
    ["[]", "[1]", '"x"', "5", "null", "{}", '{"host": "h"}', '{"host": "h", "port": "²"}', "{", ""],
)
def test_a_broken_note_of_the_broker_is_none(
    tmp_path: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for it looks again at the next try, and finds the whole one."""
    monkeypatch.delenv(BROKER_VARIABLE, raising=False)
    settings = Settings(small_hall(), Path("hall.toml"), tmp_path, ())
    file = tmp_path / BROKER_FILE
    file.write_text(words, "utf-8")
    assert find_broker(settings) is None
    file.write_text('{"host": "127.0.0.1", "port": 1884}', "utf-8")
    assert find_broker(settings) == ("127.0.0.1", 1884)


def test_a_forged_key_of_a_device_does_not_end_the_status() -> None:
    """`isdigit` holds for signs that are no numbers."""
    seen = Seen()
    state = DeviceState(id="state-1", at=MORNING, state=Liveness.LOST)
    for key in KEYS:
        seen.devices[f"hall/v2/test/display/{key}/$state"] = state
    told = [line.split() for line in lines(seen, small_hall(), ZoneInfo("Asia/Shanghai"))]
    shown = [words[1] for words in told if "失联" in words]
    assert shown.index("9") < shown.index("10")
    assert set(shown) == KEYS


@pytest.mark.parametrize(
    "since", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
def test_a_forged_time_of_an_alert_does_not_end_the_status(since: datetime) -> None:
    seen = Seen()
    seen.alerts["hall/v2/test/display/1/$alert/no-answer"] = Alert(
        id="alert-1", at=MORNING, code="no-answer", zh="假", en="forged", since=since
    )
    for zone in ("Asia/Shanghai", "America/New_York"):
        assert "    forged" in list(lines(seen, small_hall(), ZoneInfo(zone)))


def test_a_port_that_is_no_number_is_said() -> None:
    with pytest.raises(Exception, match="neither a device path nor HOST:PORT"):
        open_link("tcp:127.0.0.1:²", 9600)


class FullDisk:
    """Takes no byte any more: what is written is opened, cut to nothing, and then refused."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(path: Path, *_: Any, **__: Any) -> int:
            path.open("w").close()
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Path, "write_text", refuse)


def test_a_broker_that_cannot_be_started_on_a_full_disk_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FullDisk(monkeypatch)
    with pytest.raises(BusError, match="No space left on device"):
        Mosquitto(tmp_path).start()


def test_a_broker_that_ends_on_a_full_disk_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its configuration was emptied before nothing could be written, and the hall ended."""
    broker = Mosquitto(tmp_path)
    broker.start()
    try:
        broker.kill()
        FullDisk(monkeypatch)
        broker.start()
        assert broker.running
    finally:
        broker.stop()


@pytest.mark.parametrize("at", [2**63 - 1, -(2**63)])
def test_a_time_on_disk_that_is_none_is_a_sentence(at: int) -> None:
    with pytest.raises(StoreKnown, match="is no time"):
        moment(at)


def test_a_body_that_is_nested_without_end_is_a_sentence_of_the_audit() -> None:
    row = Row(1, 0, "s", NO_REQUEST, b"[" * 60_000, b"", b"", b"")
    nested = Row(1, 0, "s", NO_REQUEST, b'{"type":"ticket-voided","x":' + b"[" * 60_000, b"")
    for each in (row, nested):
        with pytest.raises(StoreKnown, match="fact 1 cannot be read"):
            recorded(each)
    assert len(list(Inspection().troubles([nested]))) == 2
