"""A kiosk offers what is valid today, and turns to another day while it stands at home."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.gui import kiosk_rig
from tests.gui.kiosk_rig import PORTRAIT, kiosk


def written(folder: Path) -> Path:
    """The sample hall; of the Health Bureau's items the first begins after the hall's Monday in
    these tests, and the second ends a day behind it, which is long ago for whoever runs them."""
    shutil.copytree(kiosk_rig.HALL.parent, folder)
    file = folder / "catalogue.jsonl"
    text = file.read_text("utf-8")
    lines: list[dict[str, Any]] = [json.loads(each) for each in text.splitlines()]
    first, second = [each for each in lines if each.get("department") == "health"][:2]
    first |= {"name": "尚未开始", "since": "2026-11-25"}
    second |= {"name": "明天结束", "until": "2026-11-24"}
    file.write_text("".join(f"{json.dumps(each)}\n" for each in lines), "utf-8")
    return folder / "hall.toml"


def test_what_is_not_valid_today_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kiosk_rig, "HALL", written(tmp_path / "hall"))
    with kiosk(tmp_path, PORTRAIT) as rig:
        rig.seconds += 1
        for name in ("card-take", "dept-health"):
            rig.touch(name)
        assert "明天结束" in rig.words()
        assert "尚未开始" not in rig.words()
