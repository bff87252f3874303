"""A sum from which on something is free, and a basket that is told to be on the other side of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.totals import pieces
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying

_FROM: Final = (
    re.compile(r"满\s?(\d+(?:\.\d+)?)\s?(?:元|块)?(?:就|即|起|可)?(?:包邮|免邮|免运费|免配送费)"),
    re.compile(r"(\d+(?:\.\d+)?)\s?(?:元|块)?\s?(?:起|以上)(?:就|即|可)?(?:包邮|免邮|免运费)?"),
    re.compile(r"free[^.;]{0,20}?(?:from|over|above|at|of)\s[€£$]?(\d+(?:\.\d+)?)"),
    re.compile(r"(?:from|over|above|of|under|below)\s[€£$]?(\d+(?:\.\d+)?)(?: and over| and above| or more)?"),
    re.compile(r"满\s?(\d+(?:\.\d+)?)"),
    re.compile(r"[€£$]?(\d+(?:\.\d+)?) (?:and over|and above|or more|and up)"),
)
_OF_DELIVERY: Final = re.compile(
    r"包邮|免邮|免运费|免配送|(?<![a-z])(?:deliver\w*|shipping|postage|carriage)(?![a-z])|运费|邮费"
)
_FREE: Final = re.compile(
    r"包邮|免邮|免运费|免费送|不用(?:出|付|给)?(?:运费|邮费)|(?<![a-z])(?:free (?:delivery|shipping|postage)|(?:delivery|shipping|postage)(?:'s| is) (?:free|on us)|ships? free|no (?:delivery|shipping) (?:fee|cost|charge))(?![a-z])"
)
_NOT_YET: Final = re.compile(
    r"还?差\s?\d|再(?:买|凑|加|添|拍)\s?\d|不(?:够|到|满)|没(?:到|满|够)|(?<![a-z])(?:short|another [€£$]?\d|[€£$]?\d[\d.]* (?:more|to go)|not (?:quite|yet)|under the|below the)(?![a-z])"
)
_BASKET: Final = re.compile(r"basket|cart|order (?:value|total)|subtotal|购物车|订单金额|小计|合计")


def found(saying: Saying) -> Iterator[Contradiction]:
    """By the fact that names the sum; the basket is the customer's, a fact's, or so many pieces of one price."""
    for fact in saying.goods:
        least = _least(fact)
        if least is None:
            continue
        if (other := _from_another_sum(saying, fact, least)) is not None:
            yield contradiction(saying, other, fact, _why(fact))
            return
        basket = _basket(saying, fact)
        if basket is None:
            continue
        for clause in saying.clauses:
            if clause.question or not clause.asserts:
                continue
            if _misses(clause, reached=basket >= least) or _other_rest(clause, least - basket):
                yield contradiction(saying, clause, fact, _why(fact))
                return


def _from_another_sum(saying: Saying, fact: Fact, least: Decimal) -> Clause | None:
    """The clause that says it is free from another sum on: 满69就包邮 of 满99."""
    known = {one.low for other in saying.facts for one in other.amounts} - {
        one.low for one in fact.amounts if one.low != least
    }
    for clause in saying.clauses:
        if clause.question or not clause.asserts or not _OF_DELIVERY.search(clause.text):
            continue
        if of_another_case(saying, clause, fact):
            continue
        said = [Decimal(one[1] or one[2] or one[3]) for one in _FREE_FROM.finditer(clause.text)]
        if len(said) == 1 and said[0] not in known:
            return clause
    return None


_CASES: Final = re.compile(
    r"(?<![a-z])(?:to|within|inside|outside|in|into|across|abroad|overseas|international\w*|for)(?: the)? (?!(?:it|you|us|me|this|that|your|order\w*|total|deliver\w*|shipping|free|stock|jars?|one|two|three|four|five|six|\d)(?![a-z]))([a-z]{2,})"
    r"|(?<![a-z])(abroad|overseas|international\w*|express|courier|pick-?up|members?|first|new)(?![a-z])"
    r"|([\u4e00-\u9fff]{2})满"
    r"|(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙|广西|西藏|宁夏|新疆|香港|澳门|台湾|港澳|江浙沪|海外|国外|国际|偏远|海岛|同城|本地|外地|省[内外]|会员|新[客人]|首单|顺丰|加急)"
)
"""Where to, how, or for whom: each may have a threshold of its own."""
_PLAIN_LEADS: Final = frozenset(("订单", "全场", "购物", "单笔", "只要", "我们", "本店", "店铺", "消费", "一单", "这边", "实付", "购买", "金额", "下单", "店里"))  # fmt: skip


def of_another_case(saying: Saying, clause: Clause, fact: Fact) -> bool:
    """Whether a sum from which on something is free is told, beside a place, a way of sending or a kind of customer that the fact,
    which gives such a sum as well, does not name."""
    if _least(fact) is None or not _FREE_FROM.search(clause.sentence_text):
        return False
    known = f"{fact.name} {fact.value}"
    cases = _CASES.finditer(f"{saying.asked} {clause.sentence_text.lower()}")
    named = {one[1] or one[2] or one[3] or one[4] for one in cases} - _PLAIN_LEADS
    return any(case not in known for case in named)


_FREE_FROM: Final = re.compile(
    r"满\s?(\d+(?:\.\d+)?)\s?(?:元|块)?(?:就|即|起|可)?(?:包邮|免)|(?<![a-z])free (?:\w+ ){0,3}?(?:from|over|above|at)\s(?:orders (?:of|over|from) )?[€£$]?(\d+(?:\.\d+)?)|(?:from|over|above) [€£$]?(\d+(?:\.\d+)?)(?: on| up)? (?:it(?:'s| is)|shipping is|delivery is) free"
)


def _misses(clause: Clause, *, reached: bool) -> bool:
    if reached:
        return _NOT_YET.search(clause.text) is not None
    free = _FREE.search(clause.text)
    return free is not None and not clause.denies and _NOT_YET.search(clause.sentence_text) is None and not _CASE.search(
        clause.sentence_text
    )  # fmt: skip


def _other_rest(clause: Clause, rest: Decimal) -> bool:
    """Whether it says how much is missing, and it is another sum."""
    missing = [Decimal(one[1] or one[2] or one[3]) for one in _MISSING.finditer(clause.text)]
    return rest > 0 and len(missing) == 1 and abs(missing[0] - rest) > Decimal("0.01")


_MISSING: Final = re.compile(
    r"(?:还?差|再(?:买|凑|加|添|拍))\s?(\d+(?:\.\d+)?)\s?(?:元|块)?(?=$|[^\d件个])|(?<![a-z])(?:another|further|missing|short by) [€£$]?(\d+(?:\.\d+)?)|(?<![\d.])[€£$]?(\d+(?:\.\d+)?) (?:more|to go|short|away|missing)(?![a-z])"
)
_CASE: Final = re.compile(r"满|起|以上|才|(?<![a-z])(?:from|over|above|once|if|when)(?![a-z])")
"""The sentence names the case in which it is free."""


def _least(fact: Fact) -> Decimal | None:
    both = f"{fact.name.replace('_', ' ')} {fact.value}"
    if not _OF_DELIVERY.search(both) or not re.search(r"free|包邮|免", both):
        return None
    for pattern in _FROM:
        if match := pattern.search(fact.value):
            return Decimal(match[1])
    return None


def _basket(saying: Saying, rule: Fact) -> Decimal | None:
    """What is in the basket; None where it is not known, or more than one sum may be it."""
    for fact in saying.goods:
        if fact is not rule and _BASKET.search(fact.name):
            sums = [one.low for one in fact.amounts if one.family in ("money", "number") and one.bound == "exact"]
            if len(sums) == 1:
                return sums[0]
    theirs = [one.low for one in amounts(saying.asked, saying.today.year) if one.family in ("money", "number")]
    if len(theirs) == 1 and _MINE.search(saying.asked):
        return theirs[0]
    prices = [one.low for fact in saying.goods if "price" in fact.topics for one in fact.of("money")]
    counts = [one.low / one.scale for one in amounts(saying.asked) if one.family == "count"]
    counts = counts or [Decimal(one) for one in pieces(saying.asked)]
    if len(prices) == 1 and len(counts) == 1 and not theirs:
        return prices[0] * counts[0]
    return None


_MINE: Final = re.compile(
    r"(?<![a-z])(?:my (?:basket|cart|order|total)|i(?:'m| am) at|comes? to)(?![a-z])|我?(?:购物车|这单|一共|总共|买了?)\s?\d"
)


def _why(fact: Fact) -> Words:
    return Words(
        f"The sum lies on the other side of what is known: {fact.known.name}: {fact.known.value}.",
        f"金额与已知门槛不符：{fact.known.name}：{fact.known.value}。",
    )
