"""Everything on the paper that is no character: pictures, bar codes, two-dimensional codes."""

from __future__ import annotations

from dataclasses import dataclass, field

from firmware_mocks.escpos.grammar import Step
from firmware_mocks.escpos.pictures import Album, Rows, raster_command, scaled
from firmware_mocks.escpos.style import PrintMode
from firmware_mocks.escpos.symbols import Symbols
from firmware_mocks.firmware import Piece, RasterLine
from kiosk.printing.models.escpos import spec

NAMES = frozenset(
    (
        *("gs k", "gs h", "gs w", "gs H", "gs f", "gs (k", "gs (L", "gs 8", "gs v", "gs *", "gs /"),
        *("fs q", "fs p"),
    )
)
_LARGE_GRAPHICS = ord("L")  # GS 8 L: as GS ( L, with a length of four bytes


@dataclass(slots=True)
class PrinterFigures:
    """What was set and kept for them."""

    symbols: Symbols = field(default_factory=Symbols)
    album: Album = field(default_factory=Album)

    def initialise(self) -> None:
        """ESC @: what was loaded is gone, what a flash keeps is not."""
        self.symbols = Symbols()
        self.album = Album(kept=self.album.kept)

    def take(self, step: Step, mode: PrintMode) -> Piece | bool:
        """One of the commands `NAMES`: what it prints, or whether it was understood."""
        args = step.args
        match step.name:
            case "gs k":
                return self.symbols.bars(args, mode) or False
            case "gs (k":
                return self.symbols.function(args, mode)
            case "gs (L":
                return _graphics(self.album.graphics(args), mode)
            case "gs 8" if args[:1] == bytes((_LARGE_GRAPHICS,)):
                return _graphics(self.album.graphics(args[5:]), mode)
            case "gs v" if args[0] == ord("0") and args[1] % ord("0") < spec.RASTER_MODES:
                return _picture(raster_command(args), mode)
            case "gs /" | "fs p":
                key, how = (0, args[0]) if step.name == "gs /" else (args[0], args[1])
                book = self.album.loaded if step.name == "gs /" else self.album.kept
                return _picture(scaled(book.get(key, ()), how), mode)
            case "gs *":
                self.album.load(args)
            case "fs q":
                self.album.keep(args)
            case _:
                return self.symbols.set(step.name, args[0])
        return True


def _graphics(rows: Rows | None, mode: PrintMode) -> Piece | bool:
    if rows is None:
        return False
    return _picture(rows, mode) if rows else True


def _picture(rows: Rows, mode: PrintMode) -> Piece | bool:
    """The dots that are over the paper; those beyond its edge are not printed."""
    seen = tuple(row[: mode.room] for row in rows)
    if not seen or not seen[0]:
        return False
    return RasterLine(
        len(seen[0]),
        len(seen),
        mode.align,
        seen,
        left=mode.left,
        room=mode.edge,
    )
