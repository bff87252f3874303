"""Amounts: a price, a span, a measure or a count that differs from the one known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from mercery.inspection.contradictions.answered_amounts import answered, different
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.other_goods import of_its_like
from mercery.inspection.contradictions.pairing import paired
from mercery.inspection.contradictions.pieces import Paired
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.comparing import WINDOWS, agrees, derived
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import families
from mercery.inspection.reading.saying import BOUGHT, DELIVERED, Saying, day_named, elapsed
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for

_OTHER: Final = re.compile(
    r"(?<![a-z])(?:other|another|instead|extra|separate(?:ly)?|starts? at|starting|start from|on its own|in addition|alternativ\w*|bigger|larger|smaller|upgrade|next size|previous|last year|older|newer|competitor|elsewhere|normally|usually \d|regular(?:ly)?|originally|used to)(?![a-z])|另一?款|另外|另买|单买|单独|加购|加急|别的|其他|大一号|小一号|升级|原价|上一代|老款|平时"
)


_FOR_THAT_CASE: Final = re.compile(r"(?:以上|以下|以内|的话).{0,6}(?:建议|推荐|用|拍|选)")
"""Advice for a case that the clause itself names."""
_BESIDE: Final = re.compile(r"单买|另买|另购|加购|(?<![a-z])(?:sold separately|is separate|are separate)(?![a-z])")
"""The sentence is about something that does not come with the goods."""


def found(saying: Saying) -> Iterator[Contradiction]:
    """In reading order, those said outright and then those said by answering yes or no to an amount the customer named."""
    yield from _said(saying)
    yield from answered(saying)


def _said(saying: Saying) -> Iterator[Contradiction]:
    named = amounts(saying.customer, saying.today.year)
    for clause in saying.clauses:
        if (
            _FOR_THAT_CASE.search(clause.text)
            or clause.question
            or _OTHER.search(clause.text)
            or _BESIDE.search(clause.sentence_text)
        ):
            continue
        for said in amounts(clause.text, saying.today.year):
            if aside(saying, clause, said, named):
                continue
            facts = [pair for pair in paired(saying, clause, said) if not qualified(clause, pair[0])]
            facts = [pair for pair in facts if not of_its_like(saying, pair[0], clause)]
            if rated(clause, said):
                facts = [(fact, known) for fact, known in facts if _PER.search(fact.value)]
            if facts and not _covered(saying, clause, said, facts, named):
                yield contradiction(saying, clause, facts[0][0], different(facts[0][0]))


_PER: Final = re.compile(r"(?<![a-z])(?:per|a|each|every|daily)(?![a-z])|/|每|一[天日次顿人月]")


def _the_same(named: Amount, said: Amount) -> bool:
    """What the customer named, also without its unit ("my kid is 2", "a two year old")."""
    if named.family == "number":
        return named.low * said.scale == said.low
    if named.family != said.family:
        return False
    # The customer's own measure said in another unit is rounded: 6 ft are 183 cm.
    turned = named.unit != said.unit and said.family in ("length", "mass", "volume", "temp")
    return named.low == said.low or (turned and abs(named.low - said.low) * 50 <= abs(named.low))


_QUALIFIED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![a-z])(?:once|after|when) (?:it'?s )?(?:open(?:ed|ing)?|cut)(?![a-z])|开封后|拆封后|开盖后",
        r"(?<![a-z])(?:express|rush|priority|expedited)(?![a-z])|加急|特快",
        r"(?<![a-z])(?:refurbished|second[- ]hand|used)(?![a-z])|二手|翻新",
        r"(?<![a-z])(?:abroad|overseas|international(?:ly)?)(?![a-z])|海外|国外|境外",
        r"(?<![a-z])(?:custom|made to order|personalised|personalized)(?![a-z])|定制|刻字",
        r"(?<![a-z])(?:frozen|freezer|freeze)(?![a-z])|冷冻|冻",
        r"(?<![a-z])(?:fridge|refrigerated|chilled)(?![a-z])|冷藏|冰箱",
        r"(?<![a-z])(?:gaming|games|heavy use|full power|full brightness|max volume)(?![a-z])|玩游戏|重度|全开|最大音量",
        r"(?<![a-z])(?:renewal|renew|second year|next year)(?![a-z])|续费|第二年|次年",
        r"(?<![a-z])(?:one[- ]way|round[- ]trip|return trip)(?![a-z])|单程|往返",
        r"(?<![a-z])(?:holidays?|peak|high season|before christmas|sale period)(?![a-z])|节假日|旺季|高峰|大促|双十一|春节",
        r"(?<![a-z])(?:remote|islands?|rural)(?![a-z])|偏远|新疆|西藏|海岛",
        r"(?<![a-z])(?:deposit)(?![a-z])|押金|定金",
        r"(?<![a-z])(?:students?|seniors?|children|kids)(?![a-z])|学生|老人|儿童票",
    )
)
"""Circumstances under which another amount may hold: a fact that does not name them says nothing of them."""


def qualified(clause: Clause, fact: Fact) -> bool:
    """Whether the sentence names a circumstance that the fact does not."""
    both = f"{fact.name} {fact.value}"
    return any(pattern.search(clause.sentence_text) and not pattern.search(both) for pattern in _QUALIFIED)


_DIFFERENCE_BEFORE: Final = re.compile(
    r"(?:省下?了?|便宜了?|还?剩下?|余|差|还差|少|多|(?<![a-z])(?:save|saving|saves|another|further|short|missing|extra))\s*[€£$¥]?\s*$"
)
_DIFFERENCE_AFTER: Final = re.compile(
    r"^\s?(?:元|块钱?)?\s?(?:less|cheaper|more|short|off|saved|away|extra|more expensive|to spare|left over|too |would |sticks? out|差价)"
)
"""What is saved or missing is reckoned from sums that need not be known."""


def aside(saying: Saying, clause: Clause, said: Amount, named: tuple[Amount, ...]) -> bool:
    """Amounts that state nothing of their own: the customer's repeated, denied ones, days that have passed."""
    if re.search(r"[买满拍]\s?\d+\D{0,3}[送赠]\s?\d", clause.text):
        return True
    before = clause.text[max(0, said.start - 10) : said.start]
    if re.search(r"(?:not|n't|isn't|不是|并非|不止|不到)\s*$", before) or re.search(r"第\s*$", before):
        return True
    after = clause.text[said.end : said.end + 14]
    if said.family in ("money", "number", "points") and (
        _DIFFERENCE_BEFORE.search(before) or _DIFFERENCE_AFTER.match(after)
    ):
        return True
    if (
        not clause.asserts
        or re.search(
            r"(?:已经?|过去|过了?|超了|晚了|(?<![能可以够])[用买穿戴住骑开养]了?|(?:收到|到手|拿到)了?)\s*(?:才|快|有|不到)?$",
            before,
        )
        or re.search(r"^\s*(?:ago|前(?!发|到|送)|以前)", after)
    ):
        return True
    if _of_something_else(saying, clause, said) or (said.family == "time" and _told_to_do(clause, said)):
        return True
    if any(_the_same(one, said) for one in named) and saying.answer != "yes":
        return True
    if _sum_of_theirs(said, named):
        return True
    days = [elapsed(saying, day_named(saying.facts, name)) for name in (BOUGHT, DELIVERED)]
    return said.family == "time" and any(day is not None and abs(Decimal(day) - said.low) <= 1 for day in days)


def _sum_of_theirs(said: Amount, named: tuple[Amount, ...]) -> bool:
    """What the customer's own numbers come to."""
    theirs = [one.low / one.scale for one in named if one.family in (said.family, "number", "count")]
    return any(said.low / said.scale == one + other for at, one in enumerate(theirs) for other in theirs[at + 1 :])


_ATTRIBUTE_EN: Final = re.compile(
    r"^[- ](?!of |for |in |on |at |per |and |or |to |from |a |the |is |are |long|wide|high|tall|deep|thick|heavy|each|more|max|total|only|warranty|guarantee|window|period|battery)([a-z]{3,})(?: (?:can|could|needs?|takes?|will|may|would|is|are)(?![a-z]))"
)
_ATTRIBUTE_ZH: Final = re.compile(r"^\s?的([\u4e00-\u9fff]{1,2})")


_LEFT_AFTER: Final = re.compile(
    r"^\s?(?:left|remaining|more|to go|longer|still|of that|from now|from today|earlier|later|early|late|before|after that)(?![a-z])|^\s?(?:左右)?(?:后|之后|前)"
)
_LEFT_BEFORE: Final = re.compile(
    r"(?:还剩|还有|剩下?|余|再过?|每隔?|提前|先|静置|泡|敷|等)\s?(?:下)?$|(?<![a-z])(?:another|let it(?: \w+)?|leave it(?: \w+)?(?: for)?|wait|soak(?: it)?(?: for)?|every|within about|plan|allow)(?: about| around)?\s?$"
)


def _told_to_do(clause: Clause, said: Amount) -> bool:
    """A span that is left, or that the customer is told to wait or to spend: it is not the known one."""
    return bool(_LEFT_BEFORE.search(clause.text[: said.start]) or _LEFT_AFTER.match(clause.text[said.end :]))


_NOUN_OF: Final = re.compile(r"(?<![a-z])([a-z]{3,}) of (?:about |up to |around )?$")
_MEASURES: Final = re.compile(
    r"height|length|width|depth|weight|capacity|total|max|min|load|size|price|power|period|window|warranty|guarantee|range|diameter|set|pack|box|discount|deposit|fee|time"
)


def _of_something_else(saying: Saying, clause: Clause, said: Amount) -> bool:
    """An amount that only tells which other thing is meant: "a 5 kg cat needs …", 5公斤的猫."""
    rest = clause.text[said.end :]
    match = _ATTRIBUTE_EN.match(rest) or _ATTRIBUTE_ZH.match(rest) or _NOUN_OF.search(clause.text[: said.start])
    if match and _MEASURES.search(match[1]):
        return False
    if not match:
        return False
    known = " ".join(f"{fact.name} {fact.value}" for fact in saying.facts)
    return match[1] not in known and match[1][:1] not in "，,。哦呢哈吧"


_TOGETHER: Final = re.compile(
    r"(?<![a-z])(?:both|pair|together|total|altogether|in all|all (?:two|three|four)|each)(?![a-z])|一对|一双|一共|总共|两|合计|加起来"
)


def _covered(saying: Saying, clause: Clause, said: Amount, facts: Paired, named: tuple[Amount, ...]) -> bool:
    """Whether some known amount bears it, itself or by reckoning."""
    if _borne(saying, said, facts):
        return True
    if said.family == "date":
        dates = [one.low for fact in saying.facts for one in fact.amounts if one.family == "date"]
        spans = [one.high for fact in saying.facts for one in fact.amounts if one.family == "time"]
        if any(
            abs(abs(day - said.low) - span) <= 1
            for day in [*dates, Decimal(saying.today.toordinal())]
            for span in spans
        ):
            return True
    everything = [
        one for fact in saying.facts for one in fact.amounts if one.family in ("money", "number", "percent", "points")
    ]
    if said.family == "money" and _less_a_share(saying, said):
        return True
    summed = _SUMMED.search(clause.text) or "total" in asked_for(saying.asked)
    if not summed and all(fact.topics & {"deposit", "membership", "shipping_fee", "minimum"} for fact, _ in facts):
        return False
    if said.family in ("money", "number") and (
        said.low % 1 or any(one.family == "money" for _, known in facts for one in known)
    ):
        prices = [one.low for one in everything if one.family in ("money", "number")]
        prices += [one.low for fact in saying.facts for one in amounts(fact.name) if one.family in ("money", "number")]
        others = [one.low for one in named] + [one.low for one in everything]
        return said.low in set(prices) or any(abs(one - said.low) < Decimal("0.02") for one in derived(prices, others))
    beside = [one for one in amounts(saying.text.lower()) if one.family in ("money", "number") and one.low != said.low]
    sums = {one.low for one in (*everything, *beside) if one.low >= 5}
    money = {one.low for one in everything if one.low >= 5 and (one.family == "money" or one.unit == "")}
    if said.family == "number" and any(said.low == one * times for one in money for times in range(2, 13)):
        return True
    if said.family == "number" and any(said.low in (one + other, abs(one - other)) for one in sums for other in sums):
        return True
    return _elsewhere(saying, said) or (
        said.family not in ("time", "date", "count", "number", "size") and _reckoned(saying, said, named)
    )


def _less_a_share(saying: Saying, said: Amount) -> bool:
    """Whether it is a sum of the same turn after a share that a fact takes off."""
    shares = [one.low for fact in saying.facts for one in fact.of("percent")]
    sums = [one.low for one in amounts(saying.text.lower()) if one.family == "money" and one.low != said.low]
    return any(abs(one * (100 - share) / 100 - said.low) < Decimal("0.02") for one in sums for share in shares)


def _borne(saying: Saying, said: Amount, facts: Paired) -> bool:
    """Whether an amount of the facts it is about bears it."""
    for fact, known in facts:
        window = bool(fact.topics & (WINDOWS | {"age", "minimum", "free_shipping"}))
        for one in known:
            if agrees(replace(said, family=one.family), one, window=window):
                return True
            if _times(saying, said, one):
                return True
            if (
                one.low > 0
                and said.low % one.low == 0
                and 2 <= said.low / one.low <= 12
                and _TOGETHER.search(saying.text.lower())
            ):
                return True
    return False


_SUMMED: Final = re.compile(
    r"(?<![a-z])(?:with|including|incl|plus|total|together|altogether|all in)(?![a-z])|含|加上|一共|总共|合计|共"
)


_RATE_BEFORE: Final = re.compile(
    r"(?:一|每)(?:天|日|次|顿|餐|人|周|月|晚|杯|片|平米?)\s?(?:大概|大约|约|差不多|用|吃|喝)?\s?$"
)
_RATE_AFTER: Final = re.compile(
    r"^\s?(?:an?|per|each|every|/)\s?(?:day|evening|morning|week|month|night|person|meal|cup|time|use|wash|serving|head|load)(?![a-z])|^\s?(?:/|每)(?:天|日|次|人|月|周)"
)


def rated(clause: Clause, said: Amount) -> bool:
    """So much a day, a person, a cup: what is used, not how much there is."""
    before = clause.text[: said.start]
    return said.family in ("mass", "volume", "length", "count", "time", "number") and bool(
        _RATE_BEFORE.search(before) or _RATE_AFTER.match(clause.text[said.end :])
    )


def _elsewhere(saying: Saying, said: Amount) -> bool:
    """Whether another fact gives the very amount: one that is talked of, or whose name says nothing of such amounts."""
    talk = terms(saying.text.lower()) | terms(saying.asked)
    return any(
        said.family == one.family and said.low == one.low
        for fact in saying.facts
        if fact.terms & talk or not any(said.family in families()[topic] for topic in fact.topics)
        for one in fact.amounts
    )


def _times(saying: Saying, said: Amount, one: Amount) -> bool:
    """A multiple, by a number that the turn or the customer names: three filters of 30 days last three months."""
    if one.low <= 0 or said.family in ("money", "date", "count", "number"):
        return False
    ratio = said.low / one.low
    nearest = ratio.to_integral_value()
    if not 2 <= nearest <= 12 or abs(ratio - nearest) > Decimal("0.06"):
        return False
    text = f"{saying.text.lower()}\n{saying.customer}"
    return any(
        other.low / other.scale == nearest for other in amounts(text) if other.family in ("count", "number", "times")
    )


def _reckoned(saying: Saying, said: Amount, named: tuple[Amount, ...]) -> bool:
    """Whether it is the difference, the sum or the multiple of amounts that were named or are known."""
    others = [one for one in amounts(saying.text.lower(), saying.today.year) if one.low != said.low]
    known = [*named, *others, *(one for fact in saying.facts for one in fact.amounts)]
    alike = {one.low for one in known if one.family == said.family}
    plain = {one.low / one.scale for one in (*named, *others) if one.family in ("number", "count", "times")}
    both = alike | {one * said.scale for one in plain}
    return any(said.low in (abs(one - other), one + other) for one in both for other in both if one != other) or any(
        said.low == one * times for one in alike for times in plain if times > 1
    )
