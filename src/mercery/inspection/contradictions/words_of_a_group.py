"""A colour, material, carrier, payer, size or place that is not the one known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.pairing import answers
from mercery.inspection.reading.clauses import Clause, negated, without_greeting
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import OPEN, by_group, hits
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for

_TOPICS: Final = {
    "colour": {"colour"}, "material": {"material", "fibre", "fill"}, "carrier": {"carrier", "delivery_time", "dispatch_time"},
    "place": {"origin", "ships_to", "language"}, "payer": {"return_fee", "shipping_fee", "return_window", "tax", "exchange_window"},
    "payment": {"payment_methods", "refund_time"}, "letter_size": {"size", "fit"}, "washing": {"care"}, "skin": {"skin"}, "fit": {"fit", "size"},
    "weekday": {"delivery_time", "dispatch_time", "pickup", "restock"}, "source": {"origin"},
}  # fmt: skip
_ALONE: Final = frozenset(
    {
        "carrier",
        "movement",
        "washing",
        "finish",
        "connector",
        "panel",
        "roast",
        "source",
        "condition",
        "fit",
        "power_source",
        "handover",
        "sunlight",
        "lens_mount",
        "press",
        "battery_kind",
        "sleeve",
        "assembly",
        "socket",
        "leaf",
        "receipt",
        "setting",
        "opening",
        "dosage",
        "refund_route",
        "cover",
    }
)
"""Groups whose words speak for themselves: who says UPS speaks of the carrier."""
_WOODS: Final = frozenset(
    {"oak", "pine", "walnut", "beech", "mahogany", "spruce", "ash_wood", "birch", "teak", "cherry_wood", "maple", "rosewood", "rubberwood"}
)  # fmt: skip
_WITHIN: Final[Mapping[str, Mapping[str, frozenset[str] | set[str]]]] = {
    "material": {
        "wood": {"solid_wood", "bamboo", "particle_board", *_WOODS}, "solid_wood": _WOODS,
        "metal": {"steel", "iron", "aluminium", "titanium", "brass", "copper", "silver", "gold", "plated"},
        "leather": {"suede"}, "plastic": {"acrylic", "nylon", "silicone"}, "steel": {"iron"},   "ceramic": {"porcelain"},
    },
    "payment": {"card": {"visa", "mastercard", "amex"}},
    "skin": {"all": {"oily", "dry", "sensitive"}},
    "condition": {"new": set()},
    "movement": {"mechanical": {"automatic", "manual"}},
}  # fmt: skip
"""What includes what: oak is wood, so who says wood of oak is right."""
_FEES: Final = frozenset({"return_fee", "shipping_fee", "tax", "installation", "repair"})
_RETURNS: Final = frozenset({"return_window", "exchange_window"})
_OTHER_GOODS: Final = re.compile(
    r"另外一?款|另一款|别的款|(?<![a-z])(?:on request|on demand|another (?:model|version|one)|(?:the )?other (?:model|version)|a different (?:model|version|one))(?![a-z])"
)
_CHANGED: Final = re.compile(
    r"(?<![a-z])(?:changed|switched|updated|swapped|set it|now has|put (?:it|you))(?![a-z])|改成|改为|换成|已改|已换|改好|换好"
)
"""What an agent has just done is no statement of how things were."""
_HARMS: Final = re.compile(
    r"(?<![a-z])(?:damages?|harms?|ruins?|shrinks?|fades?|scratches|hurts?|breaks|destroys?|bad for|too (?:hot|harsh|rough))(?![a-z])|伤|损|毁|坏|缩水|(?:容易|会|怕|要)(?:缩|皱|裂|掉|褪|染|变|断|烂)|褪色|掉色|变形|起球"
)
"""Says what comes of doing otherwise."""
_OTHER_PART: Final = re.compile(
    r"(?<![a-z])(?:matching|goes with|combine|instead|other|another|looks? like|similar to|as good as|compared|unlike|than|you chose|reads|almost|nearly|as if|looks? good|goes? well)(?![a-z])|搭|配(?!色|送|件|置|方|料)|差价|像|类似|比|另"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact and group."""
    for fact in saying.goods:
        if wrong := _wrong_share(saying, fact):
            yield contradiction(saying, wrong, fact, another_is_known(fact))
        for group, known in affirmed(fact):
            for clause in saying.clauses:
                said = named_of(saying, clause.text, group) or _who(saying, clause, group)
                if (
                    said
                    and _contrary(saying, fact, group, known, said, clause)
                    and not _both(saying, group, known, clause)
                ):
                    yield contradiction(saying, clause, fact, another_is_known(fact))
                    break
            else:
                yield from _answered(saying, fact, group, known)


def affirmed(fact: Fact) -> Iterator[tuple[str, frozenset[str]]]:
    """The members a fact names, without those it denies; a span of letter sizes holds what lies between."""
    denied: dict[str, frozenset[str]] = {}
    for piece in re.split(r"[,，;；。]|(?<![a-z])but(?![a-z])", fact.value):
        if negated(_without_members(piece)) or _SHUT.search(piece):
            denied.update({group: denied.get(group, frozenset()) | names for group, names in by_group(piece).items()})
    for group, names in fact.members:
        known = names - denied.get(group, frozenset())
        if known and not (group == "letter_size" and (_SIZES.search(fact.value) or fact.of("length"))):
            yield group, known
    if match := _SIZES.search(fact.value):
        low, high = (_LETTERS.index(_SAME_SIZE.get(match[at], match[at])) for at in (1, 2))
        yield "letter_size", frozenset(_LETTERS[low : high + 1])


_SHUT: Final = re.compile(r"(?<![a-z])(?:closed|shut|off)(?![a-z])|休|关|闭")


def _without_members(text: str) -> str:
    """Some denying signs are part of a word: 不锈钢."""
    for hit in reversed(hits(text)):
        text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
    return text


_LETTERS: Final = ("xs", "s", "m", "l", "xl", "xxl", "xxxl")
_SAME_SIZE: Final = {"2xl": "xxl", "3xl": "xxxl"}
_SIZES: Final = re.compile(r"(?<![a-z0-9])(xs|s|m|l|xl)\s?(?:-|–|~|to|到|至)\s?(m|l|xl|xxl|xxxl|2xl|3xl)(?![a-z0-9])")


_SHARE: Final = re.compile(
    r"(?P<pct>\d{1,3})\s?%\s?(?:real |genuine |pure |organic )?(?P<after>[a-z]+|[\u4e00-\u9fff]{1,4})|(?P<pure>pure|all|全|纯)[ -]?(?P<of>[a-z]+|[\u4e00-\u9fff]{1,2})"
)
_SHARE_BEHIND: Final = re.compile(r"(?P<of>[\u4e00-\u9fff]{1,3})\s?(?P<pct>\d{1,3})\s?%")
"""Chinese may put the share behind: 羊绒30%."""


_ONE_SIGN: Final = {"棉": "cotton", "麻": "linen", "毛": "wool", "丝": "silk", "绒": "down"}
"""Materials that Chinese names with one sign, which is too common elsewhere to be looked for."""


def shares(text: str) -> dict[str, int]:
    """Per cent of each material a text names: "80% wool", 棉95%, pure silk."""
    before: dict[str, int] = {}
    for match in _SHARE.finditer(text):
        before.update(dict.fromkeys(_materials(match["after"] or match["of"]), int(match["pct"] or 100)))
    behind: dict[str, int] = {}
    for match in _SHARE_BEHIND.finditer(text):
        behind.update(dict.fromkeys(_materials(match["of"]), int(match["pct"])))
    # Between two materials a share could be of either: the reading that leaves none without one is meant.
    return behind if len(behind) > len(before) else before


def _materials(word: str) -> frozenset[str]:
    return by_group(word).get("material", frozenset()) or frozenset(
        _ONE_SIGN[sign] for sign in word[-1:] if sign in _ONE_SIGN
    )


_CONTRARY_ONLY: Final = frozenset({"colour", "letter_size", "material", "payment", "washing", "place", "weekday"})
"""Groups of which many members may be named side by side, so that the right one excuses no other."""


def _both(saying: Saying, group: str, known: frozenset[str], clause: Clause) -> bool:
    """Whether another clause of the turn names what is known: then the turn sets one beside the other."""
    return group not in _CONTRARY_ONLY and any(
        known & by_group(other.text).get(group, frozenset()) for other in saying.clauses if other is not clause
    )


def _wrong_share(saying: Saying, fact: Fact) -> Clause | None:
    """The clause that gives a material another share than the fact, or a yes to "is it pure cotton?"."""
    known = shares(fact.value)
    if not known:
        return None
    for clause in saying.clauses:
        said = shares(clause.text)
        if not clause.asserts or clause.denies or _shares_of_another(saying, fact, said):
            continue
        if any(known.get(one, 0) != share for one, share in said.items()):
            return clause
    asked = shares(saying.asked)
    if saying.answer == "yes" and any(known.get(one, 0) != share for one, share in asked.items()):
        return saying.clauses[0]
    return None


def _shares_of_another(saying: Saying, fact: Fact, said: Mapping[str, int]) -> bool:
    """Whether they are just those of other goods."""
    return any(said.items() <= shares(other.value).items() for other in saying.goods if other is not fact)


def _who(saying: Saying, clause: Clause, group: str) -> frozenset[str]:
    """ "Who pays to send it back?" "We do." """
    if group != "payer" or clause is not saying.reply or not _WHO.search(saying.asked):
        return frozenset()
    match = _WHOEVER.match(without_greeting(clause.text).strip())
    return frozenset() if match is None else frozenset({"shop" if match["shop"] else "customer"})


_WHO: Final = re.compile(r"(?<![a-z])who (?:pays|covers|bears)|谁出|谁付|谁承担")
_WHOEVER: Final = re.compile(
    r"(?:(?P<shop>(?:we|our shop|the shop)(?: do| will|'ll|$)|我们|本店|店家)|(?:you|the customer|the buyer)(?: do| will|'ll|$)|您|你|买家)"
)


def named_of(saying: Saying, text: str, group: str) -> frozenset[str]:
    """Members of the group that a text names; of a list, without those in words a fact has: 紫色 is the 紫 of a list."""
    if group not in OPEN:
        return by_group(text).get(group, frozenset())
    values = " ".join(fact.value for fact in saying.facts)
    return frozenset(
        hit.key.partition(":")[2]
        for hit in hits(text)
        if hit.key.startswith(f"{group}:") and text[hit.start : hit.end].removesuffix("色") not in values
    )


def _contrary(
    saying: Saying, fact: Fact, group: str, known: frozenset[str], said: frozenset[str], clause: Clause
) -> bool:
    if not told_of_these(clause):
        return False
    return bool(strangers(saying, group, known, said)) and _about(saying, fact, group, clause)


def told_of_these(clause: Clause) -> bool:
    """Whether it states how these goods are: of no others, of no change, of nothing that does them harm."""
    if clause.question or not clause.asserts or clause.denies:
        return False
    return not (
        _OTHER_PART.search(clause.text)
        or _OTHER_GOODS.search(clause.sentence_text)
        or _CHANGED.search(clause.text)
        or _HARMS.search(clause.text)
    )


_WHICH_DAYS: Final = re.compile(
    r"(?<![a-z])(?:which|what) (?:week)?days?(?![a-z])|(?<![a-z])when(?![a-z])|哪几?天|周几|星期几|几号|什么时候"
)
"""Who asks for the days gets all of them: as many as are known, with another among them, are wrong."""


def strangers(saying: Saying, group: str, known: frozenset[str], said: frozenset[str]) -> frozenset[str]:
    """Members said that neither this fact nor any other names, nor one that is a kind of what is known."""
    elsewhere = frozenset(
        member
        for fact in saying.facts
        for names in (dict(fact.members), by_group(fact.name))
        for member in names.get(group, ())
    )
    strangers = said - known - elsewhere
    if group == "material" and "solid_wood" in said and "particle_board" in known:
        return frozenset({"solid_wood"})
    if group == "weekday" and strangers and _WHICH_DAYS.search(saying.asked) and len(said) == len(known):
        return strangers
    if group not in OPEN and said & (known | elsewhere):
        return frozenset()
    inside = _WITHIN.get(group, {})
    return frozenset(
        one
        for one in strangers
        if not any(other in inside.get(one, ()) for other in known)
        and not (group in ("payment", "skin") and any(one in inside.get(other, ()) for other in known))
    )


def _about(saying: Saying, fact: Fact, group: str, clause: Clause) -> bool:
    """Whether clause or question speak of what the fact is about."""
    if group in _ALONE:
        return True
    question = saying.asked if answers(saying, clause) else ""
    asked, here = asked_for(question), lexicon("attributes").keys(clause.text)
    if group == "payer":
        fees = here & _FEES or asked & _FEES
        return bool(fees & (fact.topics | fact.value_topics)) or bool(_WHO.search(question) and fact.topics & _RETURNS)
    wanted = _TOPICS.get(group, set())
    if group == "place" and _FROM.search(fact.value) and (_FROM.search(clause.text) or "origin" in asked):
        return True
    of_fact = fact.topics | fact.value_topics
    if fact.topics & (here | asked) or _words_shared(fact, clause.text) or _words_shared(fact, question):
        return not wanted or bool(of_fact & wanted) or group in ("material", "weekday")
    if group in ("material", "colour"):
        part = PART.search(clause.text)
        plain = not part or part[0] in f"{fact.name} {fact.value}"
        only = group in asked and sum(group in dict(one.members) for one in saying.goods) == 1
        known = of_fact & wanted or only or (group == "material" and by_group(question).get(group))
        return plain and not here - wanted and bool(known)
    return group not in OPEN and bool(by_group(question).get(group)) and (not wanted or bool(fact.topics & wanted))


_FROM: Final = re.compile(r"(?<![a-z])(?:from|made in|grown in)(?![a-z])|产自|来自|发自|进口")
PART: Final = re.compile(
    r"(?<![a-z])(?:button|zip|zipper|lining|handle|lid|strap|sole|frame|leg|base|case|box|packaging|bag|buckle|laces|label|cover|insole|string|wick|clasp|stitching|logo|heel|toe|collar|cuff|waist|grip|edge|oil|spray|cloth|bowl|jug)s?(?![a-z])|扣|拉链|里衬|鞋底|盖子|手柄|带子|盒|包装|内胆|底座|腿|边框|镜片"
)


def _words_shared(fact: Fact, text: str) -> bool:
    here = terms(text)
    return bool(fact.terms & here) or bool((terms(fact.value) - _MEMBER_WORDS) & here)


_MEMBER_WORDS: Final = terms(
    "black white red green blue grey gray cotton wool leather steel wood plastic card saturday sunday monday"
)


_AVAILABLE: Final = frozenset({"colour", "letter_size", "payment", "place", "weekday", "material", "washing"})


def _answered(saying: Saying, fact: Fact, group: str, known: frozenset[str]) -> Iterator[Contradiction]:
    """ "Does it come in red?" "Yes": of a list that does not name red. "Is it leather?" "No", where it is."""
    if saying.answer is None:
        return
    asked = by_group(saying.asked).get(group, frozenset())
    if (
        not asked
        or len(asked) > 1
        or (group in ("place", "weekday", "payment") and not _asked_about(saying, fact, group))
    ):
        return
    first = saying.reply
    strange = strangers(saying, group, known, asked & named_of(saying, saying.asked, group))
    if (
        (
            saying.answer == "yes"
            and strange
            and (
                group in _ALONE
                or (
                    group in _AVAILABLE
                    and (fact.topics | (fact.value_topics if group == "letter_size" else frozenset()))
                    & (_TOPICS.get(group, set()) | {"compatibility"})
                )
            )
        )
        or (saying.answer == "no" and group == "cover" and asked <= known and bool(fact.terms & terms(saying.asked)))
        or (
            saying.answer == "no"
            and asked <= known
            and not (_A_SHARE.search(saying.asked) and fact.of("percent"))
            and len(known) == 1
            and group in ("material", "washing")
            and fact.topics & _TOPICS[group]
        )
    ):
        yield contradiction(saying, first, fact, another_is_known(fact))


_A_SHARE: Final = re.compile(r"\d ?%|(?<![a-z])(?:pure|all|only|entirely|completely|solid|fully)(?![a-z])|纯|全是|百分")
"""Who asks whether it is nothing else is told no of the rest."""


def _asked_about(saying: Saying, fact: Fact, group: str) -> bool:
    return bool(fact.topics & asked_for(saying.asked)) and bool(fact.topics & _TOPICS[group])


def another_is_known(fact: Fact) -> Words:
    return Words(
        f"Something else is known: {fact.known.name} is {fact.known.value}.",
        f"已知信息不同：{fact.known.name}为{fact.known.value}。",
    )
