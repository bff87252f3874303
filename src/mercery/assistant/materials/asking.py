"""Which questions are about a text of somebody else's: a note, reviews, an attached file, a reply to write. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from mercery.assistant.turns import Material, Topic

_REPLY: Final = re.compile(
    r"\b(?:draft|write|compose|suggest|prepare|propose|help)\b.{0,40}\b(?:reply|response|answer)\b.{0,40}\b(?:reviews?|comments?|feedback|customer)\b|\b(?:reply|respond|response|answer) to (?:this|the|that|a|my|one)\b.{0,20}\b(?:reviews?|comments?|feedback)\b|\b(?:draft|write|compose|suggest|prepare)\b.{0,12}\b(?:reply|response)\b|(?:回复|回应|答复|回评).{0,10}(?:评价|评论|留言|这条|买家|顾客)|(?:评价|评论|留言|差评|好评).{0,10}(?:回复|回应|答复|怎么回)|(?:拟|写|起草|想)(?:一?[条个份句段]|好)?.{0,6}(?:回复|回应|答复)",
    re.IGNORECASE,
)
_NOTE: Final = r"\b(?:notes?|comments?|remarks?|messages?|memos?|instructions?)\b.{0,40}\b(?:orders?|purchase|parcel|delivery)\b|\borders?\b.{0,40}\b(?:notes?|comments?|remarks?|memo)\b|\bmy delivery (?:notes?|instructions?|wish(?:es)?)\b|(?:订单|单子|包裹|[这那我]单).{0,10}(?:备注|附言|留言)|备注"
_TO_ADD: Final = r"(?:^\W*|\b(?:can|could|may|shall|how (?:do|can|would)|want to|like to|need to|wish to|please|possible to|able to)\b.{0,24})\b(?:add|include|leave|put|attach|write|change|edit|remove|delete|enclose|insert|send)\b.{0,30}\b(?:notes?|comments?|remarks?|messages?|instructions?)\b|\bgift (?:note|message|card)\b|\bhandwritten\b|(?:加|添加|写|改|修改|填|附上|放)(?:[一个条张上]|一下)?.{0,4}(?:备注|附言|留言|贺卡)|(?:备注|附言|留言).{0,4}(?:加|改|填)|能备注|可以备注"
NOTE_ASKED: Final = re.compile(rf"^(?!.*(?:{_TO_ADD})).*?(?:{_NOTE})", re.IGNORECASE | re.DOTALL)
"""Asks what the note of an order says, not for one to be added."""
_REVIEWS: Final = re.compile(
    r"\breviews?\b|\breviewers?\b|\bratings?\b|\b(?:well|highly|best)[- ]rated\b|\b(?:other )?(?:customers?|people|buyers?|clients?|others?|owners?|shoppers?|everyone)(?: who (?:bought|own|have|ordered)(?: it| this| one)?)? (?:say|says|said|think|thinks|thought|like|find|feel|write|wrote|report)\b|\bopinions?\b|\bfeedback\b|\bwhat (?:do|did|are|is) (?:other |the )?(?:people|customers?|buyers?|others|everyone)\b.{0,20}\b(?:say\w*|think\w*|like|feel)\b|\b(?:complaints?|criticisms?|praise)\b.{0,20}\b(?:from|by|of|among) (?:other |the )?(?:customers?|buyers?|people|others|reviewers?)\b|\bpopular with (?:other )?(?:customers|buyers|people)\b|评价|评论|口碑|评分|好评|(?:有|多少|没有|看|哪些)差评|差评(?:多|率|有|怎么)|买家秀|(?:其他|别的)(?:顾客|人|买家|客户|用户).{0,6}(?:说|觉得|怎么|评)|(?:大家|别人|买过的人|用过的人|买家|顾客).{0,4}(?:觉得|怎么说|都说|怎么看|反馈|反响)",
    re.IGNORECASE,
)
_JUDGED: Final = re.compile(
    r"\bany good\b|\bworth (?:it|buying|the money|getting)\b|\bis (?:it|this|this one|that one|the \w+) (?:really )?(?:good|nice|decent|ok|okay)\b|好不好|值得买|值不值|怎么样|好用吗|质量(?:好吗|如何)",
    re.IGNORECASE,
)
"""Asks for a judgement: reviews answer it, where there are any."""
_FILE: Final = re.compile(
    r"\b(?:documents?|attachments?|attached|pdf|uploads?|uploaded|spreadsheet|csv|text file)\b|\b(?:my|this|the|that|a) (?:file|letter)\b|附件|文件|文档|附上|上传|PDF|这份(?:资料|材料)|附的",
    re.IGNORECASE,
)
_PAPER: Final = re.compile(
    r"\b(?:this|my|the|that|a|it)(?: \w+)? (?:form|receipt|invoice|list|text|statement|certificate|contract|report|manual|e-?mail|message|note|page)\b|单据|发票|收据|清单|合同|说明书|表格|这个|这份|内容",
    re.IGNORECASE,
)
"""What a file that came with this very message may be called."""
_READ_IT: Final = re.compile(
    r"\b(?:read|summari[sz]e|summary|look (?:at|through|over|into)|check|see|open|explain|review|tell me|what(?:'s| is| does| do)|says?|go through|understand|attached|i (?:sent|uploaded|attached))\b|看|读|总结|概括|写了?(?:什么|啥)|说了?(?:什么|啥)|内容|帮我|讲",
    re.IGNORECASE,
)


def may_ask_for_reviews(text: str) -> bool:
    """Whether reviews are asked for, or a judgement that reviews would answer, where there are any."""
    return bool(_REVIEWS.search(text) or _JUDGED.search(text) or _REPLY.search(text))


def text_asked(part: str, materials: Collection[Material] = ()) -> Topic | None:
    """What kind of text the part asks about; None where it asks about none. `materials`: the texts at hand."""
    kinds = {one.kind for one in materials}
    if _REPLY.search(part):
        return "reply_draft"
    if NOTE_ASKED.search(part):
        return "order_note"
    fresh = any(one.kind == "document" and one.fresh for one in materials)
    if fresh and _PAPER.search(part):
        return "document"
    if _FILE.search(part) and (_READ_IT.search(part) if "document" not in kinds else True):
        return "document"
    if _REVIEWS.search(part) or ("review" in kinds and _JUDGED.search(part)):
        return "reviews"
    return None
