"""A simulated device reads the maker's sheet itself; a stranger among its imports is seen."""

from __future__ import annotations

import pytest
from mock_imports import allowed, imported, strangers
from registered import MOCKS


@pytest.mark.parametrize("name", MOCKS)
def test_a_mock_shares_nothing_with_its_driver_but_the_sheets_numbers(name: str) -> None:
    assert not strangers(name)


@pytest.mark.parametrize(
    ("line", "stranger"),
    [
        ("from queue_display.models.onbon.framing import wrap", True),
        ("from queue_display.models.onbon import framing", True),
        ("import queue_display.models.onbon.framing", True),
        ("from queue_display.models.onbon import DRIVER", True),
        ("from queue_display.models.onbon import *", True),
        ("def late():\n    from queue_display.models.onbon.codec import encode", True),
        ("from ..ff68 import wire", True),
        ("from fingerprint.models.ef01 import spec", True),
        ("from firmware_mocks.hosting.faults import Way", True),
        ("from broker.service.exchange import Exchange", True),
        ("import threading", True),
        ("from time import monotonic", True),
        ("from importlib import import_module", True),
        ("import msgspec", True),
        ("from queue_display.models.onbon import spec", False),
        ("from queue_display.models.onbon.spec import ANY", False),
        ("from firmware_mocks.firmware import Mock", False),
        ("from firmware_mocks.onbon.picture import DynamicArea", False),
        ("from .picture import DynamicArea", False),
        ("from broker.link.base import Noise", False),
        ("from datetime import datetime", False),
    ],
)
def test_a_stranger_among_the_imports_would_be_seen(line: str, stranger: bool) -> None:
    """The control, for a file of the simulated Onbon card."""
    room = "firmware_mocks.onbon"
    found = [each for each in imported(line, room) if not allowed(each, "onbon", room)]
    assert bool(found) is stranger


@pytest.mark.parametrize(
    ("line", "stranger"),
    [
        ("from slate_panel import codec", True),
        ("from slate_panel.codec import encode", True),
        ("import slate_panel", True),
        ("from slate_panel import DRIVER", True),
        ("from . import codec", True),
        ("from slate_panel import spec", False),
        ("from .spec import BAUD", False),
    ],
)
def test_a_stranger_in_a_package_that_holds_a_driver_too_would_be_seen(
    line: str, stranger: bool
) -> None:
    """The control, for a simulated device that came in one package with its driver."""
    room = "slate_panel.mock"
    found = [each for each in imported(line, "slate_panel") if not allowed(each, "slate", room)]
    assert bool(found) is stranger
