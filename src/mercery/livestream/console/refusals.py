"""What stands in the way of an act, in the reader's language."""

from __future__ import annotations

from typing import Final

from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang

_BY_MESSAGE: Final = (
    ("cannot be said as they are", "有句子不能播出，原因见下。"),
    ("signs are not said at once", "一次最多说 600 字，请分两次。"),
    ("needs text", "请写下要说的话。"),
    ("meanwhile", "此间已有人改动，请刷新后重做修改。"),
    ("A reply has 1 to", "回复为 1 至 600 字。"),
    ("needs a title", "请填写标题，例如：冬季新包。"),
    ("title is longer", "标题不超过 120 字。"),
    ("names no host", "请从列表中选择主播。"),
    ("names no studio", "请从列表中选择演播间。"),
    ("name is longer than 80", "姓名不超过 80 字。"),
    ("no date and time", "日期与时间无法识别，请重新选择。"),
    ("end before it begins", "结束须晚于开始；也可留空。"),
    ("would have ended by now", "结束时间须晚于现在。"),
    ("plain web address", "请填写普通网址，例如 https://face.example:8010。"),
    ("A round has 1 to", "每轮件数须在允许范围内（1 至 60 件）。"),
    ("A piece has half a minute", "每件时长为半分钟到 30 分钟。"),
    ("Viewers are welcomed every", "问候间隔为 3 到 120 分钟。"),
    ("Questions come after", "答疑间隔为 1 到 20 件，或填 0 表示不设。"),
    ("is no number", "请填写数字。"),
    ("cannot be set up as it is", "尚不能保存，请修改标出的各项。"),
    ("Language and format", "直播中不能更改语言与画面。请先结束，或另建一场。"),
    ("is on air", "直播已在进行。"),
    ("not on air", "直播未在进行。"),
    ("was on air, and its record", "播出过的直播须保留记录，不能删除。"),
    ("kill switch of this show is not", "此直播并未紧急停播。"),
    ("kill switch of this show is pulled", "此直播已紧急停播，请先恢复。"),
    ("A piece needs a product", "请选择商品。"),
    ("own words needs at least", "请至少写一句。"),
    ("An entry has 12 seconds", "时长为 12 秒到 60 分钟。"),
    ("sentence is longer than", "单句过长，请分成两句。"),
    ("Nothing would be said", "请先写一句，或允许主播自行讲解。"),
    ("not on sale", "该商品未上架。"),
    ("running order has at most", "节目单条目已满，请先移除几项。"),
    ("Nothing on sale is in the running order", "节目单中没有在售商品，无从核对。"),
    ("shift needs the person", "请选择由谁讲解。"),
    ("shift is on no day", "请至少选择一天。"),
    ("is no time of day", "时间格式为 19:00。"),
    ("shift ends when it begins", "结束须不同于开始。"),
    ("does not work here", "该人员不在本店。"),
    ("overlap", "与另一班次重叠。"),
    ("destination needs a name", "请填写平台名称。"),
    ("stream key is missing", "请填写串流密钥；更换地址时须重新填写。"),
    ("no stream key", "密钥有误，请从平台重新复制。"),
    ("destination is an RTMP address", "请填写 RTMP 地址，例如 rtmps://live.example/app。"),
    ("holds a name, a key or a query", "地址中不可含账号、密钥或参数，密钥请填在下方。"),
    ("signs that no address has", "地址有误，请从平台重新复制。"),
    ("inside a private network", "地址位于内网，请改用公网地址。"),
    ("at most 8 platforms", "最多接入 8 个平台。"),
    ("has 1 to 80 signs", "请填写 1 至 80 字的词。"),
    ("How it is said is missing", "请填写读法。"),
    ("have no sound", "读法中不能含 <、> 与 &。"),
)


def refusal(error: MerceryError, lang: Lang) -> str:
    """One line that says what is wrong and what to do."""
    english = " ".join(filter(None, (error.message, error.remedy)))
    if lang == "zh":
        return next((zh for sign, zh in _BY_MESSAGE if sign in error.message), english)
    return english


def by_field(error: MerceryError, lang: Lang) -> dict[str, str]:
    """The error of each field; without fields the whole under the empty name."""
    found: dict[str, str] = {}
    for problem in error.problems:
        if problem.field:
            english = " ".join(filter(None, (problem.message, problem.remedy)))
            known = next((zh for sign, zh in _BY_MESSAGE if sign in problem.message), "")
            found.setdefault(problem.field, (known or english) if lang == "zh" else english)
    return found or {"": refusal(error, lang)}


def in_full(error: MerceryError, lang: Lang) -> str:
    """Everything that is wrong, in a line."""
    return " ".join(dict.fromkeys(by_field(error, lang).values()))
