"""For what a sentence says that a rule holds: of which service a place is added, of what goods an exception is made, of which
orders it is said without exception, and where alone. Held against the clause that seems to bear it; it can only refuse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token

SERVICES: Final = frozenset({"c:express", "c:pickup", "c:repair", "c:engrave", "c:exchange", "c:return", "c:gift_wrap", "c:instalment", "c:warehouse", "c:boutique"})  # fmt: skip
"""What a rule may offer in some places only; a place that is added belongs to the one told last."""
_OWN: Final = ("c:standard", "c:free_postage", "c:duties")
_STANDARD: Final = frozenset({"standard delivery", "standard shipping", "标准配送"})
_ADDS: Final = frozenset(
    {"also", "too", "as well", "likewise", "both", "even", "也", "还", "同样", "一样", "甚至", "连"}
)
_ALSO: Final = frozenset(
    {
        "also",
        "too",
        "as well",
        "likewise",
        "也",
        "还",
        "同样",
        "也能",
        "也可以",
        "也有",
        "也是",
        "也行",
        "还有",
        "还能",
        "还可以",
    }
)
_EXCEPT: Final = frozenset(
    {"except", "except for", "apart from", "other than", "save for", "with the exception of", "excluding", "but not", "barring", "bar", "除了", "除", "除去", "除开", "不算", "不包括"}
)  # fmt: skip
_EXCEPTED_ENDS: Final = frozenset({"外", "以外", "之外", "其他", "其余", "都", "均"})
_SENTENCES_KEPT: Final = 64
"""A sentence is asked about once for each part and reading of it."""
_EVERY: Final = re.compile(
    r"(?:什么|啥|任何|无论|不论|不管|随便|凡是?|所有|一切|每(?:一)?[个笔单张件位份]|哪)[^，。；！？]{0,8}(?:都|也|均|一律|皆)"
    r"|(?<![a-z])(?<!hi )(?<!hello )(?<!hey )(?<!dear )(?<!morning )(?<!evening )(?<!afternoon )(?<!thanks )(?<!you )(?<!welcome )"
    r"(?:everyone|everybody|anyone|anybody|(?:all|every|each|any) (?:of )?(?:our )?(?:customers?|clients?|shoppers?)|whoever you are)(?! else)(?![a-z])"
    r"|大家(?!好|放心|久等|注意|请|看|晚|早|午|安)|人人|每(?:个人|人|位(?:顾客|客人))|所有人|任何人|谁都"
)
_ONLY_RULED: Final = re.compile(r"(?<![a-z])(?:only|solely|exclusively)(?![a-z])|仅|只|限")

_THESE: Final = re.compile(r"(?<![a-z])(?:these|those|such) (?:places|countries|regions)|上述")
"""Where `only` is said of places that other clauses name."""


def service_before(sentence: Sequence[Token], segment: Segment) -> str:
    """The service that the sentence named last before the segment; empty where it named none."""
    first = segment.tokens[0].segment
    named = [key for token in sentence if token.segment < first for key in token.keys if key in SERVICES]
    return named[-1] if named else ""


def of_the_service_told(clause: Clause, service: str, segment: Segment) -> bool:
    """A place added in a clause of its own (特快不光法国，德国也能送) is one of the service told before, unless another is named."""
    if not service or service in clause.affirmed | clause.denied | clause.inherited:
        return True
    own = {key for token in segment.tokens for key in token.keys}
    if not any(key.startswith("place:") for key in own) or own & SERVICES:
        return True
    if any(token.has(*_OWN) or token.text in _STANDARD for token in segment.tokens):
        return True
    tells = any(token.amount is not None for token in segment.tokens)
    return service != "c:express" and tells and not any(token.text in _ADDS for token in segment.tokens)


def excepted(sentence: Sequence[Token]) -> frozenset[str]:
    """The goods, places and conditions of which the sentence makes an exception; none where `besides` adds (除了巴黎，里昂也)."""
    found = set[str]()
    for place, token in enumerate(sentence):
        if token.text not in _EXCEPT or not token.is_a("neg"):
            continue
        rest = sentence[place + 1 :]
        if any(one.text in _ALSO for one in rest):
            continue
        for one in rest:
            if one.punctuation or one.text in _EXCEPTED_ENDS or one.amount is not None:
                break
            found |= {key for key in one.keys if key.startswith(("place:", "noun:", "brand:", "c:"))}
    return frozenset(found - {"noun:item", "c:order"})


def makes_no_exception(clause: Clause, kept_out: frozenset[str], told: frozenset[str]) -> bool:
    """Whether the clause grants nothing to what the sentence excepts: `apart from jewellery it is free`, of what is free for it."""
    goods = {key for key in kept_out if key.startswith("noun:")}
    if not goods <= clause.affirmed | clause.denied:
        return False
    if kept_out.isdisjoint(clause.affirmed - clause.denied):
        return True
    return "c:free" in clause.affirmed and "c:free" not in told


@lru_cache(maxsize=_SENTENCES_KEPT)
def every_one(text: str) -> bool:
    """什么订单都, everyone, 人人: said of all orders or of all persons. `every order` needs no look, since a clause must have the word."""
    return _EVERY.search(text) is not None


_OF_ALL: Final = re.compile(
    r"(?<![a-z])(?:all|every|each|any|no|none|not one|not a single one|whatever|whichever)(?: (?:one )?of)?(?: (?:the|our|your|these))*(?: [a-z-]+)?? "
    r"(?:products?|goods|items?|orders?|customers?|purchases?|(?:bags?|shoes?|watch(?:es)?|jewels?|rings?|scar(?:f|ves)|perfumes?|candles?|sunglasses|suitcases?|pairs? of [a-z]+) (?:of ours|we (?:have|sell|carry|make)|in the shop)|our [a-z]+)(?![a-z])"
    r"|(?<![a-z])(?:all|every one of|each of|none of|not one of|no one of|any of) our [a-z]+|(?<![a-z])(?:(?:everything|anything|nothing) (?:we|you|here|in the shop|from|is|are|can|may|goes|comes)|everyone|everybody|whatever you (?:order|buy|choose))(?![a-z])"
    r"|(?:每一?[款双只件条枚瓶个副]|凡是?|所有的?|全部的?|任何|什么|啥|哪[款双只件条枚瓶个笔]?|一切|随便[哪什]?[款么]?)(?:的)?(?:商品|产品|东西|货|订单|顾客|客人|包|鞋|表|腕表|手表|首饰|珠宝|戒指|香水|蜡烛|围巾|墨镜|太阳镜|箱子)|(?:哪件|哪款|件件|款款|样样|全店|全场)(?:都|也)"
)
"""What is said of all that the shop has, or of all orders, is not said of the one piece in question."""


@lru_cache(maxsize=_SENTENCES_KEPT)
def of_all(text: str) -> bool:
    """Whether the sentence speaks of all goods, orders or customers; pieces that it names are another matter."""
    return _OF_ALL.search(text) is not None


def within_limits(clause: Clause) -> bool:
    """Whether the clause holds from an amount, or between two."""
    spanned = any(one.kind == "money" and one.high is not None for one in clause.amounts)
    return spanned or ("c:instalment" in clause.affirmed and any(one.kind == "money" for one in clause.amounts))


def there_alone(clause: Clause, segment: Segment) -> bool:
    """`we only ship to France`, 只送法国: only where the rule says so itself."""
    words = [token for token in segment.tokens if not token.punctuation]
    for place, token in enumerate(words):
        if not token.has("quant:only"):
            continue
        after = [
            one
            for one in words[place + 1 :]
            if not (one.is_a("n") and not one.is_a("place")) and not one.has("c:deliver")
        ]
        ruled = _ONLY_RULED.search(clause.text) and (segment.a("cur") or not _THESE.search(clause.text))
        if after and after[0].is_a("place") and not ruled:
            return False
    return True
