"""What a fact rules out and a turn gives all the same: a lower price, a day, money back for what was used."""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.declining import declines
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying

_NO_BARGAIN: Final = re.compile(
    r"(?:议价|砍价|还价|让价|改价|讲价|降价)[^,，;；。]{0,8}(?:不|禁|无)|(?:不|禁止?|无)(?:可|能|得|接受|允许|许|支持)?(?:客服)?(?:议价|砍价|还价|让价|改价|讲价|降价)|一口价"
    r"|(?<![a-z])(?:prices? (?:is |are )?(?:firm|fixed|final)|no (?:haggling|bargaining|discounts?|negotiation|price cuts)|not negotiable|non-?negotiable)(?![a-z])"
)
_GIVES_PRICE: Final = re.compile(
    r"(?:做主|给[您你](?:算)?|算[您你]|[您你](?:给|付)|收[您你]|便宜到|就按)\s?\d"
    r"|(?<![a-z])(?:for you|let you have (?:it|them)|call it|make it|i'?ll do|do (?:it|them) for|take (?:it|them) for|yours for|say)(?![a-z])"
)
_LEAST_PART: Final = 2
"""A price below half of the known one is of something else."""

_NO_DAY: Final = re.compile(
    r"(?<![a-z])(?:(?:cannot|can't|can not) (?:speed|hurry|rush|shorten|expedite|bring forward)(?: \w+)?(?: up)?|(?:cannot|can't|not) be (?:sped|speeded|hurried|expedited|guaranteed|brought forward)(?: up)?|no (?:fixed|set|exact|guaranteed|firm) (?:dates?|days?|times?)|(?:dates?|days?|times?) (?:are |is )?(?:not (?:guaranteed|promised|fixed)|never (?:promised|guaranteed)|estimates? only)|not be promised|no promises? (?:on|about|of)|no (?:\w+ )?(?:dates?|days?|times?|slots?|hours?) (?:can|may|is|are|will|to) (?:be )?(?:assured|guaranteed|promised|committed|confirmed|given)|(?:never|not|don'?t|do not|nobody|no one) (?:\w+ )?(?:commit(?:s|ted)?|promises?|guarantees?|assures?|confirms?) (?:to |for )?(?:an? |any |the )?(?:\w+ )?(?:dates?|days?|times?|slots?|arrival))(?![a-z])"
    r"|不能加急|不可加急|无法加急|不(?:能|可|得)(?:指定|承诺|保证)(?:日期|时间|到货|送达|时效)?|(?:日期|时间|到货|时效|送达)[^,，;；。]{0,4}不(?:得|能|可|作|做|予)?(?:作|做)?(?:承诺|保证)"
)
_GIVES_DAY: Final = re.compile(
    r"(?<![a-z])(?:i'?ll (?:see|make sure|get|have|put|personally|give|push|chase|nudge)|so it'?s|you'?ll (?:be|have|get|see|hold|wear)|it'?ll be|we'?ll have|will be (?:with|at|on)|don'?t (?:worry|lose)|i'?m friends)(?![a-z])"
    r"|包在我|一定|保证|肯定|准[能到保]|放心|我(?:来|去|给您)(?:安排|催|盯|搞定)|必须"
)
_DAY: Final = re.compile(
    r"(?<![a-z])(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|by (?:the )?\d|on the \d|in time|christmas|this week|the weekend|before (?:you go to )?bed|bedtime|overnight|by morning|within (?:the|an) hour)(?![a-z])"
    r"|今天|今晚|明天|后天|周[一二三四五六日天末]|星期[一二三四五六日天]|\d+[号日]|那天|当天|七夕|春节|中秋|圣诞|生日|婚礼|之前到|赶得上"
)

_UNUSED: Final = re.compile(
    r"(?<![a-z])(?:unworn|unused|unopened|unwashed|not (?:worn|used|opened|washed)|tags? (?:on|attached)|with (?:the )?tags?|original (?:packaging|condition)|sealed)(?![a-z])"
    r"|未(?:穿|使用|拆|洗|用|开封)|没(?:穿|用|拆|洗)过|不影响二次|吊牌|全新"
)
_USED: Final = re.compile(
    r"(?<![a-z])(?:live in (?:it|them)|scuffs?|worn|wear (?:it|them)|use (?:it|them) (?:for|as)|used|washed|opened|scratche[sd]|stains?|any (?:state|condition)|whatever (?:state|condition)|month or two)(?![a-z])"
    r"|(?:穿|用|洗|拆|开|戴|踩)(?:过|了|脏|坏|旧|几天|出去)?[^,，。]{0,4}(?:也|都|照样|一样|没关系|无所谓)"
)
_MONEY_BACK: Final = re.compile(
    r"(?<![a-z])(?:have your money|money back|refund\w*|take (?:it|them) back|give you (?:it|your money) back|pop (?:it|them) back|send (?:it|them) back|swap (?:it|them)|exchange (?:it|them))(?![a-z])"
    r"|退|换|收回"
)
_SOMEBODY: Final = re.compile(
    r"(?<![a-z])(?:you'?ll|you will|you can|i'?ll|we'?ll|i will|we will|to me|honestly|go ahead)(?![a-z])|给[您你]|帮[您你]|我们|随时|照样|都能|都可以|没事|放心"
)


def set_aside(saying: Saying, clause: Clause) -> Words | None:
    """Why the clause gives what a fact rules out; None where it does not."""
    if clause.question or declines(clause.text):
        return None
    for fact in saying.facts:
        if (
            _price(saying, clause, fact)
            or _day(clause, fact)
            or _day_asked_for(saying, clause, fact)
            or _used(clause, fact)
        ):
            return Words(
                f"It gives what a rule does not allow: {fact.known.name}: {fact.known.value}.",
                f"给出了规定不允许的承诺：{fact.known.name}：{fact.known.value}。",
            )
    return None


def _price(saying: Saying, clause: Clause, fact: Fact) -> bool:
    """A sum below a known price, given where prices are not bargained over."""
    if not _NO_BARGAIN.search(f"{fact.name} {fact.value}") or clause.denies or not _GIVES_PRICE.search(clause.text):
        return False
    money = ("money", "number")
    said = [one.low for one in amounts(clause.text, saying.today.year) if one.family in money]
    known = {one.low for other in saying.facts for one in other.amounts if one.family in money and one.low >= 5}
    reductions = {price - off for price in known for off in known}
    return any(price > one > price / _LEAST_PART and one not in known | reductions for one in said for price in known)


def _day(clause: Clause, fact: Fact) -> bool:
    """A day, given where days are not promised."""
    if not _NO_DAY.search(f"{fact.name}{fact.value}") or clause.denies:
        return False
    return bool(_GIVES_DAY.search(clause.sentence_text) and _DAY.search(clause.text)) and not _GIVEN.search(
        clause.sentence_text
    )


def _day_asked_for(saying: Saying, clause: Clause, fact: Fact) -> bool:
    """A yes to whether it will be there on a day, given where days are not promised."""
    if saying.answer != "yes" or clause is not saying.reply or not _NO_DAY.search(f"{fact.name} {fact.value}"):
        return False
    asks = _DAY.search(saying.asked) is not None and _THERE.search(saying.asked) is not None
    return asks and _GIVEN.search(saying.text.lower()) is None and not declines(saying.text.lower())


_THERE: Final = re.compile(
    r"(?<![a-z])(?:here|there|arrive\w*|come|get|got|have|deliver\w*|safe|sure|certain|make it|receive|in time|by then)(?![a-z])|到|收|送|来得及|赶得"
)


_GIVEN: Final = re.compile(
    r"(?<![a-z])(?:try|hope|usually|normally|expected|planned|estimate\w*|should|probably|if|order before)(?![a-z])|尽量|争取|预计|希望|一般|通常|如果|可能|大概"
)


def _used(clause: Clause, fact: Fact) -> bool:
    """Money back or an exchange for what was used, where only unused goods come back."""
    sentence = clause.sentence_text
    return bool(
        _UNUSED.search(f"{fact.name} {fact.value}")
        and _USED.search(sentence)
        and _MONEY_BACK.search(clause.text)
        and _SOMEBODY.search(sentence)
        and not clause.denies
        and not _UNUSED.search(sentence)
    )
