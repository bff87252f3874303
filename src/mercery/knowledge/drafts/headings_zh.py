"""The questions a Chinese heading answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.knowledge.drafts.heading_words import is_question, vague
from mercery.knowledge.drafts.topics import category_of, topic_of

_ZH_VERBS: Final = r"申请|取消|修改|更换|更改|办理|查询|退回|退|换|开具|使用|注册|注销|绑定|联系|支付|下单|购买|兑换|领取|预约|寄|跟踪|投诉|保养|清洁|清洗|选择|提交|删除|登录|找回|重置|升级|加入|订购"
_ZH_ENDINGS: Final[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = (
    (re.compile(r"(?P<x>.+?)处理$"), ("{x}怎么处理？", "{x}怎么办？")),
    (re.compile(rf"(?P<x>(?:{_ZH_VERBS}).+?)(?:流程|步骤|方法|方式|指南)$"), ("怎么{x}？", "{own}是什么？")),
    (re.compile(r"(?P<x>.+?)(?:流程|步骤|方法|方式|指南)$"), ("{own}是什么？", "{x}怎么办理？")),
    (re.compile(r".*(?:时间|时效|期限|周期)$"), ("{own}是多久？", "{own}怎么算？")),
    (re.compile(r".*(?:费用|运费|价格|收费|费|标准)$"), ("{own}是多少？", "{own}怎么收？")),
    (re.compile(r".*(?:条件|要求|范围|情形|情况|商品|凭证|材料)$"), ("{own}有哪些？", "{own}是什么？")),
    (re.compile(r".*(?:政策|规则|规定|说明|须知|条款|制度|承诺|服务)$"), ("{own}是怎样的？", "{own}是什么？")),
    (re.compile(rf"(?:{_ZH_VERBS})[^与和及、]{{0,11}}$"), ("怎么{own}？", "{own}有什么规定？")),
    (re.compile(r".*"), ("关于{own}有什么规定？", "{own}怎么处理？")),
)
"""How a heading ends or begins, and how it is asked about then; the first that fits counts."""


def asked_of_zh(own: str, parents: Sequence[str]) -> list[str]:
    """The question of a section and other ways to put it; empty where its heading says nothing by itself."""
    parent = parents[-1] if parents else ""
    if is_question(own):
        return [own]
    if re.match(r"如何|怎么|怎样|为什么|哪些|什么|是否|能否|可否", own) or re.search(r"吗$|怎么办$|多久$|多少$", own):
        return [f"{own}？"]
    if vague(own):
        return [f"{parent}的{own}是什么？", f"{parent}{own}"] if parent else []
    if topic_of(own) is None and category_of((*parents, own)) == "care":
        return [f"{own}怎么保养？", f"怎么保养{own}？", own]
    match, forms = next((found, forms) for pattern, forms in _ZH_ENDINGS if (found := pattern.match(own)))
    return [*(form.format(own=own, **match.groupdict()) for form in forms), own]
