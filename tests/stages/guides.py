"""Items with guides for tests: two whole, one half empty, one empty, one as long as it may be. All
of it is invented."""

from __future__ import annotations

from broker.domain.catalogue import Item
from broker.domain.guides import (
    Guide,
    GuideQuestion,
    GuideStep,
    Handling,
    Material,
    Term,
    TermUnit,
)
from broker.domain.text.kinds import LONGEST_ITEM

LAW = "《示例市房屋登记办法》第十二条：申请人应当如实提交下列材料；材料齐全的，应当当场受理。"

LICENCE = Guide(
    handling=Handling.PROMISED,
    basis="《示例许可条例》第七条：开办前应当取得许可。未经许可，任何单位和个人不得开办。",
    conditions="年满十八周岁；有固定的经营场所；从业人员持有有效的健康证明。",
    materials=(
        Material(
            "申请表", originals=1, issuer="窗口", note="现场领取或自行打印", sample="form.png"
        ),
        Material("经营者身份证", originals=1, copies=1, issuer="公安机关"),
        Material("场所平面图", copies=2, note="注明面积和出入口"),
        Material("从业人员健康证明", originals=1, copies=1, issuer="体检机构"),
        Material("授权委托书", originals=1, required=False, note="委托他人办理时提交"),
        Material("近期照片", originals=2, required=False),
    ),
    steps=(
        GuideStep("提交申请", "到窗口提交材料", Term(0)),
        GuideStep("受理", "材料齐全当场受理", Term(1)),
        GuideStep("现场核查", "两名工作人员到场", Term(5)),
        GuideStep("审批", "", Term(3)),
        GuideStep("领取证件", "凭受理单到窗口领取"),
    ),
    legal=Term(20),
    promised=Term(10, note="现场核查的时间不计"),
    charged=False,
    result="示例许可证",
    telephone="0000-1234567",
    complaints="0000-12345",
    times="工作日 9:00–17:00",
    place="示例市示例路 1 号",
    questions=(
        GuideQuestion("可以委托别人办理吗？", "可以。请带委托书和双方身份证。"),
        GuideQuestion("许可证多久有效？", "四年。到期前三十天可以申请延续。"),
    ),
    example=True,
)

CARD = Guide(
    handling=Handling.AT_ONCE,
    basis="《示例登记办法》第三条",
    conditions="本人到场",
    materials=(
        Material("居民身份证", originals=1, issuer="公安机关"),
        Material("户口簿", originals=1, copies=1),
    ),
    steps=(GuideStep("取号"), GuideStep("办理"), GuideStep("领证")),
    legal=Term(1),
    promised=Term(0),
    charged=True,
    fee="每证 20 元",
    fee_basis="《示例收费目录》第八项",
    result="登记证",
    telephone="0000-7654321",
    online="https://example.invalid/guide/1",
)

HALF = Guide(
    handling=Handling.PROMISED,
    promised=Term(3, TermUnit.DAY),
    materials=(Material("申请书", originals=1),),
    charged=True,
)


def _long(text: str, letters: int) -> str:
    return (text * letters)[:letters]


LONGEST = Guide(
    handling=Handling.PROMISED,
    basis=_long(LAW, 1000),
    conditions=_long("没有标点的一句长话", 1000),
    materials=tuple(
        Material(
            _long(f"第{nth}份材料的名称很长（涉及国家规定的其他情形的除外）", 200),
            originals=99,
            copies=99,
            required=nth % 2 == 0,
            issuer=_long("某某市人民政府某某办公室", 100),
            note=_long("复印件应当加盖公章，并注明与原件一致。", 300),
            sample=f"{nth}.png",
        )
        for nth in range(40)
    ),
    steps=tuple(
        GuideStep(_long(f"第{nth}步", 100), _long("由承办机构审查并提出意见。", 300), Term(99))
        for nth in range(12)
    ),
    legal=Term(999, note=_long("特别程序的时间不计入", 200)),
    promised=Term(999, note=_long("需要听证的除外", 200)),
    charged=True,
    fee=_long("每平方米二十元；", 300),
    fee_basis=_long(LAW, 1000),
    result=_long("准予许可决定书", 100),
    place=_long("某某省某某市某某区某某路一号", 100),
    times=_long("工作日上午、下午", 150),
    telephone=_long("0000-1234567、", 60),
    complaints=_long("0000-12345、", 60),
    questions=tuple(
        GuideQuestion(_long("可以委托别人办理吗？", 200), _long(LAW, 1000)) for _ in range(10)
    ),
    example=True,
)

GUIDES = {"full": LICENCE, "online": CARD, "half": HALF, "empty": Guide(), "longest": LONGEST}


def item(kind: str, department: str, queue: str, number: int = 1) -> Item:
    """One of the above, in this department."""
    name = {"longest": _long("某某建设项目许可（涉及国家规定的其他情形的除外）", LONGEST_ITEM)}
    english = {"full": "Licence for public places", "longest": "A permit of many words " * 8}
    return Item(
        number=number,
        department=department,
        name=name.get(kind, "公共场所卫生许可证核发"),
        queue=queue,
        name_en=english.get(kind, ""),
        guide=GUIDES[kind],
    )
