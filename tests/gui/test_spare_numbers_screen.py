"""The kiosk while server or broker are away: pages and slip say that a number is a spare one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.domain.alerts import AlertCode
from broker.domain.tickets.facts import HeldAs, TicketActivated
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from kiosk.printing.trouble import PrinterTrouble
from tests.gui.kiosk_rig import LANDSCAPE, PORTRAIT, Rig, kiosk, to_the_list


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A kiosk that has heard the ledger."""
    with kiosk(tmp_path) as rig:
        rig.settle()
        yield rig


def to_confirm(rig: Rig) -> None:
    rig.touch("card-take")
    while rig.find("dept-health") is None:
        rig.touch("next")
    rig.touch("dept-health")
    to_the_list(rig)
    rig.touch("item-1")
    assert rig.page == "confirm"


def test_the_broker_is_away_and_the_kiosk_goes_on(rig: Rig) -> None:
    rig.desk.broker.down()
    rig.pump()
    assert "备用号" in rig.text("notice")
    to_confirm(rig)
    assert rig.page == "confirm"
    away = rig.find("away")
    assert away is not None
    assert "备用号" in str(away.property("text"))
    rig.touch("take")
    (job,) = rig.printer.jobs
    assert (job.slip.number, job.slip.ahead, job.slip.mark) == ("S9001", None, "备用号")
    rig.printer.slip_out()
    rig.pump()
    assert rig.page == "ticket"
    assert rig.text("number") == "S9001"
    assert rig.find("spare") is not None
    assert rig.tickets() == {}
    rig.desk.broker.up()
    rig.settle()
    assert rig.tickets() == {"S9001": "waiting"}
    (fact,) = rig.desk.facts(TicketActivated)
    assert fact.paper is HeldAs.PRINTED
    rig.touch("done")
    assert "备用号" not in rig.text("notice")
    to_confirm(rig)
    assert rig.find("away") is None
    rig.touch("take")
    assert rig.printer.jobs[-1].slip.number == "S001"


def test_the_ledger_is_silent_between_touch_and_slip(rig: Rig) -> None:
    """One ticket, and the right words: that which was asked for is void."""
    to_confirm(rig)
    served, rig.desk.broker.server = rig.desk.broker.server, None
    rig.touch("take")
    assert rig.page == "printing"
    assert rig.printer.jobs == []
    rig.wait(12)
    (job,) = rig.printer.jobs
    assert job.slip.number == "S9001"
    rig.printer.slip_out()
    rig.pump()
    assert rig.page == "ticket"
    rig.desk.broker.server = served
    rig.wait(61)
    rig.settle()
    assert rig.tickets() == {"S001": "void", "S9001": "waiting"}


def test_a_ledger_that_is_restarted_under_a_touch_goes_unnoticed(rig: Rig) -> None:
    to_confirm(rig)
    rig.desk.close()
    rig.desk.bus.die()
    rig.touch("take")
    assert rig.page == "printing"
    rig.wait(2)
    assert rig.page == "printing"
    rig.desk.open()
    rig.wait(5)
    assert [each.slip.number for each in rig.printer.jobs] == ["S001"]
    assert rig.page == "printing"
    rig.printer.slip_out()
    rig.settle()
    assert rig.tickets() == {"S001": "waiting"}
    assert rig.find("spare") is None


def test_no_server_and_no_paper(rig: Rig) -> None:
    rig.desk.broker.down()
    rig.pump()
    to_confirm(rig)
    rig.touch("take")
    rig.printer.fail(PrinterTrouble.PAPER_OUT)
    rig.pump()
    assert rig.page == "remember"
    assert rig.find("spare") is not None
    rig.touch("remembered")
    rig.desk.broker.up()
    rig.settle()
    assert rig.tickets() == {"S9001": "waiting"}


def test_the_power_fails_under_a_spare_number(rig: Rig) -> None:
    rig.desk.broker.down()
    rig.pump()
    to_confirm(rig)
    rig.touch("take")
    rig.reboot()
    rig.pump()
    to_confirm(rig)
    rig.touch("take")
    assert rig.printer.jobs[-1].slip.number == "S9002"
    rig.printer.slip_out()
    rig.desk.broker.up()
    rig.settle()
    assert rig.tickets() == {"S9001": "waiting", "S9002": "waiting"}


@pytest.mark.expects_warnings
def test_a_damaged_file_gives_no_number_and_staff_are_told(rig: Rig) -> None:
    file = rig.desk.folder / "kiosk-1-series.json"
    written = file.read_bytes()
    file.write_bytes(written.replace(b'"last":9030', b'"last":9031', 1))
    rig.desk.broker.down()
    rig.reboot()
    rig.pump()
    assert "备用号" not in rig.text("notice")
    assert (rig.desk.folder / "kiosk-1-series.json.damaged-1").read_bytes() != written
    rig.desk.broker.up()
    rig.settle()
    topic = rig.desk.topics.alert(Kind.SERVICE, "kiosk-1", AlertCode.OUTBOX)
    assert "kiosk-1-series.json.damaged-1" in rig.desk.retained(topic, Alert).zh
    rig.desk.broker.down()
    rig.pump()
    to_confirm(rig)
    rig.touch("take")
    assert rig.printer.jobs[-1].slip.number == "S9031"


def test_my_place_with_a_spare_number(rig: Rig) -> None:
    rig.desk.broker.down()
    rig.pump()
    to_confirm(rig)
    rig.touch("take")
    rig.printer.slip_out()
    rig.pump()
    rig.touch("done")
    rig.touch("card-progress")
    rig.type("S9001")
    assert "备用号" in rig.words()
    rig.desk.broker.up()
    rig.settle()
    assert "下一个就是您" in rig.words()


@pytest.mark.parametrize("screen", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize("comforts", [(), ("elder",), ("english", "elder")])
def test_no_word_is_cut_off(
    tmp_path: Path, screen: tuple[int, int, float], comforts: tuple[str, ...]
) -> None:
    with kiosk(tmp_path, screen) as rig:
        rig.settle()
        rig.desk.broker.down()
        rig.pump()
        for each in comforts:
            rig.touch(each)
        to_confirm(rig)
        assert rig.cut_off() == []
        rig.touch("take")
        rig.printer.fail(PrinterTrouble.PAPER_OUT)
        rig.pump()
        assert rig.cut_off() == []
        rig.touch("remembered")
        assert rig.page == "ticket"
        assert rig.cut_off() == []
