"""What a fact denies, said to be possible: "not suitable for gas hobs", and an agent who says that they are fine.

This is the reading of last resort, for matters that no list knows: it asks that nearly all words of what the fact denies be
said again, so that the two can only differ in yes and no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.hours import days_of
from mercery.inspection.reading.clauses import Clause, negated
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_PIECE: Final = re.compile(
    r"[,，;；。、()（）]|(?<![a-z])(?:but|however)(?![a-z])|但|(?<=[\u4e00-\u9fffa-z])\s(?=[\u4e00-\u9fff])"
)
_CONDITION: Final = re.compile(
    r"(?<![a-z])(?:if|when|unless|only|once|after|before|until|except|without|with)(?![a-z])|如|须|需|仅|只|才|后|前|除|时"
)
_SURE: Final = terms(
    "fully completely entirely easily fine allowed suitable possible safe use used using work works working available"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """What a piece of a fact denies."""

    words: frozenset[str]
    acts: frozenset[str]
    negated: bool
    """Whether the piece itself denies, rather than the name of the fact."""


def denials(fact: Fact) -> list[Denied]:
    """Those without a condition or a number, of at least one word that says something."""
    found = []
    for text in _PIECE.split(fact.value):
        if _CONDITION.search(text) or _BARS.search(text) or re.search(r"\d", text) or lexicon("conditions").keys(text):
            continue
        words, acts = terms(_NOT.sub(" ", text)) - _SURE, lexicon("acts").keys(text)
        if (words or acts) and (negated(text) or _FORBIDS.search(fact.name)):
            found.append(Denied(words=words, acts=acts, negated=negated(text)))
    return found


_BARS: Final = re.compile(
    r"(?<![a-z])(?:restrict\w*|limits?|limitations?|obstacles?|problems?|issues?|hurdles?)(?![a-z])|限制|门槛|问题|障碍"
)
"""Who denies a bar allows."""
_NOT: Final = re.compile(
    r"(?<![a-z])(?:not|no|never|without|cannot|can't|isn't|non)(?![a-z])|不可以?|不能|不得|不支持|不适用?|不含|不要|不|无|禁止|勿|切勿|请勿|未|没有?"
)
_FORBIDS: Final = re.compile(
    r"^忌|禁忌|禁止|avoid|not for|do not|don'?t|unsuitable|not suitable|不适合|不可|excluded|不支持"
)


_LISTS: Final = re.compile(
    r"ingredient|contents?|contain|includ|included|features?|made with|allergen|成分|配料|含|包含|配件|清单|功能"
)
_NONE_OF: Final = re.compile(
    r"(?<![a-z])(?:no|without|free of|not contain|doesn't contain|doesn't have|does not have|don't use)(?![a-z])|没有|不含|无|不带|没"
)


def listed_but_denied(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """ "No palm oil", of what names palm oil among what is in it; "cannot be folded" of what can."""
    if not clause.asserts or not clause.denies or _NAMES.search(fact.name):
        return False
    head = fact.value[:2]
    if _TWO_SIGNS.fullmatch(head) and any(f"{no}{head}" in clause.text for no in ("免", "无需", "不用", "非", "没有")):
        return True
    here, topics = terms(clause.text) - _SURE, lexicon("attributes").keys(clause.text)
    listed = bool(_LISTS.search(fact.name)) and bool(_NONE_OF.search(clause.text))
    if not listed and (topics - fact.topics - fact.value_topics or not _named(saying, fact, clause)):
        return False
    for piece in _PIECE.split(_BESIDE.sub(" ", fact.value)):
        words = terms(_CAN.sub(" ", piece)) - _SURE
        if not words or negated(piece) or _CONDITION.search(piece) or re.search(r"\d", piece):
            continue
        tail = listed and piece.strip()[-2:] in clause.text and "\u4e00" <= piece.strip()[-1] <= "\u9fff"
        able = listed or _CAN.search(piece) or len(words) > 1
        if tail or (able and words <= here and len(here) <= len(words) + 2):
            return True
    return False


_TWO_SIGNS: Final = re.compile(r"[\u4e00-\u9fff]{2}")
_BESIDE: Final = re.compile(
    r"(?<=不含)[^,，;；。]+|(?<=没有)[^,，;；。]+|(?<![a-z])(?:no|without|free of|free from) [a-z ]+(?:, [a-z ]+?)*,? (?:or|and|nor) [a-z ]+"
)
"""What a list denies all along: 不含A醇、水杨酸."""


def _named(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """Whether the clause or the question speaks of the fact by its name."""
    text = f"{clause.text} {saying.asked}"
    return bool(
        fact.terms & terms(text)
        or fact.acts & lexicon("acts").keys(text)
        or fact.topics & lexicon("attributes").keys(text)
    )


_NAMES: Final = re.compile(
    r"^(?:product|item|model|name|title|shop|store|order|goods|status|brand|商品|型号|名称|品名|订单|店铺|门店|状态|品牌)s?$"
)
_CAN: Final = re.compile(
    r"(?<![a-z])(?:can be|can|with|includes?|included|supports?|comes with|required|needed|necessary)(?![a-z])|可以?|支持|附带?|含|带|需要?|必须"
)


def on_a_denied_day(fact: Fact, clause: Clause) -> bool:
    """ "On Saturday, yes", of what cannot be used at weekends."""
    said = days_of(clause.text)
    if not said or not clause.asserts or clause.denies:
        return False
    return any(negated(piece) and days_of(piece) & said for piece in _PIECE.split(fact.value)) and bool(
        _ABLE.search(clause.text)
    )


_PARTLY: Final = r"(?<![a-z])(?:only|partly|partially|half)(?![a-z])|仅|只有|部分|局部"


def partly_but_wholly(fact: Fact, clause: Clause) -> bool:
    """ "Fully lined", of a lining in the sleeves only."""
    part = re.search(_PARTLY, fact.value)
    whole = re.search(
        r"(?<![a-z])(?:fully|completely|entirely|all over|all the way|everywhere|throughout|whole)(?![a-z])|全部|整个|全身|完全|都有",
        clause.text,
    )
    if not part or not whole or not clause.asserts or clause.denies or re.search(_PARTLY, clause.text):
        return False
    return bool(fact.terms & terms(clause.text) or fact.acts & lexicon("acts").keys(clause.text))


def found(saying: Saying) -> Iterator[Contradiction]:
    """By piece that denies, then by clause."""
    for fact in saying.goods:
        if fact.truth is not None:
            continue
        if wrong := next((clause for clause in saying.clauses if _plainly(saying, fact, clause)), None):
            yield contradiction(saying, wrong, fact, _why(fact))
            return
        for denied in denials(fact):
            for clause in saying.clauses:
                if _affirms(saying, denied, clause):
                    yield contradiction(saying, clause, fact, _why(fact))
                    return


def _plainly(saying: Saying, fact: Fact, clause: Clause) -> bool:
    return listed_but_denied(saying, fact, clause) or on_a_denied_day(fact, clause) or partly_but_wholly(fact, clause)


def _affirms(saying: Saying, denied: Denied, clause: Clause) -> bool:
    """Whether the clause says that it can be; or a yes, where the question holds the words."""
    if not clause.asserts or clause.denies:
        return False
    short = denied.negated and len(clause.text.split()) < 9 and not _HARMS.search(clause.text)
    if (short or _ABLE.search(clause.text)) and _holds(denied, clause.text):
        return True
    answers = clause is saying.reply and saying.answer == "yes"
    return answers and _holds(denied, saying.asked, half=True) and not negated(saying.asked)


_HARMS: Final = re.compile(
    r"damage|harm|ruin|void|risk|avoid|break|hurt|损|伤|坏|老化|避免|风险|影响|另买|另购|另外|自备|单独|自己的|您自己|separate|extra|buy|your own|yourself|bring"
)
_ABLE: Final = re.compile(
    r"(?<![a-z])(?:can|could|may|able|fine|ok|okay|safe|suitable|works?|perfect|great|yes|sure|no problem|possible|allowed|supports?|go ahead|is|are|has|have|comes)(?![a-z])|能|可以|没问题|没事|放心|支持|适合|随便|都|可|有"
)


def _holds(denied: Denied, text: str, *, half: bool = False) -> bool:
    shared = len(denied.words & terms(text))
    if (
        denied.acts
        and denied.acts <= lexicon("acts").keys(text)
        and (len(denied.words) <= 3 or shared * 2 >= len(denied.words))
    ):
        return True
    return shared > 0 and (shared * 2 >= len(denied.words) if half else shared * 3 >= len(denied.words) * 2)


def _why(fact: Fact) -> Words:
    return Words(
        f"What is known says the contrary: {fact.known.name}: {fact.known.value}.",
        f"与已知信息相反：{fact.known.name}：{fact.known.value}。",
    )
