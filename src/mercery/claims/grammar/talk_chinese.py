"""Chinese sentences put plainly before they are tried as talk; a list of its own, since 在的 and 查库存 claim something elsewhere."""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.grammar.rewriting import compiled, rewritten

_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_TALK: Final = compiled(
    (
        (
            r"(?:查|看|问|核|核对|核实|确认|翻|盘)(?:一?下|一查|看|问|一问)?(?:仓库|库房|库存|尺码表|物流|快递|订单|系统|后台|那边|店里|同事|记录)(?:那边|老师|的人|同事)?",
            "查一下",
        ),
        (r"(?:稍等|等|等等|给)(?:您|你|我|一下|下)*(?:[一两二三五十]|\d)+(?:分钟|秒钟?|分)", "稍等我一下"),
        (r"(?:这就|马上|现在就|立刻|赶紧)去?(?=帮|给|替|为|查|问|看)", "马上"),
        (r"(?:吃|拿|说|讲|摸)不(?:太|大)?准(?![确时])", "不确定"),
        (r"好伐(?=[，。？?]|$)", "好吗"),
        (r"今朝", "今天"),
        (r"(?:点儿?)?啥(?=[，。？?]|$)", "什么"),
        (r"(?:准备|打算)送人", "送人"),
        # who answers a call is there; goods are told so otherwise
        (r"^(?:亲们?[，,])?在(?:的|呢)[，,](?=您?(?:慢慢|尽管|请)?(?:说|讲|问))", ""),
    )
)


def as_talk(text: str) -> str:
    """A text that is tried as talk: looking into the stock or the parcels tells nothing of them."""
    if not _CHINESE.search(text):
        return text
    return rewritten(text, _TALK)
