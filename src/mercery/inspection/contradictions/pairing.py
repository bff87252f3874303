"""Which facts an amount is about: by the words beside it, else by its sentence, else by what was just asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from mercery.inspection.contradictions.counting import counted
from mercery.inspection.contradictions.pieces import PRICES, UNIT_WORDS, Paired, piece
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import families, lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for

SHARED: Final = frozenset(
    {"money", "time", "date", "length", "percent", "count", "number", "mass", "volume", "size", "times"}
)
"""Families in which many things are told: there an amount must be paired with its fact by words."""
_SUMS: Final = frozenset(
    {
        "free_shipping",
        "shipping_fee",
        "minimum",
        "deposit",
        "fee",
        "installation",
        "gift_wrap",
        "return_fee",
        "balance",
        "compensation",
        "tax",
        "membership",
        "membership_fee",
    }
)
_BARE: Final = re.compile(
    r"^\W*(?:(?:it|that|they|this|these|those|both|so|the \w+)(?:'s| is|'re| are| costs?| comes? to| would be| will be)|that makes|now|just|only|for|at|yours for|total(?: is)?|together|现在|只要|一共|总共|到手|价格|才|就|售价|好的亲|是|合计|两\w|三\w)?\s*(?:only |just |now |currently )?(?:[€£$¥￥]|eur|usd|gbp)?\s?\d[\d.,]*"
)
_AFTER_A_PRICE: Final = re.compile(
    r"^(?:$|[^\w\u4e00-\u9fff]|is |are |a (?:year|month|week)|each(?![a-z])|apiece|flat|together|in total|total|all in|altogether|for (?:both|all|two|three|the)|per |a piece|a pair|with|incl|right now|today|at the moment|and |or |plus |then|euros?|dollars?|bucks|元|块|一[个件瓶双盒条套]|哦|哈|呢|的|左右|起|亲)"
)


def paired(saying: Saying, clause: Clause, said: Amount) -> Paired:
    """The facts an amount is about, with their amounts of its family."""
    candidates = [(fact, _alike(fact, said)) for fact in saying.goods]
    candidates = [(fact, known) for fact, known in candidates if known and not amounts(fact.name)]
    if not candidates:
        return []
    # "22 momme", 22姆米: the unit is the name of what is told.
    rest = clause.text[said.end :].lstrip()
    if by_unit := [one for one in candidates if rest.startswith(one[0].name) and _BARE_NUMBER.fullmatch(one[0].value)]:
        return by_unit
    if said.family in ("number", "count", "size"):
        return (
            _as_sum(saying, clause, said, candidates)
            or _as_price(saying, clause, said, candidates)
            or (counted(saying, clause, said, candidates) if answers(saying, clause) else [])
        )
    if said.family == "money" and (_strange(saying, clause, said) or _CLASS_OF_PRICE.search(clause.text)):
        return []
    own = _own_topics(saying, clause, said)
    told = [(fact, named) for fact, known in candidates if (named := _of_topics(fact, known, own))]
    if told:
        return _meant(told, clause, saying.asked)
    free = [(fact, known) for fact, known in candidates if _may_be(fact, said, own)]
    if not answers(saying, clause) and said.family in SHARED:
        return _by_name(saying, clause, said, free)
    return _by_words(saying, clause, said, free, own) or _by_default(saying, clause, said, candidates, free, own)


_BARE_NUMBER: Final = re.compile(r"\s*\d+(?:\.\d+)?\s*")
_LIKE: Final = re.compile(r"[跟和与同][^,，]{1,6}一样|(?<![a-z])(?:same as|just like|like) (?:the |our )?[a-z]{1,20}")
"""What something is likened to is not what is spoken of."""


def _meant(told: Paired, clause: Clause, asked: str) -> Paired:
    """Of a value in pieces ("frame 1 year, motor 3 years") the piece that the clause names, else the question."""
    found = []
    for fact, known in told:
        labels = [
            (one, terms(piece(fact, one).replace(fact.value[one.start : one.end], " ")) - UNIT_WORDS) for one in known
        ]
        named = [one for one, label in labels if label & terms(_LIKE.sub(" ", clause.text))]
        named = named or [one for one, label in labels if label & terms(asked)]
        found.append((fact, named if len(known) > 1 and named else known))
    return found


def answers(saying: Saying, clause: Clause) -> bool:
    """Whether the clause is the answer to what was asked, rather than something told beside it: the first that tells
    something. What is told beside is of other things so often that words alone do not pair it with a fact.
    """
    reply = saying.reply
    if reply is None:
        return False
    bare = len(reply.text.split()) <= 3 and len(reply.text.strip()) <= 16
    first = clause.start <= reply.start + (len(reply.text) + 2 if bare else 0)
    return first or _answers_next(saying, clause, reply) or first_told(saying, clause, reply)


def first_told(saying: Saying, clause: Clause, reply: Clause | None) -> bool:
    """Whether how much or how long was asked, and the clause gives the first amount of the sentence that replies."""
    if reply is None or clause.sentence != reply.sentence or not _HOW_MUCH.search(saying.asked):
        return False
    told = [one for one in saying.clauses if one.start <= clause.start and amounts(one.text, saying.today.year)]
    return told == [clause]


_HOW_MUCH: Final = re.compile(
    r"(?<![a-z])how (?:long|many|much|heavy|big|far|old)(?![a-z])|几[天日个年月次层]|多(?:久|少|重|长|大|远)"
)


def _answers_next(saying: Saying, clause: Clause, reply: Clause) -> bool:
    """Whether it stands in a later sentence that takes up a word of the question which the first answer left aside."""
    if clause.sentence == reply.sentence or not _SEVERAL.search(saying.asked):
        return False
    first = next(one.sentence_text for one in saying.clauses if one.sentence == reply.sentence)
    opens = next(one for one in saying.clauses if one.sentence == clause.sentence)
    return bool(terms(opens.text) & terms(saying.asked) - terms(first) - UNIT_WORDS)


_SEVERAL: Final = re.compile(
    r"[?？].*\S.*[?？]|[,，。.!！;；].*[?？吗呢么]|(?<![a-z])(?:and|also)(?![a-z])|另外|还有|顺便", re.DOTALL
)
"""More than one thing may be asked."""


def _by_words(saying: Saying, clause: Clause, said: Amount, free: Paired, own: frozenset[str]) -> Paired:
    """By the fact's words in the clause, else in the question; a day is asked for by the fact's name alone."""
    other = lexicon("attributes").keys(clause.text) - own
    if found := [(fact, named) for fact, known in free if (named := _sharing(fact, known, clause.text, said))]:
        return found
    if other or (said.family == "time" and own & lexicon("attributes").keys(clause.text)):
        return []
    if said.family == "date":
        return [(fact, known) for fact, known in free if not own and fact.terms & terms(saying.asked)]
    return [(fact, named) for fact, known in free if (named := _sharing(fact, known, saying.asked, said))]


def _by_name(saying: Saying, clause: Clause, said: Amount, free: Paired) -> Paired:
    """Of what is told beside the answer: a clause that holds the whole name of one fact with one such amount, or a bound
    of the same kind with words beside it that the clause says again ("cut off at most 12 cm"). Bounds must be alike.
    """
    if said.family in ("money", "date") or sum(one.family == said.family for one in amounts(clause.text)) != 1:
        return []
    here = terms(clause.text)
    alike = [(fact, known) for fact, known in free if len(known) == 1 and known[0].bound == said.bound]
    if said.bound == "exact":
        return []
    named = [(fact, known) for fact, known in alike if fact.terms - UNIT_WORDS and fact.terms <= here]
    beside = [(fact, known) for fact, known in alike if terms(piece(fact, known[0])) & here - UNIT_WORDS]
    if not named and not beside and len(free) == 1:
        named = [(fact, known) for fact, known in alike if fact.terms and fact.terms <= terms(saying.asked)]
    return named if len(named) == 1 else beside if len(beside) == 1 else []


def _by_default(
    saying: Saying, clause: Clause, said: Amount, candidates: Paired, free: Paired, own: frozenset[str]
) -> Paired:
    """Where no words tell: a bare sum is the price; what is told in a measure of its own, or was asked for with how."""
    if said.family == "money":
        prices = [(fact, known) for fact, known in candidates if fact.topics & PRICES]
        return prices if not own - PRICES and _BARE.search(clause.text) and len(prices) == len(candidates) else []
    if said.family not in SHARED:
        return free if len(free) == 1 else []
    if said.family in ("length", "mass", "volume") and said.bound != "exact" and not own:
        bounded = [(fact, known) for fact, known in free if len(known) == 1 and known[0].bound == said.bound]
        return bounded if len(bounded) == 1 else []
    if said.unit == "night" and sum(one.unit == "night" for _, known in candidates for one in known) == 1:
        return [(fact, named) for fact, known in candidates if (named := [one for one in known if one.unit == "night"])]
    if said.family == "date" and len(candidates) == 1 == len(candidates[0][1]) and _UNTIL_WHEN.search(saying.asked):
        fact = candidates[0][0]
        return candidates if fact.name in saying.asked or fact.topics & asked_for(saying.asked) else []
    if said.family == "time" and lexicon("attributes").keys(clause.text) - own - candidates[0][0].topics:
        return []
    asked = _HOW.search(saying.asked) and len(candidates) == 1 == len(candidates[0][1])
    if not asked or said.family not in ("length", "mass", "volume", "time", "date", "percent"):
        return []
    fact = candidates[0][0]
    if not own and fact.topics & _SPANS and _WHEN.search(saying.asked):
        return candidates
    plain = said.family != "date" and not (own and said.family == "time") and not fact.topics and not fact.value_topics
    silent = not any(families()[topic] for topic in fact.topics)
    plain = plain or (said.family not in ("time", "date") and silent)
    bare = not own and bool(fact.topics & _SPANS) and _BARE_QUESTION.fullmatch(saying.asked.strip())
    measure = not own and said.family not in ("time", "date")
    return candidates if plain or bare or measure else []


_UNTIL_WHEN: Final = re.compile(r"(?<![a-z])(?:when|how long|until|till)(?![a-z])|多久|几号|什么时候|哪天|到期")
_SPANS: Final = frozenset(
    {
        "delivery_time", "dispatch_time", "refund_time", "restock", "pickup", "preparation", "battery_life", "burn_time",
        "assembly_time", "charging_time",
    }
)  # fmt: skip
_WHEN: Final = re.compile(r"(?<![a-z])when(?: will| do| can| does| is|'s)(?![a-z])|什么时候|啥时候|哪天")
_BARE_QUESTION: Final = re.compile(
    r"(?:[a-z]+[ ,!]*){0,2}(?:how long|when)(?: [a-z]+){0,2}\W*|\S{0,3}(?:多久|几天|什么时候)\S{0,2}"
)


def _may_be(fact: Fact, said: Amount, own: frozenset[str]) -> bool:
    """Whether a fact that is not known to be about the amount may be: its name speaks of nothing told in other families."""
    told = [families()[topic] for topic in fact.topics if families()[topic]]
    of_family = any(said.family in family for family in told) or _bounds_too(fact, said)
    return not of_family if own else (of_family or not told)


def _bounds_too(fact: Fact, said: Amount) -> bool:
    """Whether the fact bounds several measures, this one in the same way: "2 adults, max 180 kg"."""
    alike = {one.bound for one in fact.amounts if one.family == said.family}
    return said.bound != "exact" and alike == {said.bound} and len({one.family for one in fact.amounts}) > 1


_HOW: Final = re.compile(r"(?<![a-z])(?:how|what|when)(?![a-z])|多|几|什么时候|啥时候")


def _of_topics(fact: Fact, known: list[Amount], own: frozenset[str]) -> list[Amount]:
    """The amounts of a fact that are about one of the topics, by its name or by the piece in which they stand."""
    if fact.topics & own:
        return known
    return [one for one in known if own & lexicon("attributes").keys(piece(fact, one)) and not _topics_of(fact, one)]


def _topics_of(fact: Fact, one: Amount) -> frozenset[str]:
    """What the fact's name says that amounts of this family are of."""
    return frozenset(topic for topic in fact.topics if one.family in families()[topic])


def _sharing(fact: Fact, known: list[Amount], text: str, said: Amount) -> list[Amount]:
    """The amounts of a fact whose own words stand in the text: most of its name's, or some of those beside the amount."""
    here = terms(text)
    if said.family == "time" and not fact.topics:
        known = [one for one in known if not _SUPPLY.search(piece(fact, one))]
    shared = len(fact.terms & here)
    if shared and (not _topics_of(fact, said) or shared * 2 > len(fact.terms)):
        return known
    if len(known) == 1 and not _topics_of(fact, said):
        return known if terms(fact.value) & here - UNIT_WORDS else []
    return [one for one in known if terms(piece(fact, one)) & here - UNIT_WORDS]


_SUPPLY: Final = re.compile(r"[天月周]量|用量|\d+ ?[天月]装|(?<![a-z])(?:supply|worth)(?![a-z])")
"""For how long the goods last somebody: no span of anything else."""
_CLASS_OF_PRICE: Final = re.compile(r"价位|价格段|档位|预算|(?<![a-z])(?:price range|budget|bracket|segment)(?![a-z])")


def _alike(fact: Fact, said: Amount) -> list[Amount]:
    """The fact's amounts that can be compared with the one said."""
    if said.family == "number":
        return [one for one in fact.amounts if one.family in ("number", "money", "count", "points")]
    if said.family in ("count", "size"):
        return [one for one in fact.amounts if one.family in (said.family, "number")]
    if said.family == "money":
        priced = bool(fact.topics & {"price", "shipping_fee", "free_shipping", "total", "fee", "deposit", "paid"})
        return [one for one in fact.amounts if one.family == "money" or (one.family == "number" and priced)]
    return [one for one in fact.amounts if one.family == said.family]


_SINCE: Final = re.compile(
    r"(?<![a-z])(?:from|after|of|since|upon|following) (?:the )?(?:delivery|receipt|purchase|arrival|receiving|dispatch|day)[a-z ]{0,12}|(?:签收|收货|收到货?|到货|购买|下单)(?:之?后|之日|起|当日|次日)"
)
"""Where a span begins is not what it is about."""


def _own_topics(saying: Saying, clause: Clause, said: Amount) -> frozenset[str]:
    """What the amount is about: by its clause, else its sentence, else the question just before."""
    for text in (clause.text, clause.sentence_text, saying.asked if answers(saying, clause) else ""):
        text = _SINCE.sub(" ", text)
        topics = frozenset(one for one in asked_for(text) if said.family in families()[one])
        if topics:
            return topics
        if said.family == "time" and text is not clause.sentence_text and _BY_OTHERS.search(text):
            return frozenset()
    return frozenset()


_BY_OTHERS: Final = re.compile(r"快递|物流|路上|(?<![a-z])(?:courier|post|in transit)(?![a-z])")
"""A span on the way is no span of making, even where the sentence speaks of making."""


def _as_price(saying: Saying, clause: Clause, said: Amount, candidates: Paired) -> Paired:
    """A bare number that stands as a price: "It's 39", 现在1599."""
    if said.family != "number" or said.ranged:
        return []
    talk = terms(clause.text) | terms(saying.customer)
    prices = [
        (fact, known) for fact, known in candidates if _is_price(fact) and (fact.topics & PRICES or fact.terms & talk)
    ]
    if not prices or not _AFTER_A_PRICE.match(clause.text[said.end :].strip()):
        return []
    about = lexicon("attributes").keys(clause.text)
    if about - PRICES and not about & {"price"}:
        return []
    asked = asked_for(saying.asked)
    asks_price = "price" in asked or bool(_PRICE.search(clause.text))
    if _DEAL.search(clause.text[: said.end]):
        return prices
    if _PERIOD.match(clause.text[said.end :]):
        prices = [
            (fact, known) for fact, known in prices if _PERIOD.search(fact.value) or _PERIOD.search(f" {fact.name}")
        ]
    told = {one for one in asked - PRICES if families()[one]}
    if not _BARE.search(clause.text) or (told and not asks_price):
        return []
    return prices if asks_price or "." in clause.text[said.start : said.end] or said.low >= 10 else []


_PERIOD: Final = re.compile(
    r"\s?(?:a|per|/|each|every)\s?(?:day|week|month|year|night|hour)|\s?(?:元|块)?(?:一|每|/)\s?(?:个?月|年|天|晚|小时)"
)


def _is_price(fact: Fact) -> bool:
    """A fact of a price by its name, or of goods by name with a sum ("Grip socks: 12 each")."""
    sums = fact.of("money")
    return bool(sums) and (bool(fact.topics & PRICES) or not any("money" in families()[one] for one in fact.topics))


_DEAL: Final = re.compile(
    r"(?:改成|改为|改到|算[您你]|给[您你]|便宜到|(?<![a-z])(?:for you|make it|do it for|let you have it for|have it for|give it to you for))\s?[€£$¥]?\d[\d.]*$"
)
_PRICE: Final = re.compile(r"(?<![a-z])price|价格|售价|现价|单价|卖")


def _strange(saying: Saying, clause: Clause, said: Amount) -> bool:
    """The price of something the talk was not about so far: "measuring tape costs three"."""
    before = terms(re.sub(r"[\u4e00-\u9fff]", " ", clause.text[: said.start])) - _PLAIN
    if not before:
        return False
    known = frozenset(word for fact in saying.facts for word in terms(f"{fact.name} {fact.value}"))
    return not before & (known | terms(saying.customer) | terms(saying.agent))


_PLAIN: Final = terms(
    "cost costs price total comes makes now just only currently come sum together pay altogether great sure lovely perfect plus shipping delivery amount charged currently set pair piece one both regular usual current final full whole net"
)


def _as_sum(saying: Saying, clause: Clause, said: Amount, candidates: Paired) -> Paired:
    """A bare number beside a word of a sum that is no price ("shipping is free from 30"), or asked for with such a word."""
    rest = clause.text[said.end :].strip()
    here = lexicon("attributes").keys(clause.text)
    rest = re.sub(r"^(?:就|即|可以?|都|能)+", "", rest)
    follows = any(hit.start == 0 and hit.key in _SUMS for hit in lexicon("attributes").hits(rest))
    if said.family != "number" or not (follows or _AFTER_A_PRICE.match(rest)):
        return []
    if own := here & _SUMS:
        return [(fact, named) for fact, known in candidates if (named := _of_topics(fact, known, own))]
    exact = "." in clause.text[said.start : said.end]
    asked = asked_for(saying.asked) & (_SUMS | {"membership"})
    if exact and asked and (found := [(fact, known) for fact, known in candidates if fact.topics & asked]):
        return found
    much = exact and re.search(r"how much|what(?:'s| is| does| do)|多少", saying.asked)
    sums = [
        (fact, known)
        for fact, known in candidates
        if ("." in fact.value or fact.of("money")) and _topics_of(fact, replace(said, family="money")) <= {"balance"}
    ]
    return sums if much and len(sums) == 1 and not sums[0][0].topics & PRICES else []
