"""`hall demo`: a hall to touch, or a morning that plays itself."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from broker import logs, terminal
from broker.commands.base import Command
from broker.domain.errors import ConfigError
from broker.language import chosen, translated
from broker.processes import only_one
from firmware_mocks.rehearsal.channel import NotDone
from firmware_mocks.rehearsal.morning import Morning, Played, table
from firmware_mocks.rehearsal.open_day import OpenDay

_SAMPLE = Path("examples/zhenlai/hall.toml")


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hall", type=Path, default=_SAMPLE, help="hall.toml (default: sample)")
    parser.add_argument("--run", type=Path, default=Path("var/demo"), help="runtime directory")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder for pictures")
    parser.add_argument("--headless", action="store_true", help="play a morning without a screen")


def _run(arguments: argparse.Namespace) -> int:
    logs.configure("demo")
    if arguments.hall == _SAMPLE and not _SAMPLE.exists():
        remedy = "run it at the top of the clone, or name a hall with --hall"
        raise ConfigError("hall demo", str(_SAMPLE), "the sample hall is not here", remedy)
    arguments.run.mkdir(parents=True, exist_ok=True)
    headless = arguments.headless or not _has_screen()
    with only_one(arguments.run):
        return _morning(arguments) if headless else _visit(arguments)


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _visit(arguments: argparse.Namespace) -> int:
    OpenDay(arguments.hall, arguments.run / "hall", _teller()).play()
    return 0


def _morning(arguments: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    say = _teller()
    say("opening the hall: message broker, ledger, devices, and a screen of every kind")
    out: Path = arguments.out.resolve()
    try:
        played = Morning(arguments.hall, arguments.run / "hall", out, say).play()
    except NotDone as error:
        say(f"the play was broken off: {error}")
        return 1
    except KeyboardInterrupt:
        say("broken off; everything was ended in order")
        return 130
    return _verdict(played, out, say)


def _verdict(played: Played, out: Path, say: Callable[[str], None]) -> int:
    pictures = len(list(out.rglob("*.png")))
    terminal.show(f"\n{table(played.figures)}\n")
    for sentence in played.found:
        say(f"not as written: {sentence}")
    say(f"audit of the ledger: {played.audit}")
    say(f"{pictures} pictures in {out}")
    figures = played.figures
    well = not played.found and not figures.duplicates and figures.served > 0 and pictures > 0
    return 0 if well else 1


def _teller() -> Callable[[str], None]:
    begun = time.monotonic()

    def say(sentence: str) -> None:
        """Each sentence by itself: what stands before it would be taken for a part of it."""
        said = " · ".join(map(translated, sentence.split(" · ")))
        terminal.say(f"{time.monotonic() - begun:5.1f} {chosen('秒', 's')}  {said}")

    return say


COMMAND = Command("demo", "play a hall to touch, or a morning that plays itself", _add, _run)
