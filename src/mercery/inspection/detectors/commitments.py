"""Commitments held against what the facts grant and refuse: a new battery on the house where no free one is given."""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.committing import GOODS, Commitment, commitments
from mercery.inspection.reading.declining import declines
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.limits import limits
from mercery.inspection.reading.saying import BOUGHT, DELIVERED, Saying, day_named, elapsed
from mercery.inspection.reading.terms import terms
from mercery.inspection.talk.paying import proposes_past_checkout

_PIECES: Final = re.compile(r"[,，;；。、|]\s?|(?<![a-z])but(?![a-z])|但是?")
_REFUSES: Final = re.compile(
    r"(?<![a-z])(?:no|not|never|none|without|except|only|excluded|non|nobody|nothing(?! to))(?![a-z])|不|无(?!理由|条件)|未|仅|只|禁|除|须|勿|没"
)
_ENDLESS: Final = re.compile(r"终身|永久|无限|随时|(?<![a-z])(?:lifetime|any ?time|unlimited|for life)(?![a-z])")


def refused(saying: Saying, clause: Clause) -> Words | None:
    """Why a commitment of the clause's sentence goes too far: a fact that speaks of the matter refuses it."""
    if clause.question or not clause.first:
        return None
    sentence = clause.sentence_text
    if proposes_past_checkout(sentence) or _says_no(saying, clause):
        return None
    if (closed := _beyond_what_is_due(saying, sentence)) is not None:
        return Words(
            f"It gives more than a rule allows: {closed.known.name}: {closed.known.value}.",
            f"给出的超过了规定允许的：{closed.known.name}：{closed.known.value}。",
        )
    for one in commitments(sentence):
        against = _against(saying, sentence, one)
        if against is not None:
            return Words(
                f"It grants what a rule does not allow: {against.known.name}: {against.known.value}.",
                f"答应了规定不允许的事：{against.known.name}：{against.known.value}。",
            )
    return None


_VOUCHES: Final = re.compile(
    r"我(?:也)?(?:做主|说了算|拍板|担着|负责到底)|(?<![a-z])(?:my decision|on my own authority|i decide|my call|take my word|between us)(?![a-z])"
)
_NO_MORE: Final = re.compile(
    r"(?:额外|另外?加?|另行|多)(?:的)?(?:补偿|赔付|赔偿|补贴)|(?<![a-z])(?:extra|additional|further|other) (?:compensation|payments?|refunds?|goodwill|gifts?)(?![a-z])"
)


def _beyond_what_is_due(saying: Saying, sentence: str) -> Fact | None:
    """The fact that allows nothing beyond what is due, where somebody gives something on an own authority."""
    if _VOUCHES.search(sentence) is None or not re.search(r"赔|退|补|送|(?<![a-z])(?:give|refund|send|pay)", sentence):
        return None
    refusing = (fact for fact in saying.facts if _NO_MORE.search(f"{fact.name} {fact.value}"))
    return next((fact for fact in refusing if fact.truth == "no" or _REFUSES.search(fact.value)), None)


def _says_no(saying: Saying, clause: Clause) -> bool:
    """Whether the sentence is the no to what was asked, and nobody does anything in it."""
    reply = saying.reply
    no = saying.answer == "no" and reply is not None and clause.sentence == reply.sentence
    return no and _DOES.search(clause.sentence_text) is None


_DOES: Final = re.compile(r"(?<![a-z])(?:i|we)(?:'ll| will|'ve| have)(?![a-z])|(?<![a-z])but(?![a-z])|[给帮替][您你]")


def guaranteed_against_a_rule(saying: Saying, clause: Clause) -> Words | None:
    """A guarantee where a rule says that none is to be given."""
    bound = limits(saying.facts).promises
    if bound is None or clause.question or declines(clause.sentence_text):
        return None
    if not any(_NOT_ASSURED.search(clause.text[: one.start()]) is None for one in _ASSURES.finditer(clause.text)):
        return None
    return Words(
        f"It guarantees although a rule forbids it: {bound.known.name}: {bound.known.value}.",
        f"规定不得承诺，却作了保证：{bound.known.name}：{bound.known.value}。",
    )


_NOT_ASSURED: Final = re.compile(
    r"(?<![a-z])(?:without|no|not|isn't|aren't|never|neither|nor)(?: \w+){0,2} $|[不没无][^,，]{0,3}$"
)
_ASSURES: Final = re.compile(
    r"(?<![a-z])(?:guarantee|guaranteed|promise you|i promise|we promise|you have (?:my|our) word|(?:my|our) word(?= on| that|,|$)|hand on heart|rest assured|without fail|for certain|100 ?%|one hundred percent|no doubt|you can count on|count on it|definitely|certainly)(?![a-z])"
    r"|保证(?!金)|包(?:您|你)|打包票|放一百个心|一定(?:能|会|到|送|给|让)|肯定(?:能|会|到)|绝对|准(?:能|到|保)|必(?:到|达)|妥妥|说到做到|就能(?:淡|消|好|到)"
)


_DEALS: Final = re.compile(
    r"(?:赔付?|补偿|赔偿)(?:给)?(?:您|你)?[^,，。!?]{0,4}(?:\d|[一二两三四五六七八九十百千万双])|(?<![a-z])(?:compensat\w+|pay|give|send|transfer)(?: to)? you (?:back )?(?:[€£$]?\d|an? (?:hundred|thousand))"
)
_NO_DEALS: Final = re.compile(
    r"(?:不得|不能|不可以?|不许|不准|勿|禁止)[^,，;；。]{0,8}(?:赔|补偿|金额)|(?<![a-z])(?:never|no|not|don'?t|may not|must not|cannot)(?: \w+){0,3} (?:compensation|settle\w*|amounts?|payouts?|money)(?![a-z])"
)


def settled_against_a_rule(saying: Saying, clause: Clause) -> Words | None:
    """A sum named as compensation, where a fact says that nobody here settles it."""
    if clause.question or clause.denies or not _DEALS.search(clause.text) or declines(clause.sentence_text):
        return None
    for fact in saying.facts:
        if _NO_DEALS.search(f"{fact.name} {fact.value}"):
            return Words(
                f"It settles what a rule leaves to others: {fact.known.name}: {fact.known.value}.",
                f"自行答应了规定不得自己谈的赔付：{fact.known.name}：{fact.known.value}。",
            )
    return None


_TAKES_BACK: Final = re.compile(
    r"(?<![a-z])(?:tak(?:e|ing) (?:it|them|that|this|these) back|have (?:it|them) back|(?:send|bring) (?:it|them) back|refund\w*|money back|full amount|swap (?:it|them)|exchange (?:it|them))(?![a-z])|收回|退给?[您你]|给[您你]退|退款|全退|退了|能退|可以退|[能可以照样也](?:退|换)(?!货吗)|照退|换给?[您你]|给[您你]换"
)
_LEFT_OUT: Final = re.compile(
    r"(?<![a-z])(?:excluded|excepted|exempt|not (?:returnable|refundable|taken back|returned|exchanged)|non-?(?:returnable|refundable)|no returns?|cannot be returned|can't be returned|final sale)(?![a-z])|除外|不退|不换|不可退|不能退|不支持退|不在[^,，]{0,4}(?:范围|之列)|不适用"
)


def taken_back_against_a_rule(saying: Saying, clause: Clause) -> Words | None:
    """Goods taken back that a fact leaves out by a word which the customer's own case has: "engraved pieces excluded"."""
    sentence = clause.sentence_text
    if clause.question or clause.denies or not _TAKES_BACK.search(clause.text) or declines(sentence):
        return None
    if _GIVES_BACK.search(sentence) is None:
        return None
    for fact in saying.facts:
        for piece in _PIECES.split(fact.value):
            left_out = _LEFT_OUT.search(f"{fact.name} {piece}")
            own = terms(_LEFT_OUT.sub(" ", f"{fact.name} {piece}")) - _OF_ANY
            if left_out is not None and own & terms(saying.customer) and not _IN_CASE.search(piece):
                return Words(
                    f"It takes back what a rule leaves out: {fact.known.name}: {fact.known.value}.",
                    f"答应退换规定除外的商品：{fact.known.name}：{fact.known.value}。",
                )
    return None


_GIVES_BACK: Final = re.compile(
    r"(?<![a-z])(?:i|we)(?:'ll| will|'d| would| can)(?![a-z])|(?<![a-z])you(?:'ll| will| can| get)(?![a-z])|[给帮替][您你]|退[您你]|我(?:们|来|做主|这边|照)|(?:也|都|照样|一样)(?:能|可以)?(?:退|换)"
)
_OF_ANY: Final = terms(
    "item items piece pieces goods product products article return returns order 商品 产品 东西 退货 退换 退 换"
)
"""Words of any goods, which tell no case."""


def _against(saying: Saying, sentence: str, one: Commitment) -> Fact | None:
    """The fact that refuses it; None where a fact grants it or none speaks of it."""
    words = terms(sentence) | terms(saying.customer)
    acts = lexicon("acts").keys(sentence) | lexicon("acts").keys(saying.asked)
    against: Fact | None = None
    for fact in saying.facts:
        if fact.kind not in ("goods", "authority", "handoff"):
            continue
        if one.good == "discount" and _just_that(saying, sentence, fact):
            return None
        of_fact = fact.acts | lexicon("acts").keys(fact.value)
        near = bool((fact.terms | terms(fact.value)) & words or of_fact & acts)
        said = _says(saying, fact, one, near=near, acts=acts)
        if said is True:
            return None
        against = against or (fact if said is False else None)
    return against


def _just_that(saying: Saying, sentence: str, fact: Fact) -> bool:
    """Whether the fact gives the very share that the sentence gives."""
    given = {known.low for known in fact.of("percent")}
    said = {each.low for each in amounts(sentence, saying.today.year) if each.family == "percent"}
    return bool(said) and said <= given


def _says(saying: Saying, fact: Fact, one: Commitment, *, near: bool, acts: frozenset[str]) -> bool | None:
    """Whether the fact grants (True) or refuses (False) it; None where it says neither. `near`: it is about the matter."""
    if one.good == "longer" and _ENDLESS.search(fact.value):
        return True
    refuses = near and _CLOSED.search(fact.value) is not None and one.good not in ("longer", "hold")
    refuses = refuses or (one.good == "longer" and near and _ends(fact, acts))
    for piece, refusing in _pieces(saying, fact):
        if one.good == "free" and near and _CHARGED.search(piece):
            refuses = True
        if not GOODS[one.good].search(piece):
            continue
        if refusing:
            refuses = True
        elif near and one.good != "longer":
            return None if refuses else True
    return False if refuses else None


def _ends(fact: Fact, acts: frozenset[str]) -> bool:
    """Whether it gives the matter a last day."""
    spans = [one for one in fact.amounts if one.family in ("time", "date") and one.unit != "endless"]
    return bool(spans) and bool((fact.acts | lexicon("acts").keys(fact.value)) & acts & _ENDING)


_ENDING: Final = frozenset({"return", "exchange", "repair"})


def _pieces(saying: Saying, fact: Fact) -> list[tuple[str, bool]]:
    """The parts of a fact with its name, and whether each refuses."""
    found = []
    for piece in _PIECES.split(fact.value):
        refusing = (_REFUSES.search(_UNBURDENED.sub(" ", piece)) is not None and not _IN_CASE.search(piece)) or _over(
            saying, piece
        )
        # The name says what an only is of: "replacement: only the safety desk decides".
        found.append((f"{fact.name} {piece}" if refusing or len(fact.value) < _SHORT else piece, refusing))
    return found


_UNBURDENED: Final = re.compile(
    r"(?<![a-z])(?:without (?:any |further )?(?:question|questions|asking|fuss|charge|cost|costs|fee|proof|receipt)|no (?:further )?(?:questions?|charge|cost|fee|receipt|need)|nothing to (?:send|pay|return|give)|not needed|need not|needn't)(?![a-z])|无需|不用|不需要?|不必"
)
"""What spares the customer something refuses nothing: "replaced without question"."""


def _over(saying: Saying, piece: str) -> bool:
    """Whether the piece gives something for a span that has passed since the goods came."""
    spans = [one for one in amounts(piece, saying.today.year) if one.family == "time"]
    if len(spans) != 1 or not _WITHIN.search(piece):
        return False
    days = elapsed(saying, day_named(saying.facts, DELIVERED) or day_named(saying.facts, BOUGHT))
    return days is not None and days > spans[0].high + 1


_WITHIN: Final = re.compile(r"内|(?<![a-z])(?:within|inside|up to|for|until)(?![a-z])|^\d+ days?")
_IN_CASE: Final = re.compile(
    r"(?:未|不|没)[^,，]{1,8}(?:则|可以?|就|即|的(?:，)?可)|(?<![a-z])if(?: \w+){0,4} not(?![a-z])"
)
"""Grants something for the case that something is not so."""
_CHARGED: Final = re.compile(
    r"(?<![a-z])(?:charged|at cost|own (?:cost|expense)|paid by the (?:customer|buyer)|customer pays|no warranty)(?![a-z])|收费|自费|自付|自理|买家(?:承担|出)|计费"
)
_CLOSED: Final = re.compile(r"仅此|(?<![a-z])(?:only that|nothing (?:else|more)|that is all)(?![a-z])")
"""Says that there is no more to it."""
_SHORT: Final = 12
