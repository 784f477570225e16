"""Every command that tells of a refusal does so in the one language it was asked to speak."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker import cli
from broker.commands import recording, visiting
from broker.domain.attendance.requests import (
    CloseMonth,
    CorrectAttendance,
    CorrectDuty,
    LetPunchIn,
    NoteTerminal,
    RecordLeave,
    RecordOutage,
    RecordPunch,
    SetPunchAside,
    WithdrawLeave,
)
from broker.domain.base import Request
from broker.domain.enrolment.requests import GiveConsent, WithdrawConsent
from broker.domain.opinions.requests import SettleOpinion
from broker.domain.requests import Refused
from broker.language import chosen
from broker.settings import Settings
from fingerprint import importing
from tests.arch.source import called, files
from tests.flows.test_attendance_command import PEOPLE
from tests.stages.halls import MORNING
from tests.stages.processes import HALL, Person, house, is_up, watched
from tests.stages.timesheets import BOOKS

HAN = re.compile(r"[\u3400-\u9fff]")
ENGLISH = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")  # of a sentence; one word may be a command's
DAY = ("--from", "2026-11-20T08:05", "--until", "2026-11-20T08:40")
REFUSED = [
    ("attendance", "correct", "102", "--day", "2026-11-20", "--at", "08:15", "--as", "in"),
    ("attendance", "leave", "102", "--from", "2026-11-24", "--kind", "sick"),
    ("attendance", "withdraw-leave", "102", "--from", "2026-11-24"),
    ("attendance", "outage", *DAY),
    ("attendance", "close-month", "--month", "2026-10"),
    ("punch", "103"),
    ("punch", "103", "--as", "in"),
    ("enrol", "103", "--consent", "v1"),
    ("forget", "--staff", "999"),
]
REASONED = ("attendance", "punch")
ASKING = {"recording.py", "forget.py", "importing.py"}  # of all commands, by these sentences


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("one-language")
    shutil.copy(HALL.parent / "catalogue.csv", folder)
    shutil.copy(BOOKS["zhenlai"], folder / "attendance.toml")
    reader = '\n[[lines]]\nid = "finger"\ndriver = "ef01"\nport = "tty/finger"\n'
    door = '\n[[readers]]\nid = "door"\nline = "finger"\n'
    text = HALL.read_text("utf-8") + PEOPLE + reader + door
    (folder / "hall.toml").write_text(text, "utf-8")
    with (
        pytest.MonkeyPatch.context() as patch,
        house(folder, ["ledger"], patch, folder / "hall.toml") as (_, settings),
    ):
        with Person(settings, "watcher") as person:
            is_up("ledger", watched(person, "ledger"))
        yield settings


Heard = Callable[..., str]


@pytest.fixture
def heard(
    hall: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Heard:
    """What a command says that ends badly, in a language, of this or another run directory."""

    def hear(language: str, *words: str, run: Path = hall.run) -> str:
        monkeypatch.setenv("LANGUAGE", language)
        reason = ("--reason", "x") if words[0] in REASONED else ()
        by = () if words[0] == "status" else ("--by", "101")
        place = ("--hall", str(hall.file), "--run", str(run))
        assert cli.main([*words, *by, *reason, *place]) == 1
        captured = capsys.readouterr()
        return captured.out + captured.err

    return hear


def is_in(language: str, said: str) -> bool:
    return (
        not HAN.search(said)
        if language == "en"
        else bool(HAN.search(said)) and not (ENGLISH.search(said))
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_a_refusal_is_said_in_one_language(
    hall: Settings, heard: Heard, tmp_path: Path, words: tuple[str, ...], language: str
) -> None:
    run = tmp_path if words[0] == "forget" else hall.run  # which wants a ledger that is at rest
    said = heard(language, *words, run=run)
    assert re.search("10[12]", said)
    assert said.count("\n") == 1
    assert is_in(language, said), said


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", [("status",), REFUSED[1], REFUSED[5], REFUSED[7]], ids=" ".join)
def test_that_nobody_answers_too(
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
    language: str,
) -> None:
    monkeypatch.setattr(visiting, "_CONNECTING", 0.2)
    said = heard(language, *words, run=tmp_path)
    assert is_in(language, said), said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_an_import_is_refused_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    no = Refused(request="r", at=MORNING, code="role", zh="工号 101 不能这样操作。", en="No.")
    assert importing._noted(no) is None
    said = capsys.readouterr().err
    assert said == chosen("未导入：工号 101 不能这样操作。\n", "Not imported: No.\n")
    assert is_in(language, importing._became(no, MORNING))


def test_no_command_that_tells_of_a_refusal_was_left_out() -> None:
    telling = {
        each.name
        for each in files()
        if called(each).startswith(("broker/commands", "fingerprint"))
        and re.search(r"\b(?:answer|refusal)\.(?:zh|en)\b", each.read_text("utf-8"))
    }
    assert telling == ASKING


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("punch", "103", "--by", "900", "--reason", "长" * 201),
            "command line: --reason: this is of the wrong length — write at most 200 characters",
        ),
        (
            ("attendance", "leave", "101", "--from", "2026-11-24", "--kind", "sick", "--by", "900",
             "--reason", "长" * 201),
            "command line: --reason: this is of the wrong length — write at most 200 characters",
        ),
        (
            ("attendance", "leave", "101", "--from", "2026-11-24", "--kind", "sick", "--by", "900",
             "--reason", "x", "--shift", "10"),
            "command line: --shift: the number is out of range — write a whole number of at most 9",
        ),
        (
            ("punch", "103", "--by", "900", "--reason", "a\x1bb"),
            "command line: --reason: holds U+001B",
        ),
        (
            ("enrol", "103", "--by", "900", "--consent", "v" * 65),
            "command line: --consent: this is of the wrong length — write at most 64 characters",
        ),
    ],
)  # fmt: skip
def test_what_the_ledger_could_not_read_is_named_as_it_was_typed(
    hall: Settings, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert cli.main([*words, "--hall", str(hall.file), "--run", str(hall.run)]) == 1
    assert said in capsys.readouterr().err


KINDS: dict[str, tuple[type[Request], ...]] = {
    "attendance": (CorrectAttendance, RecordLeave, WithdrawLeave, RecordOutage, CloseMonth),
    "punch": (RecordPunch, CorrectDuty),
    "quarantine": (LetPunchIn, SetPunchAside),
    "opinions": (SettleOpinion,),
    "enrol": (GiveConsent, WithdrawConsent),
    "import": (NoteTerminal,),
}
MADE = {  # by the command itself
    *("id", "at", "source", "v", "way", "device", "version", "rules", "results", "upto", "why"),
    *("session", "terminal", "read_at", "ahead", "records", "punch", "doubted", "opinion"),
}


@pytest.mark.parametrize("command", KINDS)
def test_each_field_is_named_by_an_option_there_is(command: str) -> None:
    known = cli.parser(cli.find(command)).format_help()
    for kind in KINDS[command]:
        for field in set(kind.__struct_fields__) - MADE:
            assert re.search(rf"(?<![\w-]){recording._option(field)}\b", known), (kind, field)
