"""What touches the world is thin and known by name; every other module of a hall is pure.

The import contract "What decides is pure" names what must stay so. This is its other side: a new
module is pure until its room stands here, with what it touches the world for. Logging alone is not
the world: it moves nothing, and may go where no decision is.
"""

from __future__ import annotations

import ast
import re
import tomllib
from fnmatch import fnmatchcase

import grimp
import pytest

from tests.arch.source import PACKAGES, ROOT, files, graph, module_of, syntax
from tests.arch.test_rooms import drawn

WORLD = {
    "broker.bus.*": "MQTT, its bytes, and the bus of tests",
    "broker.certificates.*": "openssl, and the folder of keys",
    "broker.cli": "the exit of the command",
    "broker.commands.*": "commands wait for devices and people",
    "broker.joining.newcomer": "asks the hall that invited it",
    "broker.joining.membership": "what this machine joined as, on its disk",
    "broker.joining.outpost": "its own number among processes",
    "broker.joining.reception": "the port on which machines that join are heard, and its threads",
    "broker.ledger.*": "the ledger's file: SQLite, the kernel's view of it, the disk's own thread",
    "broker.doorkeeper": "the thread that reads the broker's log",
    "broker.link.*": "ports and sockets",
    "broker.logs": "where logs go",
    "broker.mosquitto": "the broker as a child",
    "broker.own_broker": "the name of this machine",
    "broker.processes": "the roles as children",
    "broker.service.clock": "the one reading of the wall clock",
    "broker.service.committer": "the thread that waits for the disk",
    "broker.service.process_lock": "a lock that dies with its process",
    "broker.service.life": "signals, and ids nobody else has",
    "broker.service.line": "the reader's thread",
    "broker.service.no_screen": "the end of a process that Qt would abort",
    "broker.service.opening": "the guard between whoever opens a port and whoever gives it up",
    "broker.service.outbox_file": "SQLite",
    "broker.service.owners": "whose a file is",
    "broker.service.heartbeat": "a socket to whoever watches us, and of whom we watch",
    "broker.service.parent_death": "whoever started us",
    "broker.service.put_aside": "a file that is on disk when it says so",
    "broker.service.room": "the disk, tried",
    "broker.service.runner": "the loop's bell and selector, and its errands",
    "broker.service.whole_file": "files, replaced whole",
    "broker.service.writer": "the writer's thread",
    "broker.language": "the language of the session, and the table of it",
    "broker.settings": "HALL_RUN, and the file itself",
    "broker.settings.catalogue_file": "the catalogue's file, held open",
    "broker.settings.item_files": "files beside hall.toml, and whether they changed",
    "broker.settings.files": "what a person wrote, perhaps into a pipe",
    "broker.sound.*": "the programs that speak and play",
    "broker.terminal": "the thread that waits for a terminal",
    "fingerprint.importing": "a command, which waits for a terminal",
    "kiosk.*.view": "a screen's window",
    "kiosk.ticket.kept_here": "HALL_RUN",
    "kiosk.ticket.kept_home": "a file beside the ledger, and whether others changed",
    "kiosk.ticket.kept_window": "the kiosk's window, before its view",
    "kiosk.clock_in.touched": "what the windows of clock-in and enrolment have in common",
    "kiosk.input.station": "the input device's thread",
    "kiosk.printing.station": "the printer's thread",
    "kiosk.qt.*": "Qt",
}
HALL = [package for package in PACKAGES if package != "firmware_mocks"]


def world() -> set[str]:
    """What the contract forbids to all that decides, but for logs."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    pure = next(each for each in contracts["contracts"] if "is pure" in each["name"])
    return set(pure["forbidden_modules"]) - {"logging"}


def touching(imports: grimp.ImportGraph) -> set[str]:
    """Modules of a hall that import some of the world themselves."""
    return {
        module
        for name in world() & imports.modules
        for module in imports.find_modules_that_directly_import(name)
        if module.partition(".")[0] in HALL
    }


def unknown(modules: set[str]) -> set[str]:
    return {each for each in modules if not any(fnmatchcase(each, room) for room in WORLD)}


def test_whoever_touches_the_world_is_known_by_name() -> None:
    assert not unknown(touching(graph()))


@pytest.mark.parametrize("room", WORLD)
def test_whoever_is_known_does_touch_it(room: str) -> None:
    """A name that stands here for nobody would let somebody in later."""
    assert any(fnmatchcase(each, room) for each in touching(graph()))


def test_most_modules_do_not() -> None:
    ours = {name for name in graph().modules if name.partition(".")[0] in HALL}
    assert len(touching(graph())) < len(ours) / 5


@pytest.mark.parametrize("name", ["socket", "time", "PySide6", "sqlite3"])
def test_a_module_that_reaches_out_would_be_seen(name: str) -> None:
    made = drawn(f"kiosk.panel.flow -> {name}")
    assert unknown(touching(made)) == {"kiosk.panel.flow"}


CLAIMS = {  # what a module says of itself, and what it then may not reach
    r"\bPure\b": frozenset(
        (world() | {"logging"}) - {"random"}
    ),  # dice may be handed in, as time is
    r"\bNo Qt\b": frozenset({"PySide6"}),
}


def claiming(claim: str) -> list[str]:
    """Modules that say so in their first sentences."""
    return [
        module_of(file)
        for file in files()
        if file.stem != "__init__"
        and re.search(claim, file.read_text("utf-8"))  # few do, and to parse all of them takes long
        and re.search(claim, ast.get_docstring(syntax(file)) or "")
    ]


def reached(imports: grimp.ImportGraph, module: str, forbidden: frozenset[str]) -> list[str]:
    """Each way from a module to what it said it keeps away from."""
    chains = [
        imports.find_shortest_chain(importer=module, imported=name)
        for name in sorted(forbidden & imports.modules)
    ]
    return [" -> ".join(chain) for chain in chains if chain]


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        pytest.param(module, forbidden, id=module)
        for claim, forbidden in CLAIMS.items()
        for module in claiming(claim)
    ],
)
def test_a_module_is_what_it_says_it_is(module: str, forbidden: frozenset[str]) -> None:
    assert not reached(graph(), module, forbidden)


def test_a_module_that_says_so_and_is_not_would_be_seen() -> None:
    """The control: by whatever way it gets there."""
    made = drawn("kiosk.panel.look -> kiosk.qt.runner", "kiosk.qt.runner -> PySide6")
    way = "kiosk.panel.look -> kiosk.qt.runner -> PySide6"
    assert reached(made, "kiosk.panel.look", CLAIMS[r"\bNo Qt\b"]) == [way]
    assert len(claiming(r"\bPure\b")) > 50
