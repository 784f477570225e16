"""意见箱 stands at home in every mode, in one line, and on every glass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from broker.settings import load
from kiosk.qt import fonts
from kiosk.ticket.screens import Comfort, Language
from tests.gui.everyone import GLASSES, Stand
from tests.gui.glass_measures import inside
from tests.gui.kiosk_rig import HALL


@pytest.fixture(params=["21.5-upright", "19", "21.5-lying"])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    app = QGuiApplication.instance() or QGuiApplication([])
    fonts.load()
    assert set(GLASSES) >= {request.param}
    with closing(Stand(load(HALL, tmp_path), request.param)) as made:
        yield made
    del app


def test_the_box_has_a_key_of_one_line_at_home(stand: Stand) -> None:
    for language, elder, low in product(Language, *2 * [(False, True)]):
        if low and stand.glass.wide:
            continue
        for name in ("home", "home-closed"):
            stand.show(name, Comfort(language, elder, low, contrast=False))
            (key,) = (each for each in stand.targets() if each.objectName() == "opinion")
            (words,) = inside(stand, key)
            assert words.property("text") in ("意见箱", "Opinion box")
            assert words.property("lineCount") == 1, (name, language, elder, low)
