"""What an independent reader of codes sees in a picture: run by `.venv-peer`, with the file's name.

Prints one JSON line. Imports nothing of ours.
"""

from __future__ import annotations

import json
import sys

import zxingcpp
from PIL import Image


def main(file: str) -> None:
    seen = zxingcpp.read_barcodes(Image.open(file))
    print(json.dumps([each.text for each in seen]))  # noqa: T201  # this is its answer


if __name__ == "__main__":
    main(*sys.argv[1:])
