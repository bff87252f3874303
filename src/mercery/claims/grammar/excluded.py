"""What a rule shuts out by naming those it holds for: `other products have no card`, `no other products are bought back`.

Goods that no granting clause of the rule names have no part in it, so a denial of just them is true; and only those it names have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.goods import covers_goods, goods_of
from mercery.claims.grammar.kinds import covers
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.topics import TOPICS
from mercery.claims.views import ProductView

_OTHERS: Final = re.compile(
    r"(?<![a-z])(?:other|no other) (?:products?|items?|goods|articles)(?![a-z])|其他商品|其它商品|其他产品"
)
_CARRY: Final = frozenset(
    {"other", "others", "products", "items", "goods", "any", "come", "comes", "comes with", "come with", "included", "include", "supplied", "get", "offer", "back", "ever", "else", "none of them", "of ours", "product", "item", "pieces", "things", "also", "either", "你", "其他", "其它", "别的", "商品", "附", "带", "配", "有"}
)  # fmt: skip


@lru_cache(maxsize=1024)
def _shuts_out(text: str) -> bool:
    return _OTHERS.search(text) is not None


def read_excluded(reading: Reading, segment: Segment) -> bool:
    """Whether the segment says no more than that such goods have no part in such a rule, and that is so."""
    told = [token for token in segment.tokens if not token.punctuation and token.by not in ("talk", "pointed")]
    topics = {key for token in told for key in token.keys} & TOPICS
    if not topics or any(token.amount is not None for token in told):
        return False
    for shut in reading.grounds.units:
        keys = topics & shut.denied
        if len(keys) != 1 or not _shuts_out(shut.text):
            continue
        key = next(iter(keys))
        granting = [
            one
            for one in reading.grounds.units
            if one.fact_id == shut.fact_id and key in one.affirmed and key not in one.denied and goods_of(one)
        ]
        if granting and _says_so(reading, segment, told, key, granting):
            reading.claim(shut.attribute, key, shut.fact_id, subject=shut.subject_id, qualifier="not")
            segment.use(segment.tokens, "policy")
            reading.policy = (segment.tokens[0].sentence, shut.fact_id)
            return True
    return False


def _says_so(reading: Reading, segment: Segment, told: Sequence[Token], key: str, granting: Sequence[Clause]) -> bool:
    denials = [token for token in told if token.is_a("neg") and not token.has(key)]
    goods = [token for token in told if token.names or (token.is_a("noun", "brand", "aud") and not token.has(key))]
    rest = [
        token
        for token in told
        if token not in denials and token not in goods and not token.has(key) and not _carries(token)
    ]
    if rest or len(denials) != 1 or any(token.has("neg:but") for token in told):
        return False
    if _others_named(told):
        return not any(token.is_a("brand", "noun") or token.names for token in goods)
    views = _meant(reading, goods) or ([] if goods or reading.about is None else [reading.about])
    return bool(views) and all(_left_out(view, granting) for view in views)


def _meant(reading: Reading, goods: Sequence[Token]) -> list[ProductView]:
    """All that the shop has of what is named: of a kind, of a brand, of a name; none where its range is known in part only."""
    products = list(reading.grounds.products.values()) if reading.grounds.complete else []
    nouns = [noun for token in goods if not token.names for noun in token.of("noun") if noun != "item"]
    brands = {name for token in goods for name in token.of("brand")}
    names = {key for token in goods for key in token.names}
    if names:
        return [view for view in products if view.id in names]
    kept = [view for view in products if not nouns or any(covers(noun, view) for noun in nouns)]
    return [view for view in kept if not brands or view.brand.lower() in brands] if nouns or brands else []


def _others_named(told: Sequence[Token]) -> bool:
    return any(token.text in ("other", "others", "其他", "其它", "别的", "else") for token in told)


def _left_out(view: ProductView, granting: Sequence[Clause]) -> bool:
    return not any(covers_goods(one, view) for one in granting)


def _carries(token: Token) -> bool:
    return (
        token.text in _CARRY
        or token.by in ("noun", "name")
        or (token.is_a("n", "s") and not token.is_a("neg", "quant", "c", "att", "place", "time"))
    )
