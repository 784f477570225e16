"""The pictures of forms beside the sample's catalogue are what their script draws."""

from __future__ import annotations

import csv
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from kiosk.qt import fonts

FOLDER = Path(__file__).parents[2] / "examples" / "zhenlai"
TOLERATED = 2  # of 255, at the mean: fonts are smoothed a little differently by each Qt


@pytest.fixture(scope="module")
def draw() -> ModuleType:
    spec = spec_from_file_location("draw", FOLDER / "samples" / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def coarse(image: QImage) -> bytes:
    """Its grey in 100 by 141 dots."""
    small = image.scaled(
        100,
        141,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(grey.constBits())


def apart(one: QImage, other: QImage) -> float:
    pairs = list(zip(coarse(one), coarse(other), strict=True))
    return sum(abs(a - b) for a, b in pairs) / len(pairs)


def test_every_form_is_drawn_as_it_lies_there(draw: ModuleType) -> None:
    assert QGuiApplication.instance() or QGuiApplication([])
    family = fonts.load()
    kept = {form.file: QImage(str(FOLDER / "samples" / form.file)) for form in draw.FORMS}
    for form in draw.FORMS:
        drawn = draw.Sheet(family, form).image
        assert drawn.size() == kept[form.file].size()
        near = [file for file, image in kept.items() if apart(drawn, image) < TOLERATED]
        assert near == [form.file]


def test_a_form_is_named_as_the_material_it_shows(draw: ModuleType) -> None:
    titles = {form.file: form.title for form in draw.FORMS}
    with (FOLDER / "catalogue" / "materials.csv").open(encoding="utf-8", newline="") as file:
        shown = [row for row in csv.DictReader(file) if row["sample"]]
    assert {row["sample"] for row in shown} == set(titles)
    for row in shown:
        title = titles[row["sample"]].replace("最低生活保障", "低保").replace("机动车", "")
        assert row["material_name"] == title
