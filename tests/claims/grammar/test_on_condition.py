"""What a piece's own text says on a condition is told with the condition, whatever it is about."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.assistant.shop import NOW, catalogue

from mercery.catalog.facts import product_facts
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.core.i18n import Words

_PIECE = next(one for one in catalogue() if one.key == "harbour-soft-tote")
_WIDER = {
    ("Water-repellent when waxed.", "打蜡后防泼水。"): ("It is water-repellent.", "它防泼水。"),
    ("Machine washable in a wash bag.", "装入洗衣袋可机洗。"): ("You can machine wash it.", "可机洗。"),
    ("Fits a 13-inch laptop without its sleeve.", "不带内胆包时可放13英寸笔记本电脑。"): ("A 13-inch laptop fits in it.", "放得下13英寸笔记本电脑。"),
    ("The strap is detachable with a screwdriver.", "肩带可用螺丝刀拆下。"): ("The strap is detachable.", "肩带可拆卸。"),
    ("Polarised in the brown version.", "棕色款为偏光。"): ("It is polarised.", "它是偏光的。"),
    ("Noise cancelling with the cable.", "接线时有降噪功能。"): ("It has noise cancelling.", "有降噪。"),
    ("Comes with a dust bag in December.", "十二月附赠防尘袋。"): ("It comes with a dust bag.", "附防尘袋。"),
    ("The battery lasts 30 hours at half volume.", "半音量下续航30小时。"): ("The battery lasts 30 hours.", "续航30小时。"),
    ("Runs small in the shoulders.", "肩部偏小。"): ("It runs small.", "偏小。"),
    ("True to size for narrow feet.", "脚型偏窄者尺码标准。"): ("It is true to size.", "尺码标准。"),
    ("The hood is removable on sizes from L.", "L码以上风帽可拆。"): ("The hood is removable.", "风帽可拆。"),
    ("Expandable by 4 litres with the gusset.", "配插片可扩容4升。"): ("It is expandable by 4 litres.", "可扩容4升。"),
    ("Waterproof, apart from the seams.", "防水，接缝除外。"): ("It is waterproof.", "它防水。"),
    ("Machine washable (cover only).", "可机洗（仅限外套）。"): ("It is machine washable.", "可机洗。"),
    ("Waterproof up to the logo.", "标志以下防水。"): ("It is waterproof.",),
    ("When waxed, it is water-repellent.", "打蜡后，防泼水。"): ("It is water-repellent.", "防泼水。"),
    ("Foldable, after some months of use.", "使用数月后可折叠。"): ("It is foldable.", "可折叠。"),
    ("Scratch-resistant, provided the coating is renewed.", "涂层更新后防刮。"): ("It is scratch-resistant.", "它防刮。"),
    ("Optional shoulder strap.", "可选配肩带。"): ("It comes with a shoulder strap.", "附肩带。"),
    ("A dust bag is available at the counter.", "防尘袋可在柜台领取。"): ("It comes with a dust bag.", "附防尘袋。"),
    ("Almost waterproof.", "近乎防水。"): ("It is waterproof.", "它防水。"),
}  # fmt: skip
_AS_IT_IS = (
    ("Water-repellent when waxed.", "It is water-repellent when waxed."),
    ("The battery lasts 30 hours at half volume.", "The battery lasts 30 hours at half volume."),
    ("A backpack with a padded sleeve for a 15-inch laptop.", "It has a padded sleeve."),
    ("Unlined raincoat for children with reflective piping.", "It is unlined."),
    ("Machine washable at 30 °C.", "It is machine washable at 30 °C."),
)


@cache
def _gate(english: str, chinese: str) -> Gate:
    told = replace(_PIECE, description=Words(english, chinese), attributes=_PIECE.attributes[1:])
    return Gate(grounds(product_facts(told), now=NOW, timezone="Europe/Paris"))


def _passes(text: tuple[str, str], told: str) -> bool:
    return _gate(*text).check(told, "en" if told.isascii() else "zh", about="var_harbour-soft-tote_black").passed


@pytest.mark.parametrize(("text", "told"), [(text, one) for text, every in _WIDER.items() for one in every])
def test_without_its_condition_it_is_refused(text: tuple[str, str], told: str) -> None:
    assert not _passes(text, told)


@pytest.mark.parametrize(("text", "told"), _AS_IT_IS)
def test_with_its_condition_it_passes(text: str, told: str) -> None:
    assert _passes((text, text), told)
