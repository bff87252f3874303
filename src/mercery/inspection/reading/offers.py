"""What a rule lets an agent offer, and when: "a rain cover (18.00) may be offered with any stroller", 买鞋可推荐袜子."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.inspection.learnt.likeness import likeness
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import by_group
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.terms import terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that may be offered; `when` is the occasion, empty where none is named."""

    fact: Fact
    what: str
    when: str
    amounts: tuple[Amount, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """The words by which an agent would name it."""
        own = terms(self.fact.name) if self.fact.kind == "goods" else frozenset()
        named = (terms(self.what) | own) - _GENERIC
        return frozenset(word for word in named if word[0] not in _NUMERALS) or named


_NUMERALS: Final = "一二两三四五六七八九十几"
"""How many of it is no word of its own: 两件."""
_GENERIC: Final = terms(
    "gbp usd eur cny rmb euro euros pound pounds dollar dollars instead offered offer recommend suggest price half off set free extra any add discount pack 可以 推荐 提供 主动 顾客 客户 购买 加购 搭配 立减 原价 优惠"
)
_MAY: Final = re.compile(
    r"\s*(?:may|can|could|should|is to|are to|is allowed to|must|to)(?: also| always)? be (?:offered|suggested|recommended|proposed|mentioned|added|sold|upsold|pitched|given|included|shown|promoted)\s*"
)
_ALLOWED: Final = re.compile(
    r"\s*(?:allowed|permitted)\s*(?=with|when|for|if|to)|\s*(?:offer|suggest|recommend)\s*(?=when|if|with|to customers|for)"
)
_WHEN: Final = re.compile(
    r"(?<![a-z])(?:with|when(?:ever)?|if|for|to (?:customers|buyers|those|anyone)|on orders|in case|together with|alongside|once)(?![a-z])"
)
_LEAD: Final = re.compile(
    r"^(?:(?:agents?|staff|bot|we|you) )?(?:may |can |please )?(?:offer|suggest|recommend|mention|propose)\s+"
)
_WHEN_FIRST: Final = re.compile(
    r"^(?:with|when(?:ever)?|if|for|on|customers? (?:who|asking|buying|mentioning)|buyers? of|buying|on buying)\s+(?P<when>.+?)(?:,|:|->|→|=>| then | the | a | an |\s+(?=may|can|offer))\s*(?P<what>.+)$"
)
_TELL: Final = re.compile(
    r"^(?:tell|inform|remind) (?:buyers?|customers?|people|those)(?: of| who| with| buying| asking)? (?P<when>.+?) (?:about|of) (?P<what>.+)$"
)
_ARROW: Final = re.compile(r"^(?P<when>.+?)\s*(?:->|→|=>|⇒)\s*(?P<what>.+)$")
_ZH: Final = tuple(
    re.compile(
        rf"^(?P<when>.*?)[,，:：]?\s*(?:就|时|的(?:顾客|客户)|都)?(?:可以?|能|应|请)?(?:主动)?(?:向(?:顾客|客户))?(?:{verbs})(?P<what>.+)$"
    )
    for verbs in (
        r"推荐|加购|换购|搭售|搭配|加价购|介绍|告知|提示|提出|询问|问(?:要不要|是否)?|推|提供|升级为?|加\s?\d+\s?元(?:换购)?",
        "赠送|送|给",
    )
)
"""The plain verbs of giving come last: 送礼 is an occasion."""


def offers(facts: Sequence[Fact]) -> list[Offer]:
    """Every offer the facts allow."""
    return [one for fact in facts if fact.kind == "upsell" or _names_an_offer(fact) for one in _offers(fact)]


def _names_an_offer(fact: Fact) -> bool:
    ways = (_OFFER_WHEN, _MAY, _MAY_ZH, _AGENT_MAY, _OFFER_IT)
    if fact.kind not in ("goods", "authority"):
        return False
    return _cases_name(fact) or any(pattern.search(fact.value) for pattern in ways)


def _cases_name(fact: Fact) -> bool:
    """Whether the name tells when, and the value what is offered: "if it's a present: offer gift wrap"."""
    return bool(_A_CASE.match(fact.name) and _LEAD.match(fact.value))


_A_CASE: Final = re.compile(r"(?:if|when(?:ever)?|for (?:buyers|customers|those)|with)(?![a-z])|.{1,12}(?:时|的话)$")


_OFFER_WHEN: Final = re.compile(
    r"^(?:please |always |to be )?(?:offer|suggest|recommend|mention|propose|add|give|include) .+(?<![a-z])(?:when(?:ever)?|if|to (?:customers|buyers|anyone)|for (?:customers|orders))(?![a-z])"
    r"|主动(?:提供|提出|告知|推荐|提示|询问|问|介绍|说明|赠送|送)"
)
"""Says what is to be offered and when, under whatever name."""
_OFFER_IT: Final = re.compile(
    r"(?:^|[,;] ?)(?:please |to be |always )?(?:offer|suggest|recommend|mention|propose)(?:ed)?(?: it| this| them| these)?(?P<when> (?:when|if|for|to|with|whenever|once)(?![a-z]).*)?$"
)
"""At the end of what the goods are: "thread: 4.50 USD, offer it for upholstery"."""


_MAY_ZH: Final = re.compile(
    r"可(?:以)?(?:主动)?(?:推荐|推|给(?!您)|提|说|加购|换购|搭售|介绍|提示|告知|赠送|升级|加价)|(?:时|的)应?(?:推荐|提示|告知)"
)
_AGENT_MAY: Final = re.compile(
    r"(?<![a-z])(?:agents?|staff|bot|we|you)? ?(?:may|can) (?:offer|suggest|recommend|propose|mention|add|throw in)(?![a-z])"
)


_NEWS: Final = re.compile(
    r"(?:结果|进度|状态|原因|单号|消息)[^,，;；]{0,2}可(?:以)?告知|(?<![a-z])(?:result|outcome|progress|status)s? (?:may|can) be (?:told|shared)"
)
"""What may be told is no offer."""


def _offers(fact: Fact) -> Iterator[Offer]:
    if _NEWS.search(fact.value):
        return
    if fact.truth == "no" or re.search(r"^(?:none|no|nothing|不|无|禁)", fact.value):
        return
    for piece in re.split(r"[;；。]", fact.value):
        if found := _read(fact, piece.strip()):
            yield found


def _read(fact: Fact, text: str) -> Offer | None:
    if not text:
        return None
    if _cases_name(fact):
        return _offer(fact, _LEAD.sub("", text), fact.name)
    if match := _OFFER_IT.search(text):
        what = text[: match.start()].strip(" ,")
        return _offer(fact, what if fact.kind == "upsell" else f"{fact.name} {what}", match["when"] or fact.name)
    if match := _MAY.search(text) or _ALLOWED.search(text):
        return _allowed(fact, text[: match.start()], text[match.end() :])
    for pattern in (_TELL, _ARROW, _WHEN_FIRST):
        if match := pattern.match(text):
            return _offer(fact, match["what"], match["when"])
    if re.search(r"[\u4e00-\u9fff]", text):
        match = next((found for pattern in _ZH if (found := pattern.match(text))), None)
        return _offer(fact, match["what"], match["when"]) if match else _offer(fact, text, "")
    plain = _LEAD.sub("", text)
    if match := _WHEN.search(plain):
        return _offer(fact, plain[: match.start()], plain[match.start() :])
    return _offer(fact, plain, "")


def _allowed(fact: Fact, what: str, rest: str) -> Offer:
    """ "With any stroller the rain cover" may be offered "in autumn": the occasion may stand on both sides."""
    if leading := _WHEN.match(what.strip()):
        parts = re.split(r"(?<![a-z])(?:the|a|an|,)(?![a-z])", what.strip()[leading.end() :], maxsplit=2)
        cleaned = [one.strip() for one in parts if one.strip()]
        if len(cleaned) > 1:
            return _offer(fact, cleaned[-1], f"{cleaned[0]} {rest}")
    return _offer(fact, what, rest)


def _offer(fact: Fact, what: str, when: str) -> Offer:
    return Offer(fact=fact, what=what.strip(), when=when.strip(), amounts=amounts(what))


def cued(offer: Offer, said: str, facts: Sequence[Fact]) -> bool:
    """Whether the customer's words `said` give the occasion."""
    said = OWNED.sub(" ", said)
    case = offer.when or (offer.fact.name if offer.fact.kind == "goods" else "")
    occasions = lexicon("occasions").keys(_PAIR_OF.sub(" ", case))
    here = lexicon("occasions").keys(said)
    if "present" in occasions and _GIVEN_TO.search(said):
        return True
    if _many_enough(offer, said):
        return True
    if too_few(offer, said):
        return False
    if "beginner" in occasions and _NEW_TO_IT.search(said):
        return True
    if not offer.when:
        return "buying" in here or bool(offer.words & terms(said)) or bool(lexicon("occasions").keys(offer.what) & here)
    if (occasions - {"buying"}) & here:
        return True
    own = terms(offer.when) - _GENERIC
    told = situational(offer)
    if told:
        # The goods' own words say nothing of what the customer must tell.
        own -= frozenset(word for one in facts if one is not offer.fact for word in terms(f"{one.name} {one.value}"))
    if _roots(own) & _roots(terms(said)):
        return True
    if not own and not occasions and amounts(offer.when):
        points = any(one.family == "points" for one in amounts(offer.when))
        return "points" in here if points else "buying" in here
    return bool(own & terms(said)) or (not told and bool(_aliases(offer, own, facts) & terms(said)))


OWNED: Final = re.compile(
    r"(?<![a-z])(?:like|than|unlike|as) (?:my|our|the) (?:old |last |other |previous |first )?(?:[a-z]+ )?(?:one|ones|pair|set|[a-z]+)(?: (?:did|does|was|were|had|has|used to))|(?<![a-z])my (?:old|last|previous|other|current) [a-z]+(?: [a-z]+)?"
    r"|我(?:之前|原来|以前|上一?个|上次|家里)(?:那|的|买)[^,，。!?]{0,8}"
)
"""What the customer has already, and only compares with."""
_PAIR_OF: Final = re.compile(r"(?<![a-z])pairs? of(?![a-z])")
"""One thing, though the word is said of two."""
_GIVEN_TO: Final = re.compile(
    r"(?<![赠附派配寄])送(?![货达到修上装去来的给了吗不些]|多|几|运|快)[\u4e00-\u9fff]{1,6}(?:的|[,，。]|$)"
)
_ROOT: Final = 5


def _roots(words: frozenset[str]) -> frozenset[str]:
    """The beginnings of English words, which their forms share: sharpening, sharp."""
    return frozenset(word[:_ROOT] for word in words if word.isascii() and len(word) >= _ROOT)


def cued_by_meaning(offer: Offer, said: str) -> bool:
    """Whether a sentence of the customer is near in meaning to the occasion: "at the cabin it will burn every evening", of
    who will use it often. A number is no matter of meaning."""
    case = offer.when.strip()
    if not case or amounts(case):
        return False
    return any(likeness(piece.strip(), case) > NEAR for piece in _SENTENCES.split(said) if len(piece.strip()) > _SHORT)


NEAR: Final = 0.38
"""Likeness to an occasion above which some 1.5 in 100 conversations lie that do not give it."""
_SHORT: Final = 3
_SENTENCES: Final = re.compile(r"[.!?;。！？；\n]+")


def _many_enough(offer: Offer, said: str) -> bool:
    """Whether the customer names as many as the offer is for: "three or more", 50盒以上."""
    counted = ("number", "count")
    least = [one.low / one.scale for one in amounts(offer.when) if one.family in counted and one.bound == "least"]
    wanted = [one.low / one.scale for one in amounts(said) if one.family in counted]
    wanted += [Decimal(len(_KIND.findall(match[1]))) for match in _OF_EACH.finditer(said)]
    return bool(least) and any(one >= min(least) for one in wanted)


_OF_EACH: Final = re.compile(r"((?:[\u4e00-\u9fff]{1,4}[的、和跟]){1,4}[\u4e00-\u9fff]{0,3}?)各(?:来|要|拿|拍)?[一1]")
"""粉的黄的各来一件: one of each is as many as there are kinds."""
_KIND: Final = re.compile(r"[^的、和跟\W\d]{1,4}[的、和跟]")


_AT_LEAST: Final = re.compile(
    r"(?:满|买满|拍满|达到?)(?P<a>\d+|[一二两三四五六七八九十])(?:双|件|个|条|瓶|盒|份|袋|包|套|只|本|支|张|箱|罐|杯|片)|(?P<b>\d+|[一二两三四五六七八九十])(?:双|件|个|条|瓶|盒|份|袋|包|套|只|本|支|张|箱|罐|杯|片)(?:以上|及以上|起)|[买拍](?P<e>\d+|[一二两三四五六七八九十])(?:双|件|个|条|瓶|盒|份|袋|包|套|只|本|支|张|箱|罐|杯|片)(?=[打减享立可免]|[一二三四五六七八九]折|第|送|就|的)"
    r"|(?<![a-z])(?:from|at least|over|above|more than) (?P<c>\d+|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:pairs?|pieces?|items?|bottles?|boxes|bags?|packs?|units?|sets?|jars?|tins?|cans?|copies|or more|up|on)(?![a-z])|(?P<d>\d+|two|three|four|five|six|seven|eight|nine|ten|twelve)(?: (?:pairs?|pieces?|items?|bottles?|boxes|bags?|packs?|units?|sets?|jars?|tins?|cans?|copies))? (?:or more|and more|upwards?)(?![a-z])"
)
_SO_MANY: Final = re.compile(
    r"(?P<zh>\d+|[一二两三四五六七八九十])(?:双|件|个|条|瓶|盒|份|袋|包|套|只|本|支|张|箱|罐|杯)|(?<![a-z])(?P<en>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|just the one) (?:pairs?|pieces?|of (?:it|them|those|these)|bottles?|boxe?s?|bags?|packs?|sets?|jars?|tins?|cans?)(?![a-z])|(?<![a-z])just (?:the )?(?P<en2>one|two|three|four)(?![a-z])"
)
_NUMBERS: Final = {word: place for place, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)} | {
    "twelve": 12, "a": 1, "an": 1, "just the one": 1, "两": 2,
} | {sign: place for place, sign in enumerate("一二三四五六七八九十", 1)}  # fmt: skip


def too_few(offer: Offer, said: str) -> bool:
    """Whether the offer is for so many pieces and the customer names fewer, and no other occasion is named beside it."""
    least = [_count(one) for one in _AT_LEAST.finditer(f"{offer.what} {offer.when}")]
    wanted = [_count(one) for one in _SO_MANY.finditer(said)]
    return bool(least) and bool(wanted) and max(wanted) < min(least)


def _count(found: re.Match[str]) -> int:
    words = next(filter(None, found.groups()))
    return int(words) if words.isdigit() else _NUMBERS[words]


_NEW_TO_IT: Final = re.compile(
    r"(?<![a-z])(?:(?:my|his|her|their|our|a) (?:very )?first (?!order|name|question|choice)[a-z]+|first [a-z]+ ever|first ever [a-z]+|(?:don'?t|do not) own|never owned|first (?:instrument|bike|camera|guitar|violin|piano|set|pair|board|boat|tent|machine|lesson|attempt)|never (?:tried|used|played|made|owned|ridden|done|had)|(?:just|only) (?:started|starting|begun|took up|taking up)|learning to|want to (?:learn|start|try)|from scratch|total novice|no experience|don't know how)(?![a-z])"
    r"|刚开始(?:练|学|用|玩|做)|啥也不懂|什么都不懂|一窍不通|完全不懂|从没|没学过|零基础|刚学|刚接触|没玩过|没用过|头一回|头一次|第一回|第一把|第一台|第一双|第一次|想学|从零|不太会|不会用|菜鸟|新人"
)
"""Ways of telling that somebody is new to it."""


def excluded(offer: Offer, talk: str) -> bool:
    """Whether the customer is of the other kind: oily skin, where the offer is for dry."""
    wanted, here = by_group(offer.when), by_group(talk)
    return any(
        group in here and not wanted[group] & here[group]
        for group in ("skin", "audience", "life_stage")
        if group in wanted
    )


SITUATIONS: Final = frozenset(
    {
        "swim", "floor", "night", "present", "tarnish", "screen_damage", "rain", "travel", "blisters", "beginner", "baking", "second", "loyal", "insurance",
        "care", "stain", "winter", "summer", "free_ship", "photo_size", "pet", "baby", "expensive", "hesitates", "urgent", "no_card",
        "smell", "moth", "stairs", "old_one", "many", "guests", "spare", "noise", "sleepless", "heat", "no_wifi", "small_room", "hard_water", "often", "sport",
    }
)  # fmt: skip
"""Occasions that a customer has to speak of. Where the occasion is the goods themselves, the talk about them is enough."""


def situational(offer: Offer) -> bool:
    """Whether the occasion is something the customer must have said."""
    return (
        bool(lexicon("occasions").keys(_PAIR_OF.sub(" ", offer.when)) & SITUATIONS)
        or _TOLD.search(offer.when) is not None
    )


_TOLD: Final = re.compile(
    r"(?<![a-z])(?:(?:customers?|buyers?|people|anyone|anybody|someone|those) (?:with|whose|who (?!buy|order|purchase|take|choose|get|add))|comes? up|mention\w*|ask(?:s|ed|ing)?|says?|tells?|complain\w*|is over|is needed|is for|is too|are too|is wanted)(?![a-z])|提到|嫌|问到|怕|说(?:到|起)|抱怨|赶日子"
)
"""An occasion that only the customer's own words can give."""


def _aliases(offer: Offer, own: frozenset[str], facts: Sequence[Fact]) -> frozenset[str]:
    """Names of the goods that a fact puts under a word of the occasion: `stroller: Loop 3`."""
    wanted = lexicon("occasions").keys(offer.when)
    found: set[str] = set()
    for fact in facts:
        if fact is offer.fact or fact.kind == "upsell":
            continue
        names = fact.terms & own or wanted & lexicon("occasions").keys(fact.name)
        values = terms(fact.value) & own or wanted & lexicon("occasions").keys(fact.value)
        if names or (values and fact.topics == frozenset()):
            found |= terms(fact.value)
    return frozenset(found)


_COUNTING: Final = frozenset({"count", "number", "money", "points"})
_SUMS: Final = re.compile(r"basket|cart|total|points|order value|购物车|合计|积分|实付|订单金额")


def can_be_told(offer: Offer, talk: str, facts: Sequence[Fact]) -> bool:
    """Whether a case of sums or pieces ("over 100", 买5双以上) can be told at all: the customer names a figure, or a fact gives
    what is in the basket or the points there are."""
    case = offer.when or (offer.fact.name if offer.fact.kind == "goods" else "")
    bounds = [
        one for one in amounts(case) if one.family in _COUNTING and (one.family != "number" or one.bound != "exact")
    ]
    if not bounds:
        return True
    if any(one.family in _COUNTING for one in amounts(talk)) or _OF_EACH.search(talk):
        return True
    return any(_SUMS.search(fact.name) and fact.amounts for fact in facts if fact is not offer.fact)


def within_reach(offer: Offer, facts: Sequence[Fact]) -> bool:
    """ "From 1000 points on", "on goods above 200": whether what the facts tell of the customer or the goods reaches it."""
    for bound in amounts(offer.when):
        if bound.family not in ("points", "money", "number") or (bound.family != "points" and bound.bound != "least"):
            continue
        alike = ("points",) if bound.family == "points" else ("money", "number")
        held = [one for fact in facts if fact is not offer.fact for one in fact.amounts if one.family in alike]
        if held and max(one.low for one in held) < bound.low:
            return False
    return True
