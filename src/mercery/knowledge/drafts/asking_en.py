"""The questions an English sentence answers, put by turning the sentence itself: nothing is added that it does not say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from mercery.knowledge.drafts.amounts import amounts
from mercery.knowledge.synonyms import SYNONYMS

_LONGEST: Final = 14
_FLIP: Final = {
    "you": "I", "your": "my", "yours": "mine", "yourself": "myself", "we": "you", "our": "your", "ours": "yours", "us": "you",
    "i": "you", "my": "your",
}  # fmt: skip
_AFTER_VERB: Final = re.compile(
    r"\b(?:to|for|with|from|of|by|at|on|contact|tell|send|give|help|refund|reimburse|offer|ask|email|inform|notify)\s+I\b"
)
_CUT: Final = re.compile(
    r"\s*(?:[,;:(–—]|\s-\s|\b(?:if|unless|provided|within|when|once|until|before|after|by (?:contacting|e?-?mail|phone|using|calling)|as long as|except|but|so that|because|since|which|where|and (?:we|you|the|must|should|will)|at any time|free of charge|during|via|in (?:the|your) (?:account|order confirmation)|as follows)\b)",
    re.IGNORECASE,
)
_WHICH: Final = re.compile(
    r"^(?:this|these|those|it|they|that|he|she|there|such|both|each of|all of|some of|one of|here|the (?:following|above|latter|former|same)|please|note|also|however|then|therefore)\b",
    re.IGNORECASE,
)


_GOES_ON: Final = re.compile(
    r"(?:so|but|and|or|in particular|for example|e\.g\.|otherwise|instead|in this case)\b", re.IGNORECASE
)
"""What only makes sense after the sentence before."""


def questions(sentence: str) -> list[str]:
    """What the sentence answers, the plainest question first."""
    plain = " ".join(sentence.split()).strip(" .!•-–")
    plain = re.sub(
        r"^(?:yes|no|also|please note(?: that)?|note(?: that)?|generally|in general|in addition|additionally|however|of course|as a rule)[,:]?\s+",
        "",
        plain,
        flags=re.IGNORECASE,
    )
    if not 3 <= len(plain.split()) <= 60 or plain.endswith("?") or _GOES_ON.match(plain):
        return []
    found = [question for turn in (_if, _to, _we, _cost, _takes, _valid, _may, _state) for question in turn(plain)]
    return [_tidy(one) for one in dict.fromkeys(found) if 3 <= len(one.split()) <= _LONGEST]


def _if(text: str) -> Iterator[str]:
    if match := re.match(r"(?P<how>if|when|should|in case)\s+(?P<what>[^,;:]{6,90}),\s", text, re.IGNORECASE):
        how, what = match["how"].lower(), flipped(match["what"])
        if how == "should":
            what = re.sub(r"^(I|the \w+|my \w+)\s", r"\1 ", what)
            how = "if"
        if not _WHICH.match(match["what"]):
            yield f"What happens {how} {what}?"


def _to(text: str) -> Iterator[str]:
    if match := re.match(r"(?:in order )?to\s+(?P<what>(?!be\b)[a-z]+\s[^,;:]{3,70}),\s", text, re.IGNORECASE):
        yield f"How do I {flipped(match['what'])}?"


_WE: Final = "offer|accept|ship|deliver|provide|sell|take|repair|send|support|charge|refund|reimburse|exchange|wrap|engrave|have|stock|guarantee|store|keep|share|use|collect|match|hold|reserve|issue|replace|cover|process|give|send out|dispatch"


def _we(text: str) -> Iterator[str]:
    match = re.match(
        rf"we\s+(?:also |currently |gladly |always |can |will |do |happily )?(?P<not>do not |don't |cannot |never )?(?P<verb>{_WE})\s+(?P<what>.+)",
        text,
        re.IGNORECASE,
    )
    if match and (what := _head(match["what"])) and not amounts(what):
        yield f"Do you {match['verb'].lower()} {flipped(what)}?"


def _cost(text: str) -> Iterator[str]:
    money = any(one.kind == "money" for one in amounts(text))
    match = re.match(r"(?P<who>[^,;:]{3,60}?)\s+(?P<verb>costs?)\s", text)
    if money and match and (who := _subject(match["who"])):
        yield f"How much {'do' if match['verb'] == 'cost' else 'does'} {who} cost?"
    if (
        match := re.match(
            r"(?P<who>[^,;:]{3,60}?)\s+(?P<verb>is|are)\s+(?:always )?free(?: of charge)?\b(?! (?:from|of (?!charge)))",
            text,
        )
    ) and (who := _subject(match["who"])):
        yield f"{match['verb'].capitalize()} {who} free?"
    if money and (
        match := re.match(
            r"(?:the|an?)\s+(?P<fee>(?:[a-z-]+ )?(?:fee|charge|cost|price|surcharge|deposit))\s+(?:for|of)\s+(?P<who>[^,;:]{3,50}?)\s+(?:is|are|of)\s",
            text,
            re.IGNORECASE,
        )
    ):
        yield f"What is the {match['fee'].lower()} for {flipped(match['who'])}?"


def _takes(text: str) -> Iterator[str]:
    spans = [
        one
        for one in amounts(text)
        if one.kind == "quantity"
        and one.mention is not None
        and one.mention.unit in ("h", "min", "day", "business_day", "week", "month")
    ]
    if not spans:
        return
    match = re.match(r"(?P<who>[^,;:]{3,60}?)\s+(?:usually |normally |typically |can )?(?P<verb>takes?)\s", text)
    if match and (who := _subject(match["who"])):
        yield f"How long {'do' if match['verb'] == 'take' else 'does'} {who} take?"
    match = re.match(
        r"(?P<who>[^,;:]{3,60}?)\s+(?:usually |normally )?(?P<verb>arrives?|ships?|is delivered|are delivered|is dispatched|are dispatched|is shipped|are shipped|is processed|are processed|will be (?:refunded|delivered|sent|processed|credited)|is refunded|are refunded)\s",
        text,
    )
    if match and (who := _subject(match["who"])):
        yield _when(who, match["verb"])
    if (
        (
            match := re.match(
                r"(?P<who>you|customers)\s+(?:can|may)\s+(?P<what>.+?)\s+(?:within|up to|for up to|for|until)\s",
                text,
                re.IGNORECASE,
            )
        )
        and match.end() <= spans[0].start + 12
        and (what := _head(match["what"]))
    ):
        who = "I" if match["who"].lower() == "you" else "customers"
        yield f"How long do {who} have to {flipped(what)}?"


def _when(who: str, verb: str) -> str:
    if verb.startswith(("is ", "are ", "will ")):
        first, _, rest = verb.partition(" ")
        return f"When {first} {who} {rest}?"
    return f"When {'does' if verb.endswith('s') else 'do'} {who} {verb.rstrip('s') if verb != 'process' else verb}?"


def _valid(text: str) -> Iterator[str]:
    match = re.match(r"(?P<who>[^,;:]{3,50}?)\s+(?P<verb>is|are|remains?)\s+valid\s+(?:for|until|from)\s", text)
    if match and (who := _subject(match["who"])):
        yield f"How long {'are' if match['verb'] in ('are', 'remain') else 'is'} {who} valid?"


def _may(text: str) -> Iterator[str]:
    match = re.match(
        r"(?P<who>[^,;:]{2,50}?)\s+(?P<how>can(?:not| not|'t)?|may(?: not)?|must(?: not)?|ha(?:s|ve) to|needs? to)\s+(?P<only>only )?(?P<what>[a-z].+)",
        text,
    )
    if match is None or not (who := _subject(match["who"])) or not (what := _head(match["what"])):
        return
    how, what = match["how"], flipped(what)
    if re.match(r"(?:also|always|either|not|therefore|then)\b", what):
        return
    if match["only"] or what.startswith("only "):
        bounded = re.search(r"\b(?:if|when|within|after|before|once|until)\b", match["what"])
        if bounded:
            yield f"When can {who} {what.removeprefix('only ')}?"
    elif how.startswith(("can", "may")):
        yield f"Can {who} {what}?"
    elif how.startswith(("ha", "need")):
        yield f"{'Do' if who in ('I', 'you', 'they') or who.split()[-1].endswith('s') else 'Does'} {who} have to {what}?"
    elif who == "I":
        yield f"Do I have to {what}?" if "not" not in how else f"May I {what}?"
    else:
        yield f"Must {who} {what}?" if "not" not in how else f"May {who} {what}?"


_STATES: Final = "available|possible|included|excluded|covered|required|refundable|non-refundable|allowed|permitted|accepted|returnable|eligible|exempt|necessary|transferable|charged|insured|tracked"


def _state(text: str) -> Iterator[str]:
    match = re.match(
        rf"(?P<who>[^,;:]{{3,55}}?)\s+(?P<verb>is|are)\s+(?P<not>not |never |no longer )?(?P<what>(?:{_STATES})\b.*)",
        text,
    )
    if match and (who := _subject(match["who"])) and (what := _head(match["what"])):
        yield f"{match['verb'].capitalize()} {who} {flipped(what)}?"
    if match := re.match(
        r"there\s+(?P<verb>is|are)\s+(?:no |currently no )?(?P<what>[a-z][^,;:]{3,60})", text, re.IGNORECASE
    ):
        what = _head(re.sub(r"^(?:an?|no)\s", "", match["what"]))
        if what and not re.match(r"(?:\w+ )?(?:types?|kinds?|ways?|reasons?|options?|several|many)\b", what):
            article = "" if match["verb"] == "are" else "any "
            yield f"{match['verb'].capitalize()} there {article}{what}?"


def _subject(text: str) -> str:
    """Who or what a sentence is of, as it stands within a question; empty where it only points back."""
    if (
        _WHICH.match(text)
        or re.search(
            r"\b(?:if|that|which|who|when|because|costs?|takes?|is|are|can|must|will|may)\b", text, re.IGNORECASE
        )
        or len(text.split()) > 8
    ):
        return ""
    return flipped(lowered(text))


_HANGING: Final = frozenset("and or the a an to of for with in at on by from only either up be is are have been has do also not".split())  # fmt: skip # noqa: SIM905


def _head(text: str) -> str:
    """The wish without what limits it: "return unworn items" of "return unworn items within 30 days"."""
    cut = _CUT.search(text)
    head = text[: cut.start()] if cut else text
    words = head.strip(" .").split()
    while words and words[-1].lower() in _HANGING:
        words.pop()
    return " ".join(words) if len(words) <= 9 else ""


def flipped(text: str) -> str:
    """From the shop's mouth into the customer's: your order is my order."""
    turned = re.sub(r"[A-Za-z]+(?:'[a-z]+)?", lambda match: _FLIP.get(match[0].lower(), match[0]), text)
    turned = re.sub(r"\bI (are|were)\b", lambda match: "I am" if match[1] == "are" else "I was", turned)
    turned = re.sub(r"\bI (?:have) \b", "I have ", turned)
    return _AFTER_VERB.sub(lambda match: match[0][:-1] + "me", turned)


def lowered(text: str) -> str:
    """The first word with a small letter, unless it is a name."""
    first, space, rest = text.partition(" ")
    return first.lower() + space + rest if common(first) and (len(first) == 1 or not first.isupper()) else text


def common(word: str) -> bool:
    """Whether a word is no name: one of shop talk, or with an ending of such."""
    plain = word.lower().strip("'\"“”")
    return (
        plain in _common()
        or plain.rstrip("s") in _common()
        or plain.endswith(("ing", "ed", "ion", "ions", "ity", "ment", "ments", "able"))
    )


@cache
def _common() -> frozenset[str]:
    shop = {word for line in SYNONYMS.strip().splitlines() for word in line.partition("|")[0].split()}
    return frozenset(shop | set(_PLAIN.split()))


_PLAIN: Final = """a an the all any each every no most some many our your my we you its this that these those other another orders
order customers customer users user members member guests items item products product pieces sale gift cards gold silver bronze
standard express international domestic free unworn unused worn opened custom personalised personalized engraved digital
membership account accounts subscription subscriptions invoices receipts refunds returns exchanges deliveries shipping delivery
payment payments parcels packages prices discount discounts vouchers codes warranty repair repairs care sizes size jewellery
watches bags shoes fragrance perfume candles leather silk appointments workshop boutiques stores store staff agents agent
pending delivered cancelled processed wrong invalid missing damaged late status price refund return exchange cancel modify how
what when where who why which is are do does can may must change reset recover update manage initiate promo code website cart
search shirt jeans jacket boots pricing timing policy data personal privacy customs duties taxes import opening hours contact"""


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).replace(" ?", "?")
    return text[:1].upper() + text[1:]
