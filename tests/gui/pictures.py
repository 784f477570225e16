"""Pictures of every screen of the ticket kiosk, in every mode, on every glass, into out/screens.

QT_QPA_PLATFORM=offscreen python -m tests.gui.pictures [glass …]
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtGui import QGuiApplication

from broker.settings import load
from kiosk.qt import fonts
from kiosk.ticket.screens import Comfort, Language
from tests.gui.everyone import GLASSES, Stand
from tests.gui.kiosk_rig import HALL

OUT = Path(__file__).parents[2] / "out" / "screens"


def main(*glasses: str) -> None:
    """Make them all, or those of some glasses."""
    app = QGuiApplication.instance() or QGuiApplication([])
    fonts.load()
    with TemporaryDirectory() as folder:
        settings = load(HALL, Path(folder))
        for glass in glasses or GLASSES:
            stand = Stand(settings, glass)
            for language, *ways in product(Language, *3 * [(False, True)]):
                _all(stand, glass, Comfort(language, *ways))
            stand.close()
    del app


def _all(stand: Stand, glass: str, comfort: Comfort) -> None:
    """Every screen, for somebody who wants it so."""
    if comfort.low and stand.glass.wide:
        return
    ways = ("elder", "low", "contrast")
    mode = "-".join(way for way in ways if getattr(comfort, way)) or "standing"
    folder = OUT / glass / f"{mode}-{comfort.language.value}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in stand.table:
        stand.show(name, comfort)
        stand.picture(folder / f"{name}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
