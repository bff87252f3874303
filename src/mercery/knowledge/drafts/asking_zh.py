"""The questions a Chinese sentence answers, put by turning the sentence itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.knowledge.drafts.amounts import amounts

_LONGEST: Final = 28
_POINTING: Final = re.compile(
    r"^(?:此|该|其|这|那|以上|上述|以下|本条|届时|同时|另|且|并|则|但|请|注|即|均|逾期|凡|届|并且|因此)"
)
_WHO: Final = re.compile(r"^(?:您|你|顾客|客户|买家|消费者|用户)")
_TIME: Final = re.compile(
    r"(?:在|于|自|从)?(?:[\u4e00-\u9fff]{0,8})?\d+(?:\s?[-至到~]\s?\d+)?\s?个?(?:工作日|自然日|天|日|小时|周|月|个月|年)(?:之?内|以内|后|之后|前|之前)?(?:可|即可)?"
)


def questions(sentence: str) -> list[str]:
    """What the sentence answers, the plainest question first."""
    plain = re.sub(r"\s+", "", sentence) if not re.search(r"[A-Za-z]", sentence) else sentence.strip()
    plain = plain.strip("。！；;•·- ")
    plain = re.sub(r"^(?:注意|请注意|温馨提示|说明|另外|此外|一般(?:情况下)?|通常|原则上)[：:，,]?", "", plain)
    if not 4 <= len(plain) <= 160 or plain.endswith(("?", "？")):
        return []
    found = [one for turn in (_if, _cost, _takes, _may, _not, _offers) for one in turn(plain)]
    return [one for one in dict.fromkeys(found) if 4 <= len(one) <= _LONGEST]


def _clauses(text: str) -> list[str]:
    return [part for part in re.split(r"[，,；;：:。]", text) if part]


def _if(text: str) -> Iterator[str]:
    if match := re.match(
        r"(?:如果|如若|若|假如|如|当)(?!何|下|上|期|实|需)(?P<what>[^，,；;：]{3,24}?)(?:时|的话)?[，,]", text
    ):
        what = _mine(match["what"])
        if not _POINTING.match(what):
            yield f"{what}怎么办？"


def _cost(text: str) -> Iterator[str]:
    money = any(one.kind == "money" for one in amounts(text))
    first = _clauses(text)[0]
    if money and (
        match := re.match(
            r"(?P<who>[^，,；;：\d]{2,16}?)(?:的)?(?:费用|运费|价格|收费|手续费|邮费)?(?:为|是|收取|收费|需支付|每件|每单|按)",
            first,
        )
    ):
        who = _what_of(match["who"])
        if who and money:
            yield f"{who}多少钱？"
    match = re.match(r"(?P<who>[^，,；;：\d]{2,14}?)(?:均|一律|全部|都)?(?:是)?免费$", first)
    if match and (who := _what_of(match["who"])):
        yield f"{who}免费吗？"


def _takes(text: str) -> Iterator[str]:
    if not any(one.kind == "quantity" for one in amounts(text)):
        return
    for clause in _clauses(text)[:2]:
        if match := re.match(
            r"(?P<who>[^\d]{2,14}?)(?:通常|一般|大约|约|预计)?(?:需要|需|为|在)?(?:收到[^\d]{0,8}|付款后|下单后|签收后)?\s?\d[^，]*?(?:送达|到账|到达|完成|发货|发出|寄出|处理)",
            clause,
        ):
            if who := _what_of(match["who"]):
                yield f"{who}需要多久？"
            continue
        match = re.match(r"(?P<who>[^\d，]{2,12}?)(?:期限|期|时间|时效)(?:为|是)\s?[\d一二两三]", clause)
        if match and (who := _what_of(match["who"])):
            yield f"{who}期是多久？" if f"{who}期" in clause else f"{who}需要多久？"


def _may(text: str) -> Iterator[str]:
    clause = _clauses(text)[0]
    match = re.match(
        r"(?P<who>[^可能]{0,22}?)(?<![不无])(?P<how>可以|均可|即可|可(?!能)|能够)(?P<what>[^，,；;。]{2,20})", clause
    )
    if match is None or re.search(r"[不只仅才方]$", match["who"]):
        return
    what = _TIME.sub("", match["what"]).strip()
    who = _TIME.sub("", _mine(match["who"])).strip("在内的，")
    if len(what) < 2 or _POINTING.match(who):
        return
    yield f"{who}可以{_mine(what)}吗？"


def _not(text: str) -> Iterator[str]:
    clause = _clauses(text)[0]
    match = re.match(
        r"(?P<who>[^不无，]{0,20}?)(?:一律|均|概|暂|恕)?(?P<how>不支持|不可以?|不能|不予|不接受|无法|不得|不提供)(?P<what>[^，,；;。]{2,14})",
        clause,
    )
    if match is None:
        return
    who, what = _mine(match["who"]), _mine(match["what"])
    if _POINTING.match(who):
        return
    verb = (
        "支持"
        if match["how"] == "不支持"
        else "接受"
        if match["how"] == "不接受"
        else "提供"
        if match["how"] == "不提供"
        else "可以"
    )
    yield f"{who}{verb}{what}吗？"


def _offers(text: str) -> Iterator[str]:
    clause = _clauses(text)[0]
    if match := re.match(
        r"(?P<who>我们|本店|本公司|商城)?(?:目前|现)?(?P<verb>支持|提供|接受|配送至|发往|承担)(?P<what>[^，,；;。]{2,16})",
        clause,
    ):
        yield f"{'你们' if match['who'] else ''}{match['verb']}{match['what']}吗？"


def _mine(text: str) -> str:
    text = _WHO.sub("", text.strip())
    return text.replace("您的", "我的").replace("您", "我").replace("我们", "你们").replace("本店", "你们")


def _what_of(text: str) -> str:
    text = _mine(re.sub(r"[的在需为是将会约]+$", "", text))
    return "" if len(text) < 2 or _POINTING.match(text) or re.search(r"[如若当]", text) else text
