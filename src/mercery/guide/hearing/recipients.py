"""For whom it is: "my wife", "my son, he's 30", 闺蜜, "for a four-year-old". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from mercery.guide.hearing.mentions import Mentions, said
from mercery.guide.hearing.sizes import Age, ages_said

Audience = Literal["women", "men", "kids", "adult"]
GROWN: Final = Decimal(15)
_SEX: Final = {"son": "men", "daughter": "women"}
_BOYS: Final = re.compile(r"\b(?:grand|god|step)?son\b|\bboys?\b|\bnephew\b|儿子|孙子|侄子|外甥(?!女)|男孩")
_GIRLS: Final = re.compile(r"\b(?:grand|god|step)?daughter\b|\bgirls?\b|\bniece\b|女儿|孙女|侄女|外甥女|女孩")
_HER: Final = re.compile(r"\bfor her\b|\bshe\b|\bher\b|她")
_HIM: Final = re.compile(r"\bfor him\b|\bhe\b|\bhis\b|\bhim\b|(?<!其)他(?!们|人)")
_LITTLE: Final = re.compile(
    r"\b(?:little|small|young|baby|newborn|toddler) (?:son|daughter|boy|girl)s?\b|\b(?:toddler|kindergarten|nursery school|primary school|pre-?school)\b|小(?=儿子|女儿|孩)|幼儿园|小学|宝宝"
)
_I_AM: Final = re.compile(
    r"\bi(?:'m| am) a (?P<w>woman|lady|girl)|\bi(?:'m| am) a (?P<m>man|guy|bloke)|我是(?P<zw>女)|我是(?P<zm>男)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who it is for."""

    audience: Audience | None
    age: Decimal | None = None
    said: str = ""
    sex_unsaid: bool = False
    """Whether it is somebody of whom only a pronoun can tell the sex: "a friend"."""
    person: bool = False
    """Whether a person was named, rather than a section of the shop ("men's watches")."""
    spans: tuple[tuple[int, int], ...] = ()


def recipient(m: Mentions) -> Recipient | None:
    """Who the message says it is for; None where it says nothing."""
    found = [(key, one) for one in m.found if one.wanted for key in one.of("who:")]
    keys = {key for key, _ in found}
    ages = ages_said(m.plain)
    spans = tuple((age.start, age.end) for age in ages)
    own = _I_AM.search(m.plain.low)
    if own and not keys - {"self", "women", "men"}:
        return Recipient(audience="women" if own["w"] or own["zw"] else "men", said=own.group(), spans=spans)
    if not keys and not ages:
        return None
    words = said(m.plain, found[0][1]) if found else m.plain.said(ages[0].start, ages[0].end)
    age = (
        ages[0].years
        if ages and (keys & {"kids", "son", "daughter", "men", "women", "teen", "someone"} or _is_of_one(m, ages))
        else None
    )
    audience = _audience(keys, age, m)
    open_sex = "someone" in keys and not keys & {"teen", "kids"}
    return Recipient(
        audience=audience, age=age, said=words, sex_unsaid=open_sex, person=_names_a_person(m), spans=spans
    )


def _is_of_one(m: Mentions, ages: Sequence[Age]) -> bool:
    """An age without a person: 四岁, "for a six-year-old"."""
    return bool(ages) and ages[0].years < GROWN


def _audience(keys: set[str], age: Decimal | None, m: Mentions) -> Audience | None:
    if age is not None and age < 13:
        return "kids"
    grown = age is not None and age >= GROWN
    if "teen" in keys:
        return None
    sexes = {_SEX.get(key, key) for key in keys & {"women", "men", "son", "daughter"}}
    if "kids" in keys and not grown:
        return "kids"
    if keys & {"son", "daughter"} and not grown and (_LITTLE.search(m.plain.low)):
        return "kids"
    if "kids" in keys and grown:
        sexes |= {"men"} if _BOYS.search(m.plain.low) else set()
        sexes |= {"women"} if _GIRLS.search(m.plain.low) else set()
    if len(sexes) == 1 and "unisex" not in keys:
        return "women" if "women" in sexes else "men"
    if sexes:
        return None
    if "adult" in keys:
        return "adult"
    return None


def pronoun(m: Mentions) -> Audience | None:
    """What "she" or 他 tells of somebody who was named without a sex."""
    her, him = _HER.search(m.plain.low), _HIM.search(m.plain.low)
    if bool(her) == bool(him):
        return None
    return "women" if her else "men"


_PERSON: Final = re.compile(
    r"\b(?:my|our|his|her|for (?:an? |the )?)\s?\w+|送|给|妈|爸|太太|老婆|老公|先生|朋友|同事|闺蜜|孩子|奶奶|爷爷|姐|妹|哥|弟",
    re.IGNORECASE,
)


def _names_a_person(m: Mentions) -> bool:
    return any(one.of("who:") and _PERSON.search(m.plain.low) for one in m.found)
