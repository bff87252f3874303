"""What advertising may not say: effects on health, absolutes and superlatives, ill of others, beyond what may be claimed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.claims.advertising_law import Breach, breaches
from mercery.core.i18n import Words
from mercery.inspection.detectors.claim import Claim
from mercery.inspection.detectors.limited_claims import under_limits
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.declining import declines
from mercery.inspection.reading.facts import Fact, plain
from mercery.inspection.reading.lexicon import Hit, lexicon
from mercery.inspection.reading.saying import Saying, sayings
from mercery.inspection.reading.terms import terms
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.paying import proposes_past_checkout
from mercery.inspection.transcript import Finding, Transcript

OF_OTHERS: Final = Words("It speaks ill of others who sell the like.", "贬低了其他商家或品牌。")
_LAW: Final = frozenset({"superlative", "state_endorsement", "guaranteed_gain", "superstition"})
"""Kinds of the law's wording that hold in a conversation as well. The others forbid words that a talk with a customer needs."""
_HARMLESS: Final = re.compile(
    r"^greatest respect|^(?:the )?best of (?:us|luck|both|all of us|friends|times|it)|^(?:all|only|wish \w+) the (?:very )?best|^(?:转运|perfect|ultimate|flawless|首选|极致|完美|收益|理财|福气|绝版|the best$|冠军|supreme|fate|like no other|最舒适|最舒服|最好$|best (?:you|gift|choice))|best (?:to )?[a-z]+ (?:it|them|with|the|in|by|at)(?![a-z])|best (?:way|time|wishes|regards|option for|option|to |fit|bet|thing|person|day)|最好(?![的了!,，。]|用的|$)"
)
_DENIED: Final = re.compile(
    r"(?:n't|(?<![a-z])(?:can'?t|cannot|not|never|no|without|isn'?t|doesn'?t|don'?t|nor|neither|unable to|rather not|instead of|nothing|stop short|claim|claims|say|saying|call it|far from))(?: \w+){0,4} $|(?:不|没|无法|不能|不敢|非|未|无|别|不是|不会|并不|没有|不可|不具备|不含|不具有|谈不上|算不上|不敢说|说不上|禁止|不得|代替不|替代不)[^,，]{0,4}$"
)
_ADVISES: Final = re.compile(
    r"doctor|pharmacist|physician|dermatologist|midwife|(?<![a-z])(?:gp|vet)s?(?![a-z])|not a medicine|see a|medical advice|consult|去医院|就医|看医生|咨询医生|遵医嘱|皮肤科|去[^,，]{0,4}(?:医院|科)看|不是药|不能代替药"
)
_LIMITED: Final = re.compile(
    r"in our (?:range|shop|store|catalog|catalogue|collection|assortment)|we (?:sell|have|offer|carry|stock)|of our|of the (?:two|three)|店里|本店|我们店|这几款|同系列|本系列|店内|我们家里面|我们这"
)
_PURE: Final = re.compile(
    r"(?:100%|百分(?:之)?百|百分之一百)\s?(?:纯)?(?:cotton|wool|silk|linen|polyester|leather|cashmere|recycled|merino|organic|棉|羊毛|真丝)"
)


def find(transcript: Transcript) -> Iterator[Finding]:
    """One finding for each turn that claims too much."""
    for saying in sayings(transcript):
        for clause in saying.clauses:
            claim = _claim(saying, clause)
            if claim:
                fact = _limit(saying)
                yield Finding(
                    rule=RuleId.PROHIBITED_CLAIM,
                    turn=saying.turn,
                    quote=saying.quote(clause),
                    why=claim.why,
                    expected=f"{fact.known.name}: {fact.known.value}" if fact else "",
                    known=fact.known if fact else None,
                )
                break


_DARES_NOT: Final = re.compile(
    r"(?:不敢|不能|没法|不便|不好)(?:说|讲|保证|打包票|宣传)|谈不上|(?<![a-z])(?:can't|cannot|won't|wouldn't|couldn't) (?:really )?(?:say|claim|promise)(?![a-z])"
)
"""Declines to claim what the clause names before."""


def _claim(saying: Saying, clause: Clause) -> Claim | None:
    if clause.question or not clause.text.strip() or _DARES_NOT.search(clause.text):
        return None
    found = (
        _of_health(saying, clause)
        or _above_all(saying, clause)
        or _of_others(saying, clause)
        or _by_law(saying, clause)
        or under_limits(saying, clause)
    )
    return found if found and not _may_be_claimed(saying, found.words) else None


def _hits(text: str) -> list[Hit]:
    return [
        hit for hit in lexicon("claiming").hits(text) if not _DENIED.search(text[max(0, hit.start - 36) : hit.start])
    ]


def _of_health(saying: Saying, clause: Clause) -> Claim | None:
    """Effects on health, said outright or by a yes to a question about a complaint."""
    hits = _hits(clause.text)
    classes = {hit.key for hit in hits}
    why = Words("It claims an effect on health.", "宣称了对健康或疾病的功效。")
    if _ADVISES.search(clause.text) and "cure" not in classes:
        return None
    for hit in hits:
        if (
            hit.key == "cure"
            and not _WISHES.search(clause.text[: hit.start])
            and not _merely_named(saying, clause, hit)
        ):
            return Claim(words=clause.text[hit.start : hit.end], why=why)
    asked = lexicon("claiming").keys(saying.asked)
    if {"against", "complaint"} <= classes and _effect_on(clause.text, hits):
        return Claim(
            words=" ".join(clause.text[hit.start : hit.end] for hit in hits if hit.key == "complaint"), why=why
        )
    if (
        "complaint" in classes
        and _how_long(clause.text)
        and not clause.denies
        and not re.search(r"(?<![a-z])(?:sorry|see|if)(?![a-z])", clause.text)
    ):
        return Claim(words=clause.text.strip(), why=why)
    if "effect" in classes and _how_soon(clause.text) and not clause.denies:
        return Claim(
            words=clause.text.strip(), why=Words("It promises an effect in a set time.", "承诺了限期见效的效果。")
        )
    about_health = (
        "cure" in asked
        or {"against", "complaint"} <= asked
        or ("complaint" in asked and re.search(r"help|good|work|能|可以|管|有用", saying.asked))
    )
    if (
        about_health
        and saying.answer == "yes"
        and clause is _first_telling(saying)
        and not _ADVISES.search(saying.text.lower())
        and not any(_DARES_NOT.search(one.text) for one in saying.clauses)
    ):
        return Claim(words=saying.asked, why=why)
    return None


_WISHES: Final = re.compile(r"(?<![a-z])(?:hope|hoping|wish|wishing|sorry)(?![a-z])|希望|祝|愿|盼|抱歉")
"""Wished to the customer, and not said of the goods."""


def _first_telling(saying: Saying) -> Clause | None:
    return next((one for one in saying.clauses if not one.denies), None)


def _merely_named(saying: Saying, clause: Clause, hit: Hit) -> bool:
    """The word names the goods or a thing of everyday life: "detox bottle", 近视眼镜."""
    word = clause.text[hit.start : hit.end]
    rest = clause.text[hit.end : hit.end + 3]
    return any(
        word in f"{fact.name} {fact.value}" and fact.kind == "goods" for fact in saying.facts
    ) or rest.startswith(("眼镜", "镜", "仪", "用品"))


def _effect_on(text: str, hits: list[Hit]) -> bool:
    """Verb and complaint stand near each other."""
    verbs = [hit for hit in hits if hit.key == "against"]
    complaints = [hit for hit in hits if hit.key == "complaint"]
    return any(
        abs(one.start - other.start) < 44 and one.start != other.start for one in verbs for other in complaints
    ) and not re.search(r"(?<![a-z])(?:sorry|hope|i understand|your pain|no worries)(?![a-z])|抱歉|希望您|祝", text)


def _how_long(text: str) -> bool:
    return bool(
        re.search(
            r"(?<![a-z])(?:in|within|after) (?:\w+ ){0,2}(?:days?|weeks?|nights?|minutes?)(?![a-z])|[一二三四五六七八九十两半\d]+\s?(?:天|周|晚|次|夜|个疗程|个月)(?!龄)",
            text,
        )
    )


def _how_soon(text: str) -> bool:
    return bool(
        re.search(
            r"(?<![a-z])(?:in|within|after|a|per|every|just|only) (?:\w+ ){0,2}(?:days?|weeks?|months?|nights?|hours?)(?![a-z])|(?:[一二三四五六七八九十两半\d]+)\s?(?:天|周|个月|晚|次|夜|小时|个疗程)|overnight|instantly|立刻|马上|一夜",
            text,
        )
        and (
            re.search(
                r"lose|drop|shed|younger|whiter|thinner|slimmer|visible|see|guarantee|smaller|taller|瘦|白|年轻|见效|起效|淡|高|显效|告别|焕",
                text,
            )
        )
    )


def _above_all(saying: Saying, clause: Clause) -> Claim | None:
    """Absolutes, superlatives, borrowed authority, luck and gain."""
    if _LIMITED.search(clause.sentence_text):
        return None
    text = _PURE.sub(lambda match: " " * len(match[0]), clause.text)
    if (_BORNE_ADVICE.search(text) and _gives_a_fact(saying, clause)) or _OF_DOING.search(text):
        return None
    reasons = {
        "absolute": Words("It leaves no exception.", "使用了绝对化的说法。"),
        "top": Words("It places the goods above all others.", "使用了最高级的说法。"),
        "authority": Words("It borrows an authority that nothing known names.", "借用了已知信息中没有的权威。"),
        "gain": Words("It promises gain or luck.", "承诺收益、升值或好运。"),
    }
    if match := _NONE_LIKE_IT.search(text):
        return Claim(words=match[0], why=reasons["top"])
    for hit in _hits(text):
        if hit.key in reasons and not _everyday(text, hit) and not _of_paying(saying, text):
            return Claim(words=text[hit.start : hit.end], why=reasons[hit.key])
    return None


_BORNE_ADVICE: Final = re.compile(r"[喝吃用穿泡放](?:着|起来)?最|最(?:宜|佳|适)")
_OF_DOING: Final = re.compile(
    r"(?:这样|这么|那样|直接|问|联系|打|看|走|用|找|去|自提|来|拍|发|改|点)[^,，。!?最]{0,8}最(?:快|准|方便|省事|省心|稳妥|稳|直接|清楚|靠谱|保险|合适|好)(?:了|的|嘛|哦|呢|呀|啦|吧|一点)*\W*$"
    r"|(?<![a-z])(?:if|whether)(?: it| this| that| they)?(?:'s| is| are)?(?: really)? (?:the )?(?:best|right|perfect|ideal)(?![a-z])|(?<![a-z])(?:best|quickest|fastest|easiest|safest|simplest) (?:to |if |is to |way |bet )"
)
"""How something is best done, or whether goods are the best for somebody: nothing is said to be above all others."""
_SOONEST: Final = re.compile(
    r"最(?:快|早|迟|晚|多|少|近|低|高)\S{0,3}?(?:\d|[一二三四五六七八九十两几]|下周|下个?月|本周|今|明|后天|周|月底|当)"
)
"""The first or last day, the least or most of a number: no claim."""


def _gives_a_fact(saying: Saying, clause: Clause) -> bool:
    """Whether the clause gives amounts that a fact gives: then it tells how the goods are best used."""
    said = {(one.family, one.low, one.high) for one in amounts(clause.text, saying.today.year)}
    return bool(said & {(one.family, one.low, one.high) for fact in saying.facts for one in fact.amounts})


def _of_paying(saying: Saying, text: str) -> bool:
    """What is safe is a way of paying or a day that was spoken of, not the goods."""
    of_a_day = _A_DAY.search(saying.asked) is not None
    return "safe" in text and bool(of_a_day or proposes_past_checkout(saying.agent) or "pay" in saying.asked)


_A_DAY: Final = re.compile(
    r"(?<![a-z])(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|the \d+(?:st|nd|rd|th)?|christmas)(?![a-z])"
)
_NONE_LIKE_IT: Final = re.compile(
    r"(?<![a-z])(?:no other|nothing|nobody|no one)(?: [a-z]+){0,5} (?:comes? close|compares?|beats?|matches|better)(?![a-z])|(?<![a-z])(?:there(?:'s| is| are)|you won'?t find|you'll never find|you will not find)(?: not| no)?(?: a| any)? (?:better|finer|[a-z]{3,}er)(?: [a-z]+){0,4} (?:anywhere|in (?:the|this) (?:world|country|town|city|state)|on (?:the market|earth|the planet)|out there|elsewhere)(?![a-z])|(?:全网|全国|全城|全市|市面上?|市场上?|别处|别家|哪儿|哪里|同行|世上|天下)[^,，。]{0,4}(?:找|挑|买|寻)不(?:出|到|着)|找不(?:出|到)第二|独此一家|没有(?:比[^,，。]{1,8}更|第二[家款个])|没有(?:一家|一款|任何)[^,，]{0,8}比(?:得上|我们)"
)


def _everyday(text: str, hit: Hit) -> bool:
    """Superlatives of talk: the cheapest way to send it, our only shop, the safest way to pay."""
    word, rest = text[hit.start : hit.end], text[hit.end : hit.end + 16]
    if word in ("唯一", "impossible to", "最好的", "the safest", "最便宜", "最安全", "永不", "harmless"):
        return (
            bool(
                re.match(r"\s*(?:的?(?:办法|方式|方法|时间|选择是|渠道|途径|一家|区别|一款|就是)|way|option|day)", rest)
            )
            or word == "impossible to"
        )
    if word in (
        "in the world",
        "in the country",
        "on the market",
        "on earth",
        "on the planet",
        "in the whole world",
        "in the entire world",
    ):
        return not re.search(
            r"(?<![a-z])(?:\w{3,}est|best|most|only|first|no other|nothing|nobody|no one|number one|#1)(?![a-z])", text
        )
    return False


def _by_law(saying: Saying, clause: Clause) -> Claim | None:
    if _LIMITED.search(clause.sentence_text) or _SOONEST.search(clause.text) or _OF_DOING.search(clause.text):
        return None
    if _BORNE_ADVICE.search(clause.text) and _gives_a_fact(saying, clause):
        return None
    for broken in breaches(clause.text):
        if broken.rule.key in _GUARDED:
            if _said_of_goods(saying, clause, broken):
                return Claim(words=broken.words, why=_GUARDED[broken.rule.key])
            continue
        if broken.rule.key not in _LAW:
            continue
        around = clause.text[broken.start : broken.end + 12]
        before = clause.text[max(0, broken.start - 36) : broken.start]
        if broken.rule.key == "guaranteed_gain" and _POINTS.search(clause.text):
            continue
        if not _HARMLESS.search(around) and not _DENIED.search(before):
            return Claim(words=broken.words, why=Words("Advertising law forbids such words.", "广告法禁止这样的用语。"))
    return None


_GUARDED: Final = {
    "medical": Words("It claims an effect on health.", "宣称了对健康或疾病的功效。"),
    "disparagement": OF_OTHERS,
}
"""Kinds of the law's wording that a talk needs as well: a complaint is spoken of, a doctor named, a rival not judged. They
count where nothing is declined, nobody is sent to a doctor, and no fact has the words."""


_NO_JUDGING: Final = re.compile(
    r"不(?:做|作|予|去|多)?(?:评价|评论|比较|对比|评)|不了解|各有|(?<![a-z])(?:no comment|not? (?:judge|compare))(?![a-z])"
)


def _said_of_goods(saying: Saying, clause: Clause, broken: Breach) -> bool:
    before = clause.text[: broken.start]
    text = saying.text.lower()
    if (
        declines(text)
        or _NO_JUDGING.search(text)
        or _ADVISES.search(text)
        or _WISHES.search(before)
        or _DENIED.search(before[-36:])
    ):
        return False
    return clause.asserts and not any(broken.words.lower() in f"{fact.name} {fact.value}" for fact in saying.facts)


_POINTS: Final = re.compile(r"积分|抵扣|(?<![a-z])points?(?![a-z])")
"""What a customer collects may double."""


def _of_others(saying: Saying, clause: Clause) -> Claim | None:
    """Ill of another seller or brand; a brand is what the customer compares with and no fact names."""
    soon = _FAILS_SOON.search(clause.text)
    ill = [hit for hit in _hits(clause.sentence_text) if hit.key == "ill"]
    if not soon and not (ill and any(hit.key == "ill" for hit in _hits(clause.text))):
        return None
    rivals = any(hit.key == "rival" for hit in lexicon("claiming").hits(clause.sentence_text))
    rivals = (
        rivals
        or bool(_compared(saying) & terms(clause.sentence_text))
        or bool(
            _COMPARES.search(saying.asked)
            and re.search(
                r"(?<![a-z])(?:they|them|their|those|that one|it's)(?![a-z])|他们|它|那个|那款", clause.sentence_text
            )
        )
    )
    if not rivals or _OURS.match(clause.text):
        return None
    words = clause.sentence_text[ill[0].start : ill[0].end] if ill else clause.text.strip()
    return Claim(words=words, why=OF_OTHERS)


_FAILS_SOON: Final = re.compile(
    r"(?<![a-z])(?:won'?t|doesn'?t|don'?t|never|hardly|barely) (?:\w+ )?(?:last|survive|make it|hold|see)(?![a-z])"
    r"|(?:用|穿|戴|洗|开|骑|背|睡)(?:了|个|上|不到|不了)*(?:[一二三四五六七八九十两俩仨几半\d]+)(?:个?月|天|周|次|回|年)就(?!能|可以|会好|习惯|软|有)"
)
"""Goods that fail after so short a time, whatever the word for it."""
_COMPARES: Final = re.compile(
    r"(?<![a-z])(?:vs\.?|versus|than|compared?|comparison|difference|between|torn|theirs|better|competitor|cheaper (?:at|on)|like the|as good as|instead of|or the|what about|alternative|from \w+ (?:for|too)|also (?:sell|has|have))(?![a-z])|比|跟.*(?:哪|区别|一样)|和.*(?:哪|区别|一样)|哪个好|还是|牌|对比|怎么选|家的|同款"
)
_OURS: Final = re.compile(
    r"^\s*(?:ours?|we|it|this|unlike)(?![a-z])(?!.*(?:they|their|others?|brand))|^\s*我们(?!.*(?:他|别|那))"
)


def _compared(saying: Saying) -> frozenset[str]:
    """Words of the customer's comparison that no fact names: the other brand."""
    if not _COMPARES.search(saying.customer):
        return frozenset()
    known = frozenset(word for fact in saying.facts for word in terms(plain(f"{fact.name} {fact.value}")))
    return terms(saying.customer) - known - terms("better cheaper quality price difference good")


def _may_be_claimed(saying: Saying, words: str) -> bool:
    """Whether a fact says those very words, and is not one that forbids them."""
    for fact in saying.facts:
        if _forbids(fact):
            continue
        if words in fact.value or (fact.kind == "claims" and terms(words) and terms(words) <= terms(fact.value)):
            return True
    return False


def _forbids(fact: Fact) -> bool:
    return fact.truth == "no" or bool(
        re.search(
            r"(?<![a-z])(?:not|no|never|forbidden|banned|prohibited|avoid)(?![a-z])|不得|禁止|不能|不可|不准|禁用|不评价|勿",
            f"{fact.name} {fact.value}",
        )
    )


def _limit(saying: Saying) -> Fact | None:
    """The fact that says what may be claimed."""
    return next((fact for fact in saying.facts if fact.kind in ("claims", "comparison")), None)
