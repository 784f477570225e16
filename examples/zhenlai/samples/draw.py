"""Draws the samples of forms beside this file: `python examples/zhenlai/samples/draw.py`.

They show how a form is filled in and are no forms of any office: a band and a watermark say so.
People, numbers and places in them are invented.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen

from kiosk.qt import fonts

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1000, 1414  # an A4 sheet, as many pixels as a kiosk's glass shows of it
LEFT, RIGHT = 80, 920
LABEL_SHARE = 0.24  # of the table's width, for what stands printed in a row
PAPER, INK, PEN, RULE = (QColor(each) for each in ("#ffffff", "#1a1a1a", "#1f3f9a", "#444444"))
BAND, WATERMARK = QColor("#b3261e"), QColor(179, 38, 30, 36)


class Row(NamedTuple):
    """A row of the table: what is printed, and what somebody wrote; `lines` is its height."""

    label: str
    written: str
    lines: int = 1


class Form(NamedTuple):
    """A sheet: its title, its rows, and what stands below them."""

    file: str
    title: str
    rows: tuple[Row, ...]
    below: tuple[str, ...]
    signed: str = "张示例（本人签名）　　　　2026 年 1 月 5 日"


FORMS = (
    Form(
        "power-of-attorney.png",
        "授权委托书",
        (
            Row("委托人", "张示例"),
            Row("身份证号码", "（填写 18 位号码）"),
            Row("联系电话", "（填写手机号码）"),
            Row("受托人", "李示例"),
            Row("身份证号码", "（填写 18 位号码）"),
            Row("委托办理的事", "代我到政务大厅办理个体工商户登记，交材料、领执照。", 2),
            Row("委托期限", "2026 年 1 月 5 日至 2026 年 3 月 5 日"),
        ),
        (
            "受托人在上面的范围里所办的事，委托人都承认。",
            "附：两人的身份证复印件各 1 份。",
        ),
        "委托人：张示例　受托人：李示例　　2026 年 1 月 5 日",
    ),
    Form(
        "sole-trader-form.png",
        "个体工商户登记申请书",
        (
            Row("办理什么", "☑ 开业　　□ 变更　　□ 注销"),
            Row("名称", "某县示例食杂店"),
            Row("经营者", "张示例"),
            Row("身份证号码", "（填写 18 位号码）"),
            Row("联系电话", "（填写手机号码）"),
            Row("组成形式", "☑ 个人经营　　□ 家庭经营"),
            Row("经营场所", "某县示例镇示例路 1 号", 2),
            Row("经营范围", "食品销售；日用百货销售", 2),
            Row("从业人数", "2 人（连经营者自己）"),
        ),
        (
            "我保证填写的内容和交来的材料都是真实的。",
            "不会填的地方先空着，到窗口有人教您填。",
        ),
    ),
    Form(
        "allowance-form.png",
        "最低生活保障申请书",
        (
            Row("申请人", "张示例"),
            Row("身份证号码", "（填写 18 位号码）"),
            Row("联系电话", "（填写手机号码）"),
            Row("户口所在地", "某县示例镇示例社区"),
            Row("现在住在", "某县示例镇示例路 2 号"),
            Row("家里几口人", "2 口：本人、老伴王示例"),
            Row("家里的收入", "本人养老金每月 200 元；地租每年 1000 元", 2),
            Row("为什么申请", "老伴长期有病，药费多，收入不够生活。", 3),
        ),
        (
            "我同意民政部门核对我家的存款、房产、车辆和收入。",
            "不会写字的，可以请人代写，自己按手印。",
        ),
        "张示例（签名或按手印）　　2026 年 1 月 5 日",
    ),
    Form(
        "driver-form.png",
        "机动车驾驶证申请表",
        (
            Row("办理什么", "☑ 期满换证　　□ 补证　　□ 损毁换证"),
            Row("姓名", "张示例"),
            Row("身份证号码", "（填写 18 位号码）"),
            Row("准驾车型", "C1"),
            Row("联系电话", "（填写手机号码）"),
            Row("邮寄地址", "某县示例镇示例路 3 号", 2),
            Row("身体情况", "没有妨碍安全驾驶的病。□ 有：", 2),
        ),
        (
            "上面的内容由本人如实填写。",
            "大厅的自助机能替您打印这张表，核对后签名就行。",
        ),
    ),
    Form(
        "felling-form.png",
        "林木采伐申请表",
        (
            Row("申请人", "张示例"),
            Row("身份证号码", "（填写 18 位号码）"),
            Row("联系电话", "（填写手机号码）"),
            Row("树在哪里", "某县示例镇示例村　第 3 林班　1 小班", 2),
            Row("林权证号", "（照林权证抄写；没有的写“村里出证明”）"),
            Row("树种、株数", "杨树　40 株"),
            Row("为什么采伐", "树已成熟，要更新。", 2),
            Row("什么时候补种", "2027 年春天，补种杨树 80 株"),
            Row("村委会意见", "（由村委会写意见、盖章）", 2),
        ),
        (
            "树是我家的，没有争议。",
            "林业站的人会到地里看，再告诉您结果。",
        ),
    ),
)


class Sheet:
    """One form on paper, drawn from the top down."""

    def __init__(self, family: str, form: Form) -> None:
        self.image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        self.image.fill(PAPER)
        self._family = family
        self._painter = QPainter(self.image)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(form)
        self._painter.end()

    def _draw(self, form: Form) -> None:
        self._band()
        self._text(QRectF(0, 130, WIDTH, 90), form.title, 46, INK, Qt.AlignmentFlag.AlignCenter)
        y = 250.0
        for row in form.rows:
            y = self._row(y, row)
        for line in form.below:
            y += 56
            self._text(QRectF(LEFT, y - 30, RIGHT - LEFT, 60), line, 26, INK)
        self._text(QRectF(LEFT, y + 70, RIGHT - LEFT, 60), form.signed, 28, PEN)
        self._watermark()

    def _band(self) -> None:
        self._painter.fillRect(QRectF(0, 0, WIDTH, 84), BAND)
        words = "样例　只给您看怎样填，不是正式表格"
        self._text(QRectF(0, 0, WIDTH, 84), words, 32, PAPER, Qt.AlignmentFlag.AlignCenter)

    def _row(self, y: float, row: Row) -> float:
        height = 34 + 46 * row.lines
        middle = LEFT + (RIGHT - LEFT) * LABEL_SHARE
        self._painter.setPen(QPen(RULE, 2))
        self._painter.drawRect(QRectF(LEFT, y, RIGHT - LEFT, height))
        self._painter.drawLine(QPointF(middle, y), QPointF(middle, y + height))
        label = QRectF(LEFT, y, middle - LEFT, height)
        self._text(label, row.label, 28, INK, Qt.AlignmentFlag.AlignCenter)
        self._text(QRectF(middle + 20, y, RIGHT - middle - 36, height), row.written, 28, PEN)
        return y + height

    def _watermark(self) -> None:
        self._painter.translate(WIDTH / 2, HEIGHT / 2)
        self._painter.rotate(-35)
        box = QRectF(-WIDTH, -300, 2 * WIDTH, 600)
        self._text(box, "样例", 330, WATERMARK, Qt.AlignmentFlag.AlignCenter)

    def _text(
        self,
        box: QRectF,
        words: str,
        pixels: int,
        colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        font = QFont(self._family)
        font.setPixelSize(pixels)
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(box, int(align | Qt.TextFlag.TextWordWrap), words)


def main() -> int:
    """Write every form anew; 0."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    family = fonts.load()
    for form in FORMS:
        Sheet(family, form).image.save(str(HERE / form.file), quality=0)
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
