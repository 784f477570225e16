"""What the rooms of simulated devices may import from elsewhere, named one by one.

For a device itself the contract suite holds the list (`tests/contract/mock_imports.py`), so that it
holds for a device of somebody else's package as well.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import grimp
import pytest

from tests.arch.source import graph

ROOMS: dict[str, set[str]] = {
    "firmware": {"broker.domain.inventory", "msgspec"},
    "hosting": {
        *(
            "broker.domain.errors",
            "broker.language",
            "broker.link.base",
            "broker.registry",
            "msgspec",
        ),
    },
    "command": {"broker.commands.base", "broker.domain.errors", "broker.registry"},
    "bench": {
        *("PySide6", "shiboken6", "segno", "msgspec"),
        *("broker.commands.base", "broker.settings"),
        *("broker.domain.errors", "broker.domain.geometry", "broker.domain.hall"),
        *("broker.domain.inventory", "broker.domain.checking.usb_places", "broker.link.base"),
        *("broker.service.driver", "broker.service.no_screen", "broker.service.session"),
        "broker.service.sweeping",
    },
}
PLAYED = ("broker", "msgspec")  # the played morning runs a whole hall, as processes


def from_elsewhere(imports: grimp.ImportGraph, room: str) -> Iterator[tuple[str, str]]:
    """Whom the modules of a room import outside `firmware_mocks` and the standard library."""
    for module in imports.find_descendants(room) | {room}:
        for other in imports.find_modules_directly_imported_by(module):
            top = other.partition(".")[0]
            if top != "firmware_mocks" and top not in sys.stdlib_module_names:
                yield module, other


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_is_named(room: str) -> None:
    found = {other for _, other in from_elsewhere(graph(), f"firmware_mocks.{room}")}
    assert found == ROOMS[room], "a name too many in the list is as wrong as one too few"


def test_the_played_morning_knows_no_driver() -> None:
    found = set(from_elsewhere(graph(), "firmware_mocks.rehearsal"))
    assert found
    assert {other.partition(".")[0] for _, other in found} == set(PLAYED)


def test_only_the_command_lies_beside_the_rooms() -> None:
    children = graph().find_children("firmware_mocks")
    assert {each for each in children if not graph().find_children(each)} == {
        "firmware_mocks.command"
    }


def test_a_stranger_in_a_room_would_be_seen() -> None:
    """The control."""
    made = grimp.ImportGraph()
    codec = "queue_display.models.onbon.codec"
    for name in ("firmware_mocks", "firmware_mocks.hosting", "firmware_mocks.hosting.cable", codec):
        made.add_module(name)
    made.add_import(importer="firmware_mocks.hosting.cable", imported=codec)
    found = list(from_elsewhere(made, "firmware_mocks.hosting"))
    assert found == [("firmware_mocks.hosting.cable", codec)]
