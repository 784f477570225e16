"""Who only looks never writes: consoles and supervision ask the ledger for nothing.

A hall's ledger changes only through requests, and a request reaches it only through `Bus.ask`, an
outbox, or the ledger's own service. So a room that may only look knows none of these. The rooms are
named before they exist, because an import contract cannot name what is not there: on the day one is
built, it is held to this.
"""

from __future__ import annotations

import ast
from textwrap import dedent

import grimp
import pytest

from tests.arch.source import called, files, graph, module_of, syntax
from tests.arch.test_rooms import drawn

READERS = {"console", "supervision"}
# By their last name: every topic has its requests.
WRITING_MODULES = {"requests", "outbox", "kept_requests"}
THE_WRITER = "broker.ledger.service"
WRITING_CALLS = {"ask", "serve"}


def reads_only(module: str) -> bool:
    """A simulated device's console is a keyboard, not a room of the hall."""
    return not module.startswith("firmware_mocks") and bool(READERS & set(module.split(".")))


def ways_to_write(imports: grimp.ImportGraph) -> list[str]:
    """Imports of a reading room with which it could write."""
    return [
        f"{module} -> {other}"
        for module in sorted(filter(reads_only, imports.modules))
        for other in sorted(imports.find_modules_directly_imported_by(module))
        if other.rpartition(".")[2] in WRITING_MODULES or other.startswith(THE_WRITER)
    ]


def writing_calls(tree: ast.Module) -> set[str]:
    """A bus that was handed in can be asked without any import."""
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {each.attr for each in called if isinstance(each, ast.Attribute)} & WRITING_CALLS


def test_rooms_that_only_look_import_no_way_to_write() -> None:
    assert not ways_to_write(graph())


def test_rooms_that_only_look_ask_nobody_for_anything() -> None:
    asking = {
        called(file)
        for file in files()
        if reads_only(module_of(file)) and writing_calls(syntax(file))
    }
    assert not asking


@pytest.mark.parametrize(
    "written",
    [
        "console.view -> broker.domain.tickets.requests",
        "kiosk.supervision.flow -> broker.domain.requests",
        "console.app -> broker.service.outbox",
        "broker.supervision -> broker.ledger.service",
    ],
)
def test_a_room_that_could_write_would_be_seen(written: str) -> None:
    """The control: each way to write, from rooms that are not built yet."""
    assert ways_to_write(drawn(written)) == [written]


@pytest.mark.parametrize(
    "harmless",
    [
        "console.view -> broker.domain.facts",
        "console.view -> broker.bus.base",
        "kiosk.panel.view -> broker.domain.requests",
        "firmware_mocks.console -> broker.domain.requests",
    ],
)
def test_a_room_that_looks_may_look(harmless: str) -> None:
    assert not ways_to_write(drawn(harmless))


def test_a_bus_that_is_asked_would_be_seen() -> None:
    """The control, and it looks at today's asking rooms so as not to look for a dead word."""
    source = dedent("""\
        def close(self, window: int) -> None:
            self._bus.ask(CloseWindow(window=window), self._hear)
    """)
    assert writing_calls(ast.parse(source)) == {"ask"}
    asking = [called(file) for file in files() if writing_calls(syntax(file))]
    assert any(name.startswith("kiosk/panel/") for name in asking)
