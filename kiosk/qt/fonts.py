"""The one font of all screens, bundled: Noto Sans SC (SIL Open Font License)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from broker.domain.errors import ConfigError

PACKAGE = "pylopdf_fonts_zh_cn"
FILE = "NotoSansSC-Regular.otf"


def font_file() -> Path:
    """Where the font lies. `ConfigError` when its package is not installed."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ConfigError("fonts", PACKAGE, "the font package is missing", f"install {PACKAGE}")
    return Path(found.submodule_search_locations[0]) / FILE


def load() -> str:
    """Make it the font of the application and return its family.

    Needs a QGuiApplication. `ConfigError` when Qt cannot read the file.
    """
    file = font_file()
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    if not families:
        raise ConfigError("fonts", str(file), "the font cannot be read", f"reinstall {PACKAGE}")
    QGuiApplication.setFont(QFont(families[0]))
    return families[0]
