"""Several wishes in one breath, which no sign parts: `the price and the delivery time of the tote`, 多少钱还剩几个. Pure.

Each wish gets a part of its own, with what is said of all of them, so that it is read as if it had been asked alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "delivery_cost": (r"(?:delivery|shipping) (?:costs?|fees?|charges?)|postage", r"运费|邮费|快递费|配送费"),
    "delivery_time": (r"(?:delivery|shipping) times?|lead times?", r"(?:配送|送货|送达|发货|到货)时间|时效"),
    "delivery": (r"delivery|shipping", r"配送(?:方式|政策)?|发货"),
    "returns": (r"returns?(?: (?:policy|policies|conditions?))?", r"退换?货(?:政策|规则|条件)?|退换(?:政策|规则|条件)"),
    "warranty": (r"warranty|guarantee", r"保修(?:期|政策)?|质保(?:期)?"),
    "price": (r"prices?|cost", r"价格|价钱|售价"),
    "stock": (r"stock(?: levels?)?|availability", r"库存|存货"),
    "size": (r"size|dimensions|measurements", r"尺寸|大小"),
    "weight": (r"weight", r"重量"),
    "material": (r"materials?|fabric|composition", r"材质|面料|成分"),
    "choices": (r"colou?rs?|sizes", r"颜色|尺码"),
    "care": (r"care(?: instructions)?", r"保养(?:方法|方式)?|(?:清洗|清洁|洗涤)(?:方法|方式)"),
    "origin": (r"(?:country|place) of origin|origin", r"产地"),
}  # fmt: skip
"""What is asked for by a noun alone, in English and Chinese; the longer before what it begins with."""
_QUESTIONS: Final[Mapping[str, str]] = {
    "delivery_cost": r"(?:运费|邮费|快递费|配送费)(?:是|要)?(?:多少|几)(?:块|元|欧)?钱?|(?:运费|邮费)怎么算",
    "delivery_time": r"(?:多久|几天|多长时间|什么时候)(?:能|可以|会)?(?:送到|寄到|收到|送达|到货?|发货)",
    "returns": r"(?:可以|能|支持|包)(?:七天|7天)?(?:无理由)?退换?货?吗|(?:能不能|可不可以|可否)退换?货?",
    "warranty": r"有(?:保修|质保)吗|(?:保修|质保)(?:期)?(?:多久|几年|多长时间)",
    "price": r"多少钱|什么价(?:格|位)?|怎么卖",
    "stock": r"还?剩(?:下)?(?:几|多少)[个只件条双枚副块瓶把支]?|还有(?:几|多少)[个只件条双枚副块瓶把支]|有(?:现)?货吗|有没有(?:现)?货|库存(?:还有|有)?多少",
    "size": r"多[大宽高深]|多长(?!时间)|什么尺寸",
    "weight": r"多重|几斤|多少克",
    "material": r"(?:是)?(?:什么|啥)(?:材质|面料|料子|皮)的?",
    "choices": r"有?(?:什么|哪些|哪几种|几种|几个)颜色",
    "care": r"(?:要|该)?怎么(?:保养|清洗|清洁|洗|打理)",
    "origin": r"(?:是)?(?:哪里|哪儿|哪国|哪个国家)(?:生)?产的|(?:是)?在?(?:哪里|哪儿)(?:做|制造)的",
}  # fmt: skip
"""Chinese questions that are whole in themselves: what comes behind one begins another."""
_CHANGES: Final = re.compile(r"\b(?:chang\w*|swap\w*|exchang\w*|adjust\w*|match\w*)\b|换|改|调整|差价", re.I)
"""A piece or an order is to be changed in these points: one wish, however many it names."""
_DETERMINER: Final = r"(?:(?:the|its|their|your) )?"
_AND: Final = r"\s*(?:,\s*and|,|and|&|\+|plus|as well as)\s+"
_AND_ZH: Final = r"\s*(?:和|与|跟|及|、|，|,|还有|\+)\s*"


def _noun(place: int) -> str:
    return "|".join(words[place] for words in _NOUNS.values())


_ALONE: Final = r"(?=\s*(?:$|[?!.,;:…？！。，；]|(?:for|of|to|please)\b))"
"""What may follow the last noun. With a word more it is another thing (`price tag`, `delivery address`), has a value
(`size 38`), or something is said of it (`price and delivery were poor`)."""
_ALONE_ZH: Final = r"(?=\s*(?:$|[?!.,;:…？！。，；]|的|(?:分别|各)?是?(?:多少|什么|怎样|怎么样)|呢|如何))"
_ENGLISH: Final = re.compile(rf"\b{_DETERMINER}(?:{_noun(0)})\b(?:{_AND}{_DETERMINER}(?:{_noun(0)})\b)++{_ALONE}", re.I)
_CHINESE: Final = re.compile(rf"(?:{_noun(1)})(?:{_AND_ZH}(?:{_noun(1)}))++{_ALONE_ZH}")
"""Rows are taken whole or not at all, so that none is cut before its last noun."""
_TOLD: Final = re.compile(r"\b(?:was|were|wasn['’]?t|weren['’]?t)\b", re.I)
"""Behind the nouns: somebody tells how it went and asks for none of them."""
_ASKED: Final = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _QUESTIONS.items()))
_BEFORE: Final = re.compile(r"[\s,，、和]*(?:那|又|还|另外|请问)?$")
"""What stands between two questions and belongs to neither."""


def wishes_apart(part: str) -> list[str]:
    """The part, or one part for each wish in it."""
    return [one for cut in _questions_apart(part) for one in _nouns_apart(cut)]


def _questions_apart(part: str) -> Iterator[str]:
    """多少钱还剩几个: a new wish begins with each question of another kind."""
    start, last = 0, ""
    for found in _ASKED.finditer(part):
        if last and found.lastgroup != last and part[start : found.start()].strip():
            yield _BEFORE.sub("", part[start : found.start()])
            start = found.start()
        last = found.lastgroup or last
    yield part[start:]


def _nouns_apart(part: str) -> list[str]:
    """`The price and weight of it`: one part for each noun, with what stands before and behind them all."""
    for pattern, joint, place in ((_ENGLISH, _AND, 0), (_CHINESE, _AND_ZH, 1)):
        found = pattern.search(part)
        if found is None or _CHANGES.search(part) or _TOLD.search(part, found.end()):
            continue
        named = [one.strip() for one in re.split(joint, found[0], flags=re.I)]
        if len({_kind(one, place) for one in named}) == len(named):
            return [f"{part[: found.start()]}{one}{part[found.end() :]}" for one in named]
    return [part]


def _kind(noun: str, place: int) -> str:
    bare = re.sub(rf"^{_DETERMINER}", "", noun, flags=re.I)
    return next(kind for kind, words in _NOUNS.items() if re.fullmatch(words[place], bare, re.I))
