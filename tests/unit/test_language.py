"""Commands speak Chinese where somebody wants it, and no sentence of theirs is left out."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from broker import cli, language
from broker.commands import devices, report
from broker.commands.check import COMMAND
from broker.domain.alerts import Sentences
from broker.domain.errors import (
    DeviceNoAnswer,
    LinkBusy,
    LinkClosed,
    LinkError,
    LinkMissing,
    StoreKnown,
)
from broker.domain.inventory import DeviceKind
from broker.ledger.figures import Figures
from broker.link.opening import open_link
from broker.link.serialport import SerialLink
from broker.link.tcp import TcpLink
from fingerprint.models.ef01 import spec as ef01
from firmware_mocks.hosting.console import Console
from kiosk.printing.trouble import PrinterTrouble, PrinterTroubled
from queue_display.models.onbon import spec as onbon
from queue_display.models.onbon.session import CardRefused
from tests.arch.source import ROOT

HAN = re.compile(r"[\u3400-\u9fff]")
ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")


@pytest.fixture(autouse=True)
def _no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in language.VARIABLES:
        monkeypatch.setenv(name, "")


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("LANG", "zh_CN.UTF-8", True),
        ("LC_ALL", "zh_TW", True),
        ("LANGUAGE", "zh", True),
        ("LANG", "en_US.UTF-8", False),
        ("LC_ALL", "C", False),
    ],
)
def test_the_language_is_that_of_the_session(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, wanted: bool
) -> None:
    monkeypatch.setenv(name, value)
    assert language.chinese() is wanted


@pytest.mark.parametrize("words", [["--language", "zh"], ["--language=zh"]])
def test_a_word_chooses_before_the_session(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert cli.main(["chekc", *words]) == 1
    assert capsys.readouterr().err == "hall: chekc: 没有这个命令 — 是不是 `hall check`？\n"


@pytest.mark.parametrize("words", [["--language", "fr"], ["--language=English"], ["--language"]])
def test_a_language_there_is_not_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert cli.main(["check", *words]) == 1
    assert "there is no such language — use zh or en\n" in capsys.readouterr().err


def test_places_and_names_stay_in_a_chinese_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    said = "1. /etc/hall.toml: windows[1].zone (line 12): there is no 'west' in [[zones]]"
    remedy = "write one that exists, or add it to [[zones]]"
    assert language.translated(f"{said} — {remedy}") == (
        "1. /etc/hall.toml: windows[1].zone（第 12 行）: [[zones]] 里没有 'west'"
        " — 请写已有的，或加进 [[zones]]"
    )


def test_what_no_table_knows_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    for words in ("card 7 says no", "", "  ", "建设局 — 环保局", "a: b: c — d"):
        assert language.translated(words) == words


def test_help_and_wrong_words_are_chinese_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    with pytest.raises(SystemExit):
        cli.main(["send", "ff68"])
    assert "缺少参数：--text" in capsys.readouterr().err
    said = cli.parser(COMMAND).format_help()
    assert all(words in said for words in ("用法：", "选项", "显示本帮助", "大厅的 hall.toml"))


def english_in(text: str) -> list[str]:
    """Words of English that stand side by side in a Chinese sentence."""
    return ENGLISH.findall(text)


FROM_LINKS = (
    LinkClosed("/dev/ttyUSB0: unplugged or closed ([Errno 5] Input/output error)"),
    LinkClosed("tcp:10.0.0.7:5005: [Errno 104] Connection reset by peer"),
    LinkClosed("tcp:10.0.0.7:5005: takes no bytes for 5 s; is the far end alive?"),
    LinkMissing("tcp:10.0.0.7:5005: nobody answers there (timed out)"),
    LinkMissing("/dev/x: no such port; plug the device in or correct its name"),
    LinkMissing("the port has not opened for 5 s; is its far end alive?"),
    LinkBusy("/dev/x: another program holds this port; end it or name another port"),
    DeviceNoAnswer("no answer after 3 tries"),
    *(CardRefused(code) for code in (*onbon.CardError, 99)),
    *(PrinterTroubled(trouble) for trouble in PrinterTrouble),
    StoreKnown("/run/hall/ledger.db: the file is damaged (database disk image is malformed);"
               " restore the last backup"),
)  # fmt: skip


@pytest.mark.parametrize("why", FROM_LINKS, ids=str)
def test_an_alert_is_chinese_to_its_end_and_english_to_its_end(why: Exception) -> None:
    alert = language.filled(Sentences("线路不通（{why}）", "The line is down: {why}"), why=why)
    assert not english_in(alert.zh)
    assert alert.en == f"The line is down: {why}"


def test_what_nobody_translated_stays_as_it_was_said_in_an_alert() -> None:
    alert = language.filled(Sentences("拒绝（{why}）", "refused: {why}"), why="card 7 says no")
    assert alert == Sentences("拒绝（card 7 says no）", "refused: card 7 says no")


@pytest.mark.parametrize("open_it", [
    lambda: SerialLink("/dev/nowhere", 9600),
    lambda: SerialLink("/dev/null", 9600),
    lambda: SerialLink("/proc/self/mem", 9600),
    lambda: TcpLink("127.0.0.1", 1),
    lambda: TcpLink("127.0.0.1", 99999),
    lambda: open_link("nothing", 9600),
])  # fmt: skip
def test_a_port_that_cannot_be_opened_says_why_in_chinese(open_it: Callable[[], object]) -> None:
    with pytest.raises(LinkError) as trouble:
        open_it()
    assert HAN.search(language.in_chinese(str(trouble.value)))
    assert not english_in(language.in_chinese(str(trouble.value)))


FROM_THE_KERNEL = (
    "EPERM ENOENT EIO ENXIO EAGAIN ENOMEM EACCES EBUSY EEXIST ENODEV ENOTDIR EISDIR EINVAL EMFILE"
    " ENOTTY EFBIG ENOSPC EROFS EPIPE ENAMETOOLONG ENOTEMPTY ELOOP EDQUOT ESTALE EADDRINUSE"
    " EADDRNOTAVAIL ENETDOWN ENETUNREACH ECONNRESET ECONNREFUSED ETIMEDOUT EHOSTDOWN EHOSTUNREACH"
    " ENOTCONN"
)


@pytest.mark.parametrize("name", FROM_THE_KERNEL.split())
def test_what_the_kernel_says_of_files_and_wires_has_its_chinese(name: str) -> None:
    number = getattr(errno, name)
    assert os.strerror(number) in language.table()
    said = language.in_chinese(f"/x: cannot be read ({OSError(number, os.strerror(number))})")
    assert not english_in(said)


def test_every_code_of_a_fingerprint_module_has_its_chinese() -> None:
    left = {ef01.code_name(each) for each in ef01.Confirmation} - language.table().keys()
    assert left == {"ok"}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            (
                "fact 3 or one before it was changed: its hash does not fit; number A001 was given"
                " 2 times on 2026-11-23; fact 4 is missing; the next one there is 9"
            ),
            (
                "第 3 条记录或它之前的某条被改过：哈希不符；号码 A001 在 2026-11-23 发出了 2 次；"
                "缺第 4 条记录；下一条是第 9 条"
            ),
        ),
        (
            "no frame: these 2 bytes may be the beginning of one; add what follows",
            "没有完整的帧：这 2 个字节可能只是开头，请补上后面的",
        ),
        (
            "from the device: noise, bad checksum: 01 02",
            "来自设备: 杂讯，校验错误：01 02",
        ),
        (
            "status byte 12: n=1 fine, n=2 fine near end, n=3 fine, n=4 paper-out",
            "状态字节 12：n=1 正常，n=2 正常，纸将尽，n=3 正常，n=4 paper-out",
        ),
        ("kept in out", "已保存到 out"),
        ("12:27:50 the hall is closed", "12:27:50 大厅已关闭"),
        ("tcp:h:5: no word of it (OddError)", "tcp:h:5: 没有说明（OddError）"),
        (
            "   evaluator 3  失联 lost (/dev/x: closed)",
            "   evaluator 3  失联（/dev/x：已关闭）",
        ),
        (
            "  evaluator 2  失联 lost (/dev/x: unplugged or closed ([Errno 5] Input/output error))",
            "  evaluator 2  失联（/dev/x：已拔出或关闭（读写错误（错误号 5）））",
        ),
    ],
)
def test_sentences_of_sentences_are_taken_apart(english: str, chinese: str) -> None:
    """What is joined, begun, listed or filled in by others; and no word that is a name."""
    assert language.in_chinese(english) == chinese


@pytest.mark.parametrize("wanted", [True, False])
def test_words_too_short_for_a_table_are_chosen(
    monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8" if wanted else "C")
    words = {each: devices._said_as(each) for each in devices._IN_CHINESE}
    assert all(bool(HAN.search(said)) is wanted for said in words.values())
    assert {*devices._FINE, *(each.value for each in DeviceKind)} <= words.keys()
    assert {each for each in devices._HEAD if each} <= words.keys()


def test_hall_check_is_chinese_to_its_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert cli.main(["check", str(ROOT / "examples" / "zhenlai" / "hall.toml")]) == 0
    said = capsys.readouterr().out
    assert "设备      显示屏 24 台" in said
    rows = said.splitlines()[1:8]  # the first is the hall's name, the last are names of queues
    assert not any(ENGLISH.search(row) for row in rows)


def test_hall_report_is_in_one_language_where_that_is_chinese(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "tickets issued" in report.text(Figures())
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "取号" in report.text(Figures())
    assert not ENGLISH.search(report.text(Figures()))


def test_a_simulated_device_explains_itself_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And not a word of what programs read."""
    Console().say({"error": "not understood", "what": "not understood"})
    assert capsys.readouterr().out == '{"error": "not understood", "what": "not understood"}\n'
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    Console().say({"error": "not understood", "what": "not understood"})
    assert capsys.readouterr().out == '{"error": "看不懂", "what": "not understood"}\n'


def test_the_suite_reads_english_in_a_chinese_session() -> None:
    """`make test` failed for whoever has one: commands spoke Chinese to tests."""
    asked = "import tests.conftest; from broker.language import chinese; print(chinese())"
    environment = {**os.environ, "LANG": "zh_CN.UTF-8", "LANGUAGE": "zh"}
    for words, answer in ((asked, "False"), (asked.partition("; ")[2], "True")):
        told = [sys.executable, "-c", words]
        done = subprocess.run(told, cwd=ROOT, env=environment, capture_output=True, check=True)
        assert done.stdout.decode().strip() == answer


def hostile() -> Iterator[str]:
    """What is nearly a sentence of the table, many times over; and what is joined without end."""
    for english in language.table():
        if "{1}" in english:
            first, *others = re.split(r"\{\d\}", english)
            yield first + "x" + "".join((each or " ") * 60 for each in others[:-1]) + "y" * 200
    for each in (
        "1 s  ",
        "a: ",
        "x, ",
        "b; ",
        " — ",
        "(",
        "a (b",
        "argument a: ",
        "waiting until ",
    ):
        yield each * 60
        yield each * 5000


def test_what_a_stranger_writes_keeps_nobody_busy() -> None:
    """It took minutes, or ended in a traceback: holes within holes, tried in every way."""
    for text in hostile():
        begun = time.monotonic()
        for cut in (text, text[:590]):
            assert language.in_chinese(cut)
        assert time.monotonic() - begun < 1.0, text[:60]


@pytest.mark.parametrize(
    "place", ["hall x: f.toml: a.b (line 3): ", "1. f.toml: hall.name (line 3): "]
)
def test_the_place_stays_in_front_of_every_sentence(place: str) -> None:
    """`hall check` said 本机没有时区 1. h3.toml: hall.timezone（第 5 行）: 'Asia/Nowhere'."""
    moved = []
    for english in language.table():
        said = language.in_chinese(place + re.sub(r"\{(\d)\}", r"'x\1'", english))
        plain = said.replace("（第 3 行）", " (line 3)").replace("：", ": ")
        if not plain.startswith(place):
            moved.append(said)
    assert not moved


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "1. h3.toml: hall.timezone (line 5): 'Asia/Nowhere' is no time zone of this machine",
            "1. h3.toml: hall.timezone（第 5 行）: 本机没有时区 'Asia/Nowhere'",
        ),
        (
            "hall punch: command line: --at: 08:20 is still to come today",
            "hall punch: 命令行: --at: 今天还没到 08:20",
        ),
    ],
)
def test_a_place_is_no_part_of_a_sentence_that_begins_with_a_name(
    english: str, chinese: str
) -> None:
    assert language.in_chinese(english) == chinese
