"""A shop's own text taken apart: clauses with what they affirm, what they deny, and their amounts.

Sentences are read by the same code, so that both sides are compared in one language: that of concepts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.inflection import lemmas
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.set_limits import conditions_beside
from mercery.claims.grammar.tokens import Token, in_chinese, tokens
from mercery.claims.grammar.vocabulary import Vocabulary, lexicon_words

_TEXTS_KEPT: Final = 1_000
"""Texts of shops whose clauses are known, some kilobytes each."""
CONTENT: Final = ("c", "mat", "col", "place", "part", "noun", "att", "brand", "cur", "aud")
JOINTS: Final = frozenset({"and", "和", "及", "以及", "且", "with", "is", "are", "has", "costs", "comes", "是", "为"})
"""Where the reach of `no` ends: `no hood and a stand collar`."""
OPPOSITES: Final = {
    "c:unlined": "c:lined",
    "c:non_polarised": "c:polarised",
    "c:not_waterproof": "c:waterproof",
}
"""Concepts that deny another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of a shop's text."""

    fact_id: str
    subject_id: str
    attribute: str
    text: str
    sentence: int
    affirmed: frozenset[str]
    denied: frozenset[str]
    amounts: tuple[Amount, ...]
    names: frozenset[str]
    """Products it names."""
    either: bool = False
    """Whether a condition and a kind of goods stand in it as two cases (`sale items and jewellery`)."""
    near: tuple[frozenset[str], ...] = ()
    """For each amount the content that stands beside it, up to the next amount."""
    inherited: frozenset[str] = frozenset()
    """What it is about without saying so: the topic of its policy."""
    tail: frozenset[str] = frozenset()
    """Of joined clauses what the last one affirms, where it denies nothing."""
    kinds: tuple[frozenset[str], ...] = ()
    """The kinds of goods it names one by one, each with its brand (`every Corvane bag, every watch`)."""
    elsewhere: frozenset[str] = frozenset()
    """Of a clause about all other places (`anywhere else`): the places its policy names."""
    said: str = ""
    unsaid: str = ""
    """The words affirmed and denied, each between spaces, in base form."""
    excepting: tuple[str, ...] = ()
    """What its sentence, or one behind that says nothing else, makes an exception of: `except for pianos`, 八月除外."""
    conditions: tuple[str, ...] = ()
    """Parts beside it that only limit it: `when waxed, …`, `…, if half full`."""


def clauses_of(
    text: str, fact_id: str, subject_id: str, words: Vocabulary, year: int, *, attribute: str = ""
) -> list[Clause]:
    """The clauses of a text: divided at full stops, semicolons, colons and commas."""
    plain = normalised(text)
    found = _divided(tokens(plain, words, year=year)) if words.adds_to(plain) else _by_the_lexicon(plain, year)
    return [replace(one, fact_id=fact_id, subject_id=subject_id, attribute=attribute) for one in found]


@lru_cache(maxsize=_TEXTS_KEPT)
def _by_the_lexicon(plain: str, year: int) -> list[Clause]:
    """Of a text without names. Kept by the text: facts are read anew for each answer, and most say what they said before."""
    return _divided(tokens(plain, lexicon_words(), year=year))


def _divided(read: Sequence[Token]) -> list[Clause]:
    found = []
    excepted: list[tuple[int, str]] = []
    for own in _segments(read):
        if all(token.punctuation for token in own):
            continue
        if any(token.has("neg:but") for token in own):
            excepted.append((own[0].sentence, _text(own)))
            continue
        affirmed, denied = atoms(own)
        found.append(
            Clause(
                fact_id="", subject_id="", attribute="", text=_text(own),
                sentence=own[0].sentence, affirmed=affirmed, denied=denied,
                amounts=tuple(token.amount for token in own if token.amount), names=frozenset(key for token in own if token.exact for key in token.names),
                either=_either(own), kinds=_kinds(own), near=near_amounts(own), said=_words(own, denied=False), unsaid=_words(own, denied=True),
            )
        )  # fmt: skip
    beside = conditions_beside([(one.sentence, one.text) for one in found])
    return [
        replace(one, excepting=_of_sentence(one, found, excepted), conditions=limiting) if excepted or limiting else one
        for one, limiting in zip(found, beside, strict=True)
    ]


def _of_sentence(one: Clause, found: Sequence[Clause], excepted: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    speaking = {other.sentence for other in found}
    return tuple(
        text
        for sentence, text in excepted
        if sentence == one.sentence or (sentence == one.sentence + 1 and sentence not in speaking)
    )


def _text(own: Sequence[Token]) -> str:
    chinese = in_chinese(own)
    return ("" if chinese else " ").join(token.text for token in own)


def _segments(read: Sequence[Token]) -> list[list[Token]]:
    """Between commas; items of a list stay with what they are listed for (`not wear, scratches or loss`, `Hong Kong, Macao`)."""
    found: list[list[Token]] = []
    held: list[Token] = []
    for segment in sorted({token.segment for token in read}):
        own = [token for token in read if token.segment == segment]
        if any(_lists(own, kind) for kind in ("place", "noun")) and (not found or held or _ends(found[-1])):
            held += own
            continue
        if found and not held and not _ends(found[-1]) and _is_item(own):
            found[-1] = [*found[-1], *own]
        else:
            found.append([*held, *own])
        held = []
    if held:
        found = [*found[:-1], [*found[-1], *held]] if found else [held]
    return found


def _lists(own: Sequence[Token], kind: str) -> bool:
    """Whether it names places, or kinds of goods, and does no more: `Perfume, candles and hand cream may be returned`."""
    return (
        any(token.is_a(kind) for token in own)
        and all(token.punctuation or token.is_a(kind, "n") for token in own)
        and not _ends(own)
    )


def _ends(own: Sequence[Token]) -> bool:
    return bool(own) and own[-1].punctuation and own[-1].text in ".。;；:：!?"


_ITEMS: Final = frozenset(
    {
        "c:wear_tear",
        "c:card_visa",
        "c:card_mastercard",
        "c:card_amex",
        "c:paypal",
        "c:apple_pay",
        "c:alipay",
        "c:wechat_pay",
        "c:unionpay",
        "c:cash_on_delivery",
        "c:bank_transfer",
        "c:crypto",
    }
)


def _is_item(own: Sequence[Token]) -> bool:
    words = [token for token in own if not token.punctuation and not token.is_a("n")]
    return 0 < len(words) <= 4 and all(bool(token.keys & _ITEMS) or token.is_a("place") for token in words)


def with_heads(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses, each later one with the head of its sentence, and each sentence as a whole."""
    sentences: dict[tuple[str, bool, int], list[Clause]] = defaultdict(list)
    places: dict[str, set[str]] = defaultdict(set)
    for clause in clauses:
        places[clause.fact_id] |= {key[6:] for key in clause.affirmed if key.startswith("place:")}
    for one in clauses:
        clause = replace(one, elsewhere=frozenset(places[one.fact_id])) if "c:elsewhere" in one.affirmed else one
        sentences[clause.fact_id, not clause.text.isascii(), clause.sentence].append(clause)
    found: list[Clause] = []
    for parts in sentences.values():
        found.append(parts[0])
        found += [joined([_head_of(parts[0], part), part]) if limiting(parts[0]) else part for part in parts[1:]]
        found += [joined([parts[0], part]) for part in parts[1:] if not limiting(parts[0])]
        if len(parts) > 2:
            found.append(joined(parts))
    return tuple(found)


def _head_of(first: Clause, part: Clause) -> Clause:
    """`Perfume may be returned if unopened; once opened it cannot be`: of the first clause only what it is about goes on."""
    if not ("c:unopened" in first.affirmed and "c:opened" in part.affirmed):
        return first
    kinds = frozenset(key for key in first.affirmed if key.startswith(("noun:", "brand:")))
    return replace(first, affirmed=kinds, denied=frozenset(), amounts=(), near=(), said="", unsaid="", tail=frozenset())


def limiting(head: Clause) -> bool:
    """Whether the head of a sentence limits what follows it."""
    fetched = "c:pickup" in head.affirmed
    return bool(head.names) or any(
        (key.startswith(("place:", "noun:", "brand:", "cur:")) and not (fetched and key.startswith("place:")))
        or key
        in (
            "c:sale_item",
            "c:full_price",
            "c:unopened",
            "c:opened",
            "c:boutique",
            "c:express",
            "c:faulty",
            "c:elsewhere",
        )
        for key in head.affirmed
        if not (fetched and key == "c:boutique")
    )


def joined(parts: Sequence[Clause]) -> Clause:
    """Several clauses as one."""
    return replace(
        parts[0],
        text="，".join(one.text for one in parts),
        affirmed=frozenset(key for one in parts for key in one.affirmed),
        denied=frozenset(key for one in parts for key in one.denied),
        amounts=tuple(amount for one in parts for amount in one.amounts),
        near=tuple(near | heads(parts[0]) for one in parts for near in one.near),
        names=frozenset(name for one in parts for name in one.names),
        said=" ".join(one.said for one in parts),
        unsaid=" ".join(one.unsaid for one in parts),
        either=any(one.either for one in parts),
        kinds=tuple(kind for one in parts for kind in one.kinds),
        elsewhere=frozenset(place for one in parts for place in one.elsewhere),
        tail=frozenset() if parts[-1].denied else parts[-1].affirmed,
        inherited=frozenset(key for one in parts for key in one.inherited)
        - {key for one in parts for key in one.affirmed - one.inherited},
    )


def heads(first: Clause) -> frozenset[str]:
    """What the first of joined clauses is about: it stands beside each amount of those that follow."""
    return frozenset(key for key in first.affirmed if key in _HEADS) if len(first.amounts) < 2 else frozenset()


_HEADS: Final = frozenset(
    {"c:engrave", "c:repair", "c:pickup", "c:instalment", "c:gift_wrap", "c:gift_card", "c:express", "c:boutique"}
)


def whole(parts: Sequence[Clause]) -> Clause | None:
    """The clauses of a list ("leather, cedar, tobacco") as one."""
    if len(parts) < 2 or any(one.denied for one in parts):
        return None
    return joined(parts)


def _kinds(own: Sequence[Token]) -> tuple[frozenset[str], ...]:
    found: list[frozenset[str]] = []
    brands: set[str] = set()
    for token in own:
        if token.is_a("brand"):
            brands |= {f"brand:{name}" for name in token.of("brand")}
        elif nouns := {f"noun:{noun}" for noun in token.of("noun") if noun not in ("item", "book", "stole")}:
            found.append(frozenset(nouns | brands))
            brands = set()
        elif token.text in ("and", "or", "、", "和", ",", "，", "及"):
            brands = set()
    return tuple(found)


def _either(own: Sequence[Token]) -> bool:
    for index, token in enumerate(own[1:-1], 1):
        if token.text in ("and", "or", "和", "或", "、", "及"):
            around = (own[index - 1], own[index + 1])
            if any(one.has("c:sale_item", "c:full_price") for one in around) and any(
                one.is_a("noun", "brand") for one in around
            ):
                return True
    return False


def near_amounts(
    own: Sequence[Token], told: Callable[[Token], Sequence[str]] | None = None
) -> tuple[frozenset[str], ...]:
    """Beside an amount stands what follows it up to the next one, or what leads to it, as the clause is built.

    `told` says what a token tells; its content, if it is left out.
    """
    told = told or keys_of
    places = [index for index, token in enumerate(own) if token.amount]
    if len(places) < 2:
        return tuple(frozenset(key for token in own for key in told(token)) for _ in places)
    tail = any(told(token) for token in own[places[-1] + 1 :])
    head = frozenset(key for token in own[: places[0]] for key in told(token) if key.startswith(("c:", "att:", "w:")))
    found = []
    for number, place in enumerate(places):
        begin = places[number - 1] + 1 if number else 0
        end = places[number + 1] if number + 1 < len(places) else len(own)
        after = own[place + 1 : end] if tail else own[place + 1 : place + 1]
        cut = next(
            (index for index, token in enumerate(after) if token.text in ("and", "or", "和", "或", "，")), len(after)
        )
        after = after[:cut]
        led = 2 if place and own[place - 1].text in ("of", "为", "是") else 1
        before = own[begin:place] if not tail or not number else own[max(begin, place - led) : place]
        found.append(head | {key for token in (*before, *after) for key in told(token)})
    return tuple(found)


def _words(own: Sequence[Token], *, denied: bool) -> str:
    negative, nominal, where, found = False, False, -1, []
    for token in own:
        if nominal and token.text in JOINTS:
            negative = nominal = False
        if token.is_a("neg"):
            negative = not negative or token.segment != where
            where = token.segment
            nominal = token.has("neg:no") and not token.has("neg:not")
        elif (
            (negative != bool(token.keys & OPPOSITES.keys())) == denied
            and not token.punctuation
            and token.amount is None
        ):
            found += [base(word) for word in token.text.split()] if token.text.isascii() else [token.text]
    return f" {' '.join(found)} "


@lru_cache(maxsize=8192)
def base(word: str) -> str:
    """The shortest form a word may be an inflection of."""
    return min(lemmas(word), key=len)


def atoms(own: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """What tokens affirm and what they deny: everything after a negation is denied."""
    affirmed: set[str] = set()
    denied: set[str] = set()
    negative = False
    nominal = False
    where = -1
    for token in own:
        if nominal and token.text in JOINTS:
            negative = nominal = False
        if token.is_a("neg"):
            negative = not negative or token.segment != where
            where = token.segment
            nominal = token.has("neg:no") and not token.has("neg:not")
        for key in keys_of(token):
            opposite = OPPOSITES.get(key)
            if opposite:
                (affirmed if negative else denied).add(opposite)
            else:
                (denied if negative else affirmed).add(key)
    return frozenset(affirmed), frozenset(denied)


@lru_cache(maxsize=8192)
def _content_of(keys: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        key
        for key in keys
        if key.partition(":")[0] in CONTENT
        or key in ("quant:only", "quant:all", "quant:each", "quant:least", "quant:about", "time:soon")
    )


def keys_of(token: Token) -> list[str]:
    """The content of a token; a word the lexicon does not know stands for itself."""
    if token.punctuation or token.amount is not None:
        return []
    if token.keys or token.names:
        return list(_content_of(token.keys))
    return [f"w:{lemmas(token.text)[-1]}"]
