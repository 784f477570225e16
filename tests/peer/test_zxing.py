"""zxing-cpp, which reads codes as phones do, before a slip as its printer leaves it."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from firmware_mocks.bench import slip as paper
from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import CutSlip, Show
from kiosk.printing.models.escpos import DRIVER
from kiosk.printing.slip import Roll
from kiosk.ticket.pages.remember import picture_of
from tests.peer.clients import HERE, MARKS, PYTHON
from tests.unit.sample_slip import SLIP

pytestmark = MARKS

WORDS = "镇赉县政务服务中心\nA012 企业注册\n请到 企业注册区 3、4、5 号窗口\nZone B, Windows 3, 4, 5"
LINK = "https://zwzx.example.gov.cn/t/0123456789abcdef"
LONG = WORDS + "\n" + "、".join(map(str, range(1, 100)))


def seen(file: Path) -> list[str]:
    ran = subprocess.run(
        [PYTHON, HERE / "zxing_reader.py", file],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told: list[str] = json.loads(ran.stdout)
    return told


@pytest.mark.parametrize("roll", Roll)
@pytest.mark.parametrize("code", [WORDS, LINK, LONG], ids=["words", "link", "many words"])
def test_a_slips_code_is_read(roll: Roll, code: str, tmp_path: Path, qapp: QGuiApplication) -> None:
    assert qapp
    printer = MOCK.make(1, {"width": str(int(roll))})
    assert DRIVER.encode is not None
    printed = printer.feed(DRIVER.encode(DRIVER.slip("a", replace(SLIP, code=code), roll)), 0.0)
    (cut,) = (each.detail for each in printed if isinstance(each, Show))
    assert isinstance(cut, CutSlip)
    file = tmp_path / "slip.png"
    assert paper.picture(cut.lines, cut.columns).save(str(file))
    assert seen(file) == [code]


def test_the_code_on_the_glass_is_read(tmp_path: Path) -> None:
    file = tmp_path / "code.png"
    file.write_bytes(base64.b64decode(picture_of(WORDS).partition(",")[2]))
    assert seen(file) == [WORDS]
