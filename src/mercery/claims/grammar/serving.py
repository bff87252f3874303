"""What is said of delivery, returns, payment and service: proved on one clause of one policy, from both sides.

All that the sentence says must stand in the clause; and all that limits the clause (to a region, a kind of goods, a
condition, a threshold) must be said in the sentence or hold of the product in question. So "returns are free" does not
follow from "returns in a boutique are free".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.bearing import bears, told_of
from mercery.claims.grammar.beside_amounts import pairs
from mercery.claims.grammar.clauses import Clause, joined, limiting
from mercery.claims.grammar.contraries import contrary, denied_deed, granted_deed
from mercery.claims.grammar.covering import covered
from mercery.claims.grammar.excluded import read_excluded
from mercery.claims.grammar.expired import granted_within
from mercery.claims.grammar.for_whom import persons
from mercery.claims.grammar.limits import Said
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.rule_scope import every_one, excepted, of_all, service_before
from mercery.claims.grammar.served import read_unserved
from mercery.claims.grammar.thresholds import read_thresholds
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.topics import TOPICS
from mercery.claims.grammar.weekdays_told import weekdays_as_ruled
from mercery.claims.grounds import Grounds
from mercery.claims.views import ProductView

_BACK_TO_YOU: Final = re.compile(r"退(?:货|回|还)?(?:寄|送)?(?:到|至|回)[了]?[您你]")
_CODE: Final = re.compile(r"[a-z]{2,}\d+")


_THIS: Final = frozenset(
    {"it", "this", "this one", "these", "they", "them", "它", "这款", "这件", "这双", "这条", "这只", "这枚"}
)


def read_serving(reading: Reading, segment: Segment) -> bool:
    """Whether the segment speaks of service and every word of it is borne by a policy."""
    if read_unserved(reading, segment) or read_excluded(reading, segment) or _proved(reading, segment):
        return True
    grant = granted_within(segment)
    if grant is None or not _proved(reading, grant):
        return False
    segment.use(segment.tokens, "policy")
    return True


def _proved(reading: Reading, segment: Segment) -> bool:
    """Whether one clause of a policy bears the segment."""
    told = told_of(segment)
    sentence = [
        token
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence
        for token in one.tokens
    ]
    topics = _topics(segment, told)
    follows = reading.policy[0] == segment.tokens[0].sentence or _goes_on(reading, segment)
    if not told or (not topics and not follows) or _promises(segment) or _sent_to_the_customer(segment):
        return False
    if _likens_places(segment) or _charges_without_a_sum(segment) or _saves_a_fee(segment):
        return False
    if any(token.has("att:warranty") and not segment.negative(token) for token in told) and any(
        "warranty" not in view.facts for view in segment.views
    ):
        return False
    said = _said(reading, segment, told, sentence, topics)
    earlier: list[Segment] = []
    apart: list[Token] = []
    whole = segment
    if not topics:
        earlier = [
            one
            for one in reading.segments
            if one.tokens[0].sentence == reading.policy[0] and one.tokens[0].segment < segment.tokens[0].segment
        ]
        whole = Segment([token for one in [*earlier, segment] for token in one.tokens])
        whole.views, whole.group = segment.views, segment.group
        apart = [token for one in earlier for token in told_of(one) if token.by == "policy"]
    for clause in reading.grounds.units:
        if (not topics and clause.fact_id != reading.policy[1]) or clause.fact_id == reading.refused:
            continue
        if (
            bears(reading.grounds, clause, segment, told, said)
            and (topics or _follows_on(reading.grounds, clause, earlier, whole, [*apart, *told], said))
            and weekdays_as_ruled(segment.tokens, clause)
            and not contrary(segment.tokens, clause.text, reading.grounds.tokens(clause.text))
            and not denied_deed(segment, clause)
            and not granted_deed(whole, clause)
        ):
            reading.policy = (segment.tokens[0].sentence, clause.fact_id)
            reading.claim(clause.attribute, clause.subject_id, clause.fact_id, subject=clause.subject_id)
            segment.use(segment.tokens, "policy")
            return True
    return False


def _said(
    reading: Reading, segment: Segment, told: Sequence[Token], sentence: Sequence[Token], topics: frozenset[str]
) -> Said:
    """What the sentence around the segment says, for the limits of a clause."""
    views = tuple(segment.views) or ((reading.about,) if reading.about else ()) or _of_brand(reading, told)
    joined = "".join(token.text for token in sentence)
    text = joined if not joined.isascii() else " ".join(token.text for token in sentence)
    if segment.group or (of_all(text) and not any(token.names for token in sentence)):
        views = ()
    return Said(
        keys=frozenset(key for token in sentence for key in token.keys) | (topics & {"c:code"}),
        amounts=tuple(token.amount for token in sentence if token.amount),
        views=views,
        of_this=bool(views) and any(token.text in _THIS for token in sentence),
        hooks=_hooks(told),
        eased=reading.eased,
        service=service_before(sentence, segment),
        excepted=excepted(sentence),
        every_one=every_one(text),
        persons=persons(text),
        text=text,
    )


_AFTERWARDS: Final = frozenset(
    {"after that", "afterwards", "beyond that", "past that", "之后", "过后", "此后", "以后", "过了"}
)


def _goes_on(reading: Reading, segment: Segment) -> bool:
    """`… within two hours. After that it …`: the sentence goes on with the rule of the one before."""
    words = [token.text for token in segment.tokens if not token.punctuation]
    begins = bool(words) and (words[0] in _AFTERWARDS or " ".join(words[:2]) in _AFTERWARDS)
    return reading.eased and begins and reading.policy[0] == segment.tokens[0].sentence - 1


def _of_brand(reading: Reading, told: Sequence[Token]) -> tuple[ProductView, ...]:
    """`every Oska Lune piece`: all that the shop has of the brand, where no kind of goods is named."""
    brands = {name for token in told for name in token.of("brand")}
    kinds = any(noun != "item" for token in told for noun in token.of("noun"))
    if len(brands) != 1 or kinds or not reading.grounds.complete:
        return ()
    return tuple(view for view in reading.grounds.products.values() if view.brand.lower() in brands)


def _topics(segment: Segment, told: Sequence[Token]) -> frozenset[str]:
    """What of service the segment speaks of: named, or told by a code or by business days to a place."""
    topics = {key for token in told for key in token.keys} & TOPICS
    if any(_CODE.fullmatch(token.text) for token in told):
        topics |= {"c:code"}
    if any(token.amount and token.amount.unit == "business_day" for token in told) and segment.a("place"):
        topics |= {"c:deliver"}
    if topics == {"c:faulty"} and not any(token.amount or token.has(*_DONE) for token in told):
        return frozenset()  # `…, if the item is faulty`: a condition of what was told before, and no rule by itself
    return frozenset(topics)


_DONE: Final = (
    "c:paid",
    "c:free",
    "c:fee",
    "c:return",
    "c:refund",
    "c:exchange",
    "c:repair",
    "att:warranty",
    "c:include",
)


def _follows_on(
    grounds: Grounds, clause: Clause, earlier: Sequence[Segment], whole: Segment, told: Sequence[Token], said: Said
) -> bool:
    """Whether a clause without a topic of its own goes on from what was told before it of the same policy."""
    if not pairs(clause, whole, told):
        return False
    bounded = limiting(clause)
    every = joined([one for one in grounds.units if one.fact_id == clause.fact_id])
    if any(_counts_otherwise(clause, token) for one in earlier for token in told_of(one)):
        return False
    for one in earlier:
        for token in told_of(one):
            if token.by != "policy" or covered(clause, one, token, said) is not None:
                continue
            if bounded or covered(every, one, token, said) is None:
                return False
    return True


_HOOKS: Final = TOPICS - {
    "c:order",
    "c:faulty",
    "att:warranty",
    "c:cutoff",
    "c:promotion",
    "c:service",
    "c:deliver",
    "c:postage",
    "c:account",
}


def _hooks(told: Sequence[Token]) -> frozenset[str]:
    """The topic of one word that has no other sense: empty where each word might be borne in another way."""
    for token in told:
        keys = {key for key in token.keys if key.startswith(("c:", "att:", "stock:", "price:", "noun:", "mat:"))}
        if keys and keys <= _HOOKS and not token.is_a("n", "s", "t", "place", "noun"):
            return frozenset(keys)
    return frozenset()


_COUNTED: Final = ("number", "count")


def _counts_otherwise(clause: Clause, token: Token) -> bool:
    """`in three instalments, with a fee`: what was counted before is not what the clause counts."""
    amount = token.amount
    if amount is None or amount.kind not in _COUNTED:
        return False
    own = [one.value for one in clause.amounts if one.kind in (*_COUNTED, "quantity")]
    return bool(own) and amount.value not in own


_ALIKE: Final = frozenset({"一样", "同样", "相同", "as long as", "as fast as", "as quickly as", "as soon as", "like", "just like", "likewise", "同", "一致"})  # fmt: skip


def _likens_places(segment: Segment) -> bool:
    """寄台湾跟大陆一样: that two places are served alike is told by no rule that names them both."""
    places = {place for token in segment.tokens for place in token.of("place")}
    return len(places) > 1 and any(token.has("cmp:same") or token.text in _ALIKE for token in segment.tokens)


_CHARGED: Final = frozenset({"收", "收取", "要收", "加收", "另收", "得收", "照收"})


def _charges_without_a_sum(segment: Segment) -> bool:
    """满150收运费: what delivery costs is told with its sum, or that it is free."""
    charged = any(token.text in _CHARGED and not segment.negative(token) for token in segment.tokens)
    return (
        charged
        and segment.has("c:postage")
        and not any(token.amount and token.amount.kind in ("money", "number") for token in segment.tokens)
    )


_SAVES: Final = frozenset({"save", "saves", "saving", "you save", "saves you", "saved"})


def _saves_a_fee(segment: Segment) -> bool:
    """`gift wrapping saves 6 euros`: a fee is no saving."""
    saved = any(token.text in _SAVES for token in segment.tokens) and any(token.amount for token in segment.tokens)
    return (
        saved
        and not segment.has("c:code", "c:price_adjust", "c:free", "c:free_postage", "price:down")
        and not any(_CODE.fullmatch(token.text) for token in segment.tokens)
    )


def _sent_to_the_customer(segment: Segment) -> bool:
    """退货到您这儿: goods that come back come to the shop."""
    return bool(_BACK_TO_YOU.search("".join(token.text for token in segment.tokens)))


def _promises(segment: Segment) -> bool:
    """`I'll refund you`, 我给您退: what the speaker undertakes stands in no policy."""
    return any(token.text in ("i", "let me", "我") and token.by != "talk" for token in segment.tokens) and not any(
        token.is_a("neg") for token in segment.tokens
    )


def read_sentence(reading: Reading, segments: Sequence[Segment]) -> bool:
    """The segments of one sentence as a whole: `unopened, it can be returned within 30 days`."""
    segments = [one for one in segments if any(token.by != "talk" for token in one.tokens if not token.punctuation)]
    if segments and read_thresholds(reading, segments):
        return True
    if len(segments) < 2 or any(
        token.by not in ("", "name", "noun", "talk", "pointed") for one in segments for token in one.tokens
    ):
        return False
    views = [view for one in segments for view in one.views]
    if len({view.id for view in views}) > 1 and not any(one.group for one in segments):
        return False
    whole = Segment([token for one in segments for token in one.tokens])
    whole.views, whole.group = (segments[0].views or segments[-1].views), any(one.group for one in segments)
    return read_serving(reading, whole) or _each_by_itself(reading, segments)


def _each_by_itself(reading: Reading, segments: Sequence[Segment]) -> bool:
    """`For London, count four to six business days, and …`: a place told first holds for each part that follows."""
    first, rest = segments[0], segments[1:]
    places = [token for token in first.tokens if token.is_a("place")]
    if not places or not all(
        token.is_a("place", "n", "s") or token.punctuation or token.has("c:deliver", "c:order")
        for token in first.tokens
    ):
        return False
    parts = [one for one in rest if any(not token.punctuation and not token.is_a("n") for token in one.tokens)]
    for one in parts:
        whole = Segment([*first.tokens, *one.tokens])
        whole.views, whole.group = first.views or one.views, one.group
        if not read_serving(reading, whole):
            return False
        for token in first.tokens:
            token.by = ""
    first.use(first.tokens, "policy")
    return bool(parts)
