"""Frames of the FF 68 bus that our code did not make, by their names."""

from __future__ import annotations

import json
from pathlib import Path

_FILE = Path(__file__).parent.parent / "vectors" / "ff68.json"
FRAMES = {
    row["name"]: bytes.fromhex(row["hex"])
    for row in json.loads(_FILE.read_text("utf-8"))["frames"]
    if "kind" not in row
}
