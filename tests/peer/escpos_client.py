"""What an independent client does with a printer: run by `.venv-peer`, with the port's name.

Prints one JSON line. Imports nothing of ours.
"""

from __future__ import annotations

import json
import sys

from escpos.printer import Serial
from PIL import Image


def main(port: str, deed: str) -> None:
    printer = Serial(devfile=port, baudrate=9600, timeout=0.3)
    if deed == "status":
        told = {"online": printer.is_online(), "paper": printer.paper_status()}
    elif deed == "figures":
        printer.hw("INIT")
        for way in ("bitImageRaster", "bitImageColumn", "graphics"):
            printer.image(_picture(), impl=way)
        printer.barcode("4006381333931", "EAN13", height=64, width=2, check=False)
        printer.barcode("{B012ABCD", "CODE128", height=64, width=2, function_type="B")
        printer.qr("https://a.b/镇赉", native=True, size=4)
        printer.cut()
        told = {"done": printer.query_status(b"\x1d\x72\x01").hex()}
    else:
        printer.hw("INIT")
        printer.set(align="center", bold=True, custom_size=True, width=3, height=2)
        printer.textln("取号 A001")
        printer.set(align="left", bold=False, normal_textsize=True)
        printer.textln("请到 3 号窗口")
        printer.qr("A001", native=True, size=6)
        printer.cut()
        told = {"done": printer.query_status(b"\x1d\x72\x01").hex()}
    printer.close()
    print(json.dumps(told))  # noqa: T201  # this is its answer


def _picture() -> Image.Image:
    """64 × 24 dots, of which a triangle is black."""
    picture = Image.new("1", (64, 24), 1)
    for y in range(24):
        for x in range(2 * y):
            picture.putpixel((x, y), 0)
    return picture


if __name__ == "__main__":
    main(*sys.argv[1:])
