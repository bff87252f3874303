"""What stands in the way of an act, in the reader's language."""

from __future__ import annotations

from typing import Final

from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang

_BY_MESSAGE: Final = (
    ("written meanwhile", "此间已有人改动，请刷新后重做修改。"),
    ("recorded meanwhile", "此间已有人改动，请刷新后重做修改。"),
    ("no longer holds", "有一句因事实变动已不成立，请删除或改写后再发布。"),
    ("does not hold any more", "此句已不成立，请删除或另写一句。"),
    ("blocked", "仍有句子被拦下，请采用旁边的句子、改写或删除。"),
    ("Nobody approves", "须由作者以外的人核准。"),
    ("Somebody other", "须由作者以外的人核准。请先提交审核。"),
    ("waits for a review already", "已在待审中。"),
    ("does not wait for anybody", "目前不在待审或已核准状态。"),
    ("withdrawn already", "已撤下。"),
    ("is withdrawn", "已撤下；可重写，或恢复某一版本。"),
    ("not on sale", "对应商品未上架，请先上架。"),
    ("says nothing of its goods", "内容没有可发布的句子，请重写。"),
    ("Too little is recorded", "商品资料太少，写不成文；请先补充材质、尺寸或保养等属性。"),
    ("No product is chosen", "请选择商品或系列。"),
    ("None of these products", "所选商品均未上架。"),
    ("lie ahead", "时间须晚于现在，且在一年之内。"),
    ("Say why", "请写明原因。"),
    ("Nothing waits", "没有待处理的变动。"),
    ("The house voice stays", "品牌语气不能停用，可以修改。"),
    ("has at most", "一段最多 6,000 字。"),
)
_BY_FIELD: Final = {
    "product_ids": "请选择商品。",
    "channels": "请选择渠道。",
    "channel": "请选择渠道。",
    "langs": "请选择语言。",
    "lang": "请选择语言。",
    "note": "“写给谁”不超过 200 字，备注不超过 2,000 字。",
    "key": "标识只能用小写字母、数字与连字符。",
    "name": "请至少填写一种语言的名称。",
    "least_sentences": "至少保留的句数为 1 到 20。",
    "lexicon": "每行请写“原词 = 改用”。",
}

_ON_THE_PAGE: Final = {"channels": "Choose one or several.", "langs": "Choose one or both."}
"""Remedies where a program would be told the keys."""


def refusal(error: MerceryError, lang: Lang) -> str:
    """One line that says what is wrong and what to do."""
    english = " ".join(filter(None, (error.message, error.remedy)))
    if lang == "zh":
        return next((zh for sign, zh in _BY_MESSAGE if sign in error.message), english)
    return english


def by_field(error: MerceryError, lang: Lang) -> dict[str, str]:
    """The error of each field; without fields the whole under the empty name."""
    found = {}
    for problem in error.problems:
        if problem.field:
            english = " ".join(filter(None, (problem.message, _ON_THE_PAGE.get(problem.field, problem.remedy))))
            known = next((zh for sign, zh in _BY_MESSAGE if sign in problem.message), _BY_FIELD.get(problem.field))
            found[problem.field] = (known or english) if lang == "zh" else english
    return found or {"": refusal(error, lang)}
