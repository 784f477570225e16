"""The fonts of all screens, bundled: Noto Sans SC, and its bold face out of the variable Noto Sans
CJK (both SIL Open Font License)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from broker.domain.errors import ConfigError

REGULAR = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
HEAVY = ("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc")
_LOADED = "hallFontFamily"  # a property of the application
HEAVY_FAMILY = "Noto Sans CJK SC"  # of the collection's faces, the one with the mainland's forms


def font_file(package: str, file: str) -> Path:
    """Where a font lies. `ConfigError` when its package is not installed."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ConfigError("fonts", package, "the font package is missing", f"install {package}")
    return Path(found.submodule_search_locations[0]) / file


def load() -> str:
    """Make Noto Sans SC the font of the application, have its bold face at hand, and return its
    family. What is not drawn costs nothing: the files are mapped, not read.

    Needs a QGuiApplication, which keeps them to its end: a second call adds nothing. `ConfigError`
    when Qt cannot read a file.
    """
    app = QGuiApplication.instance()
    if app is not None and app.property(_LOADED):
        return str(app.property(_LOADED))
    family = _added(*REGULAR)[0]
    _added(*HEAVY)
    QGuiApplication.setFont(QFont(family))
    if app is not None:
        app.setProperty(_LOADED, family)
    return family


def _added(package: str, name: str) -> list[str]:
    file = font_file(package, name)
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    if not families:
        raise ConfigError("fonts", str(file), "the font cannot be read", f"reinstall {package}")
    return families
