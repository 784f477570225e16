"""Every command with words that nobody would type on purpose: one sentence, and no traceback.

They run without root's right to read and write everything.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker import cli
from tests.arch.source import ROOT
from tests.stages.forks import Forks, forks, without_rights
from tests.stages.processes import HALL

pytestmark = pytest.mark.timeout(300)

GOOD, FILE, BYTES, SEALED, LOCKED, NEW = (
    "good/hall.toml",
    "file",
    "bytes",
    "sealed",
    "locked",
    "new",
)
LONG = "x" * 300
HALLS = ("/nonexist/hall.toml", ".", "unread", f"{LOCKED}/hall.toml", BYTES, f"{FILE}/x", LONG, "")
FEW = HALLS[:2]
RUNS = (FILE, f"{FILE}/run", f"{SEALED}/run", f"{LOCKED}/run", "/proc/hall", LONG)
PORTS = ("tcp:h:²", "tcp:127.0.0.1:99999", "h:-1", "", "/nonexist", "/dev/null", ".", "\udcff:1")
PUNCH = ("punch", "1001", "--by", "2001", "--reason", "x")
PLACES = [  # where a hall and its run directory can be named
    ("devices", "{hall}", "--run", "{run}"),
    ("bench", "{hall}", "--run", "{run}"),
    *(
        (*words, "--hall", "{hall}", "--run", "{run}")
        for words in (
            ("status",),
            ("signout", "panel-1", "--by", "2001"),
            ("up",),
            ("run", "ledger"),
            ("run", "kiosk", "kiosk"),
            ("backup",),
            ("head",),
            ("slip", "--print"),
            ("restore", BYTES),
            ("demo", "--headless"),
            PUNCH,
            ("forget", "--staff", "1001", "--by", "2001"),
            ("enrol", "1001", "--by", "2001", "--consent", "v1"),
            ("enrol", "--erase", "9", "--reader", "door", "--by", "2001"),
            ("attendance", "close-month", "--by", "2001", "--month", "2026-11"),
        )
    ),
]
WORDS = [
    *(
        [word.format(hall=hall, run=NEW) for word in words]
        for words in PLACES
        for hall in HALLS[:2]
    ),
    *([word.format(hall=GOOD, run=run) for word in words] for words in PLACES for run in RUNS),
    *(["check", hall] for hall in HALLS),
    *(["unseal", name, "--passphrase", name, "--run", name] for name in RUNS),
    *(["slip", "--hall", GOOD, "--out", name] for name in (*RUNS, "")),
    *(["catalogue", "show", "1", "--hall", hall] for hall in HALLS),
    *(["catalogue", "import", name, "--hall", GOOD] for name in HALLS),
    *(["catalogue", "export", name, "--hall", GOOD] for name in RUNS),
    *(["catalogue", "check", "--hall", GOOD, "--report", name] for name in RUNS),
    *([name, hall] for name in ("audit", "report") for hall in HALLS),
    *(["audit", FILE, "--heads", hall] for hall in HALLS),
    *([c, "onbon", "--port", port] for c in ("probe", "send") for port in PORTS),
    *(
        ["probe", "ef01", "--port", "/dev/tty", "--baud", baud]
        for baud in ("-1", "0", "57601", "²")
    ),
    *(["send", "ff68", "--dry-run", "--text", text] for text in ("abc", "", "号", "\udcff")),
    ["send", "onbon", "--dry-run", "--text", "x", "--address", "70000"],
    *(["decode", driver, "zz"] for driver in ("onbon", "nix", "")),
    *(
        ["mock", "onbon", "--tcp", t]
        for t in ("h:99999", "127.0.0.1:99999", "h:²", "256.1.1.1:5", "")
    ),
    *(["mock", "onbon", "--link", link] for link in (f"{FILE}/x", f"{SEALED}/x", "/proc/x", LONG)),
    ["mock", "nix", "--tcp", "127.0.0.1:0"],
    ["mock", "onbon", "--tcp", "127.0.0.1:0", "--set", "x"],
    ["mock", "onbon", "--tcp", "127.0.0.1:0", "--fault", "drop nan"],
    *(
        ["import", "zk", "--hall", hall, "--run", NEW, "--by", "x", "--port", port]
        for hall in HALLS[:2]
        for port in ("127.0.0.1:1", "h:²", "", LONG)
    ),
    *(
        ["compare", driver, "--port", port]
        for driver in ("uru4500", "ef01", "nix")
        for port in ("usb:05ba:000a", "", LONG, "usb:9-9.9")
    ),
    *(
        ["quarantine", "--hall", GOOD, "--run", NEW, *more]
        for more in (
            [],
            ["--let-in", LONG],
            ["--let-in", "all", "--at", "9999-12-31T00:00"],
            ["--set-aside", "", "--by", "²"],
            ["--at", "²"],
        )
    ),
    *(
        ["opinions", "--hall", GOOD, "--run", NEW, *more]
        for more in ((), ("--since", "²"), ("--close", LONG), ("--close", "\udcff"))
    ),
    *(
        ["appointments", "--hall", GOOD, "--run", NEW, *more]
        for more in ((), ("--day", "²"), ("--day", "9999-12-31"), ("--code", LONG))
    ),
    *(["notices", "--hall", hall] for hall in HALLS),
    *(
        ["notices", "--hall", GOOD, *more]
        for more in (
            ("--add", LONG, "--text", "x", "--until", "9999-12-31"),
            ("--add", "\udcff", "--text", "x", "--until", "2026-12-31"),
            ("--add", "\x1b[2J", "--text", "x", "--until", "2026-12-31"),
            ("--add", "x", "--text", "", "--until", "2026-12-31"),
            ("--add", "x", "--text", "x", "--until", "²"),
            ("--withdraw", "-1"),
            ("--withdraw", "²"),
            ("--withdraw", "99999999999999999999999"),
            ("--text", "x"),
        )
    ),
    ["import", "nix", "--hall", GOOD, "--by", "900", "--port", "127.0.0.1:1"],
    *(["certify", "--hall", hall, "--run", NEW] for hall in HALLS),
    *(["certify", "--hall", GOOD, "--run", NEW, each] for each in ("", LONG, "\udcff")),
    ["certify", "--hall", GOOD, "--run", FILE],
    *(["pin", "list", "--hall", hall, "--run", NEW] for hall in HALLS),
    *(["pin", "list", "--hall", GOOD, "--run", run] for run in (FILE, f"{FILE}/run")),
    *(["machines", "--hall", hall, "--run", NEW] for hall in HALLS),
    ["machines", "--hall", GOOD, "--run", FILE],
    *(["expel", "--hall", hall, "--run", NEW, "kiosk-1"] for hall in HALLS),
    *(["expel", "--hall", GOOD, "--run", NEW, each] for each in ("", LONG, "\udcff", "ledger")),
    ["expel", "--hall", GOOD, "--run", FILE, "kiosk-1"],
    *(["invite", "--hall", hall, "--run", NEW, "kiosk-1"] for hall in HALLS),
    *(["invite", "--hall", GOOD, "--run", NEW, each] for each in ("", LONG, "\udcff", "ledger")),
    *(
        ["join", place, "--code", code, "--authority", finger, "--run", NEW]
        for place in ("", LONG, "nowhere", "127.0.0.1:1", "127.0.0.1:99999", "[::1]:1", "a b:1")
        for code, finger in (("", ""), (LONG, LONG), ("7QK4M-93ZTB", "00" * 16))
    ),
    ["demo"],
    ["rehearse", "--hall"],
    *(["rehearse", "--month", "--hall", hall] for hall in HALLS[:2]),
    *(["rehearse", "--month", "--days", days] for days in ("0", "-1", "23", "²", "")),
    *(["head", day, "--hall", GOOD] for day in ("9999-12-31", "2026-02-30", "²")),
    *(["report", FILE, days] for days in ("9999-12-31", "2026-13", "0000-01", "..")),
    *(["up", "--hall", GOOD, "--run", NEW, role] for role in ("nix", ":", "nix:kiosk")),
    *(["run", role, "--hall", GOOD, "--run", NEW] for role in ("nix", "", "kiosk")),
    *([name, "--hall", GOOD, "--run", "\udcff"] for name in ("backup", "status")),
    *([name] for name in ("chekc", "", "-x", "__init__", "../x", "\udcff")),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    shutil.copytree(HALL.parent, place / "good")
    (place / FILE).write_text("x", "utf-8")
    (place / BYTES).write_bytes(bytes(range(256)) * 8)
    (place / "unread").write_text("x", "utf-8")
    (place / "unread").chmod(0)
    (place / SEALED).mkdir(mode=0o555)
    (place / LOCKED).mkdir(mode=0)
    return place


@pytest.fixture(scope="module")
def halls(place: Path) -> Iterator[Forks]:
    """`hall`, as often as wanted."""
    with forks(place, without_screen()) as process:
        yield process


def without_screen() -> dict[str, str]:
    """The environment of whoever has none."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "HALL_RUN")
    environment = {key: value for key, value in os.environ.items() if key not in screens}
    return {**environment, "PYTHONPATH": str(ROOT)}


def python(folder: Path, *words: str, before: Callable[[], None]) -> str:
    """All that a program says that has no screen."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=without_screen(),
        preexec_fn=before,
        input="",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,
        check=False,
    ).stdout


def test_every_command_is_tried() -> None:
    assert {words[0] for words in WORDS} >= set(cli.commands())


@pytest.mark.parametrize("command", sorted({words[0] for words in WORDS}))
def test_no_command_ends_in_a_traceback(halls: Forks, command: str) -> None:
    tried = [words for words in WORDS if words[0] == command]
    for words, (status, said) in zip(tried, halls.tell(tried), strict=True):
        assert "Traceback" not in said, (words, said)
        assert status in (1, 2, 69), (words, said)
        assert said.strip(), (words, "it ended without a word")


@pytest.mark.parametrize("words", [["check", GOOD], ["up", "--hall", GOOD], ["probe"], ["chekc"]])
def test_the_folder_one_is_in_may_be_gone_or_locked(
    place: Path, tmp_path: Path, words: list[str]
) -> None:
    absolute = [str(place / word) if word == GOOD else word for word in words]

    def leave() -> None:
        tmp_path.rmdir()
        without_rights()

    def lock() -> None:
        tmp_path.chmod(0)
        without_rights()

    for before in (lock, leave):
        said = python(tmp_path, "-m", "broker.cli", *absolute, before=before)
        assert "Traceback" not in said, said
        assert "finder" not in said, said
        if before is lock:
            tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("chekc", "check"), ("benhc", "bench"), ("statsu", "status"), ("back-up", "backup")],
)
def test_a_slip_of_the_finger_is_proposed_from_all_commands(
    typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([typed]) == 1
    assert f"did you mean `hall {meant}`?" in capsys.readouterr().err


def test_what_is_like_no_command_is_told_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["xyzzy"]) == 1
    said = capsys.readouterr().err
    assert all(name in said for name in cli.commands())


def test_which_hall_this_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("hall 0.")


def test_a_screen_without_a_display_says_so_in_one_sentence(halls: Forks) -> None:
    screens = (["kiosk"], ["panel", "1"], ["board"])
    words = [["run", *each, "--hall", GOOD, "--run", NEW] for each in screens]
    for status, said in halls.tell(words):
        assert status == 69
        assert said.count("\n") == 1
        assert "There is no screen here" in said
