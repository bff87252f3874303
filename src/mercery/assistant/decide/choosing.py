"""Naming products: of a kind, within a price, of a material, in a colour; and what cannot be checked is not claimed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from mercery.assistant.decide.about_goods import answer_goods, chosen_variants
from mercery.assistant.decide.about_service import not_known
from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.goods import Goods
from mercery.assistant.judge import judge_material, judge_price
from mercery.assistant.turns import Command
from mercery.assistant.understand import topics
from mercery.assistant.understand.names import name_tokens
from mercery.claims.facts import Fact
from mercery.claims.mentions import may_mean, mentions
from mercery.claims.plan import Inform, Listed, Listing
from mercery.claims.values import Materials, Price, Quantity, Stock, Text
from mercery.claims.vocabulary import colours_in, materials_in
from mercery.knowledge.features import words

LISTED: Final = 3
Order = Literal["", "rising", "falling"]
_RISING: Final = re.compile(
    r"cheapest|least expensive|lowest[- ]pric|affordable|\bcheap\b|最便宜|便宜的|平价|价格最低", re.I
)
_FALLING: Final = re.compile(r"most expensive|dearest|priciest|highest[- ]pric|最贵|价格最高", re.I)
_PLAIN: Final = frozenset(
    "sale reduc discount mark show find look search recommend suggest sell carri stock avail other else anyth someth piec item product kind sort under over below than less more most up about around between within euro eur usd cny pound dollar budget price cost much how cheapest expens cheap afford low high colour color size made materi in-stock buy one go all have got fit laptop notebook macbook inch "  # noqa: SIM905
    "打折 特价 折扣 促销 减价 推荐 想买 想要 想看 看看 找 有没有 什么 哪些 哪 款 的 以内 以下 以上 之内 不到 低于 超过 左右 元 欧 欧元 块 块钱 钱 多少 多少钱 最 最便宜 便宜 最贵 贵 卖 买 吗 有 能 放 电脑 笔记本 寸 英寸 颜色 色 码 做 材质 现货 店里 你们 店 给 看 个 只 条 双 些 几 种 送".split()
)
"""Words of a search that ask nothing that would have to be checked."""


def choose(command: Command, candidates: Sequence[Goods], ground: Ground) -> Piece:
    """At most three that meet every wish that can be checked and can be sent now; in the order of price when asked."""
    if _DENIED.search(command.text) and command.colours:
        candidates = [one for one in candidates if _other_colours(command, one)]
        command = replace(command, colours=())
    if command.topic == "water":
        return _most_resistant(command, candidates, ground)
    reduced = bool(_SALE.search(command.text))
    priced = [(one, fact) for one in candidates if (fact := _fitting_price(command, one)) is not None]
    if priced and not any(_comparable(command, fact) for _, fact in priced):
        return not_known("browse:other_currency")
    listed = [
        (one, fact)
        for one, fact in priced
        if _within(command, fact)
        and _made_of(command, one)
        and (not reduced or _is_reduced(fact))
        and _holds(command, one, ground)
    ]
    order: Order = "" if ground.partial else order_of(command.text)
    if order:
        listed.sort(key=lambda row: _minor(row[1]), reverse=order == "falling")
    shown = listed[:LISTED]
    if not shown and ground.partial:
        return not_known("browse:not_known")
    products = tuple(Listed(about=one.about, price_id=fact.id) for one, fact in shown)
    fits = not _unchecked(command, candidates) and all(_of_the_kind(command.text, one, ground) for one, _ in shown)
    return Piece(
        rule="browse",
        acts=(Listing(products=products, total=len(listed), fits=fits or not products, order=order),),
        facts=tuple(fact for _, fact in shown),
        shown=tuple(one.id for one, _ in shown),
        offer_person=not products,
    )


_DENIED: Final = re.compile(r"\b(?:not|isn'?t|aren'?t|no|without|except|don'?t|nothing)\b|不要|不是|除了|别的", re.I)


def _other_colours(command: Command, goods: Goods) -> bool:
    """Whether some of it that can be sent is in none of the colours."""
    unwanted = set(chosen_variants(command, goods)[0]) if not chosen_variants(command, goods)[1] else set()
    there = {fact.subject.id for fact in goods.stock if isinstance(fact.value, Stock) and fact.value.available}
    return bool(there - unwanted)


_SEVERAL_KINDS: Final = re.compile(r"&|\band\b|与|和|、|/")


def _of_the_kind(text: str, goods: Goods, ground: Ground) -> bool:
    """Whether the piece is called what the text names, not merely sold under `Scarves & knitwear`."""
    if not ground.of_kind:
        return True
    simple = [one for one in goods.product.category if not _SEVERAL_KINDS.search(f"{one.en} {one.zh}")]
    names = (goods.product.title, *simple)
    if name_tokens(text) & name_tokens(" ".join(f"{one.en} {one.zh}" for one in names)):
        return True
    endings = {sign for one in names for sign in one.zh[-2:]}
    return any(sign in endings for sign in re.sub(r"[^\u3400-\u9fff]", "", text))


def the_one_of_its_kind(text: str, ground: Ground) -> str | None:
    """The piece meant by its kind alone, of which the shop has one (`the hobo`), where the text holds no word that would
    tell of another."""
    if len(ground.of_kind) != 1 or ground.of_kind[0] not in ground.shelf:
        return None
    goods = ground.shelf[ground.of_kind[0]]
    for topic, pattern in topics.patterns():
        if topic in ("price", "stock"):
            text = pattern.sub(" ", text)
    wanted = not _unchecked(Command(topic="browse", text=text), [goods]) and _of_the_kind(text, goods, ground)
    return goods.id if wanted else None


def none_of_this_kind() -> Piece:
    """Nothing in the range answers to what was named."""
    return Piece(rule="browse:none", acts=(Listing(products=(), total=0, fits=False),), offer_person=True)


def _fitting_price(command: Command, goods: Goods) -> Fact | None:
    """The lowest price of a variant that is asked for and there."""
    ids, missing = chosen_variants(command, goods)
    there = {fact.subject.id for fact in goods.stock if isinstance(fact.value, Stock) and fact.value.available}
    fitting = (
        [fact for fact in goods.prices if fact.subject.id in ids and fact.subject.id in there] if not missing else []
    )
    return min(fitting, key=_minor, default=None)


_SALE: Final = re.compile(r"on sale|reduced|discounted|marked down|in the sale|打折|特价|折扣|促销|减价", re.I)


def _is_reduced(fact: Fact) -> bool:
    return isinstance(fact.value, Price) and fact.value.was is not None


def _minor(fact: Fact) -> int:
    return fact.value.amount.minor if isinstance(fact.value, Price) else 0


def _within(command: Command, fact: Fact) -> bool:
    """Whether the price meets the amount asked; a number without a currency is meant in that of the price."""
    asked = command.asked
    if asked is None or asked.amount is None or asked.amount.kind not in ("money", "number"):
        return True
    assert isinstance(fact.value, Price)
    amount = asked.amount
    if amount.kind == "number":
        amount = replace(amount, kind="money", unit=fact.value.amount.currency)
    # A sum alone is what somebody wants to spend at the most.
    relation = "under" if asked.relation == "equal" and amount.high is None else asked.relation
    asked = replace(asked, amount=amount, relation=relation)
    return judge_price([fact], asked) == "yes"


def _comparable(command: Command, fact: Fact) -> bool:
    """Whether the price is in the currency of the amount asked: no amount is ever converted."""
    asked = command.asked
    if asked is None or asked.amount is None or asked.amount.kind != "money":
        return True
    assert isinstance(fact.value, Price)
    return may_mean(asked.amount.unit, fact.value.amount.currency)


def _made_of(command: Command, goods: Goods) -> bool:
    """Whether the piece is of every material named, by its facts."""
    wanted = materials_in(command.text)
    facts = goods.of("material", "materials", "composition")
    both = set(colours_in(command.text))
    for one in wanted:
        made = bool(facts) and isinstance(facts[0].value, Materials | Text) and judge_material(facts[0], one) == "yes"
        if not made and not (one in both and not chosen_variants(replace(command, colours=(one,)), goods)[1]):
            return False
    return True


def _holds(command: Command, goods: Goods, ground: Ground) -> bool:
    """Whether a laptop of the size asked goes in, where one is asked for."""
    if command.topic != "laptop":
        return True
    piece = answer_goods(replace(command, product_ids=(goods.id,)), goods, ground.voice)
    return any(getattr(act, "verdict", None) == "yes" for act in piece.acts)


def order_of(text: str) -> Order:
    """The order of prices the text asks for."""
    if _RISING.search(text):
        return "rising"
    return "falling" if _FALLING.search(text) else ""


def _unchecked(command: Command, candidates: Sequence[Goods]) -> bool:
    """Whether the question holds words that no check above covers: `for a wedding`, `waterproof`, `vegan`."""
    text = command.text
    for one in reversed(mentions(text)):
        text = text[: one.start] + " " + text[one.end :]
    known = set().union(
        *(words(f"{name.en} {name.zh}") for one in candidates for name in (one.product.title, *one.product.category))
    )
    stems = {
        token for one in candidates for name in one.product.category for token in name_tokens(f"{name.en} {name.zh}")
    }
    covered = {*colours_in(text), *materials_in(text)}
    left = [word for word in words(text) if word not in known and word not in _PLAIN and word not in stems]
    left = [
        word for word in left if not (colours_in(word) or materials_in(word) or any(word in one for one in covered))
    ]
    return any(len(word) > 1 and not word.isdigit() for word in left)


def _most_resistant(command: Command, candidates: Sequence[Goods], ground: Ground) -> Piece:
    """The three that resist water most, each with what is recorded: never a plain yes."""
    rated = []
    for one in candidates:
        fact = next(iter(one.of("water_resistance", "water_resistance_m")), None)
        if fact and isinstance(fact.value, Quantity):
            rated.append((fact.value.low, one, fact))
    rated.sort(key=lambda row: -row[0])
    if not rated:
        return choose(replace(command, topic="browse"), candidates, ground)
    acts = tuple(
        Inform(about=one.about, attribute=fact.attribute, fact_ids=(fact.id,)) for _, one, fact in rated[:LISTED]
    )
    facts = tuple(fact for _, _, fact in rated[:LISTED])
    return Piece(rule="browse:water", acts=acts, facts=facts, shown=tuple(one.id for _, one, _ in rated[:LISTED]))
