"""Pictures of single devices: every sign, and the paper in every printer or torn off it."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtGui import QImage

from broker.domain.inventory import Expected
from firmware_mocks.bench import glass, slip
from firmware_mocks.firmware import CutSlip, Look, PrinterLook, SignLook


def of_slips(folder: Path, slips: Iterable[CutSlip]) -> Iterator[Path]:
    """Save slips that were torn off, numbered."""
    for number, cut in enumerate(slips, 1):
        yield saved(slip.picture(cut.lines, cut.columns), folder / f"slip-{number}.png")


def of_device(folder: Path, device: Expected, look: Look, *, powered: bool) -> Iterator[Path]:
    """Save a sign, or the paper that hangs out of a printer."""
    yield from of_look(folder / f"{device.line}-{device.address}.png", look, powered=powered)


def of_look(file: Path, look: Look, *, powered: bool = True) -> Iterator[Path]:
    """Save what there is to be seen, if there is anything to draw."""
    match look:
        case SignLook():
            yield saved(glass.picture(replace(look, on=look.on and powered)), file)
        case PrinterLook() if lines := look.hanging or look.slip:
            yield saved(slip.picture(lines, look.columns), file)


def saved(picture: QImage, file: Path) -> Path:
    """Where it was saved. `OSError` where the file cannot be written."""
    if not picture.save(str(file)):
        raise OSError(errno.EIO, "the picture cannot be written", str(file))
    return file
