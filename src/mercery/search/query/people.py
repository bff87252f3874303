"""For whom something is: "for her", "women's", "gift for my dad", 女款, 送妈妈. Pure."""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Words

WOMEN: Final = r"wife|girlfriend|fianc[ée]e|mum|mom|mummy|mommy|mother|mother-in-law|grandma|grandmother|granny|sister|aunt|auntie|bride|her"
MEN: Final = r"husband|boyfriend|dad|daddy|father|father-in-law|grandpa|grandfather|grandad|brother|uncle|groom|him"
CHILDREN: Final = r"kids?|child|children|toddlers?|baby|babies|son|daughter|nephew|niece"
_OWN: Final = r"(?:my|his|her|our|your|a|an|the)?\s*(?:best|dear|old|little|young|older|younger|big)?\s*"
_GIFT: Final = r"(?:(?:gifts?|presents?|something|ideas?|one)\s+)*"
_ENGLISH: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "women",
        re.compile(rf"\b{_GIFT}for\s+{_OWN}(?:{WOMEN}|women|woman|ladies|lady|females?)\b(?:'s)?", re.IGNORECASE),
    ),
    (
        "men",
        re.compile(rf"\b{_GIFT}for\s+{_OWN}(?:{MEN}|men|man|gents?|gentlem[ae]n|guys?|males?)\b(?:'s)?", re.IGNORECASE),
    ),
    ("kids", re.compile(rf"\b{_GIFT}for\s+{_OWN}(?:{CHILDREN}|girls?|boys?)\b(?:'s)?", re.IGNORECASE)),
    ("women", re.compile(r"\b(?:women|woman|womens|womans|ladies|lady|female)(?:'s|s')?(?![a-z])", re.IGNORECASE)),
    ("men", re.compile(r"\b(?:men|man|mens|mans|gents|gentlemen|male)(?:'s|s')?(?![a-z])", re.IGNORECASE)),
    (
        "kids",
        re.compile(r"\b(?:kids?|child|children|childrens|toddler|girls|boys|baby)(?:'s|s')?(?![a-z])", re.IGNORECASE),
    ),
    ("unisex", re.compile(r"\bunisex\b", re.IGNORECASE)),
)
_TO: Final = r"(?:(?:适合)?(?:送给?|给|适合|为)(?:我的?|你的?)?)"
_CHINESE: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "women",
        re.compile(
            rf"{_TO}(?:妈妈?|母亲|老妈|老婆|妻子|太太|女友|女朋友|闺蜜|姐姐?|妹妹?|奶奶|外婆|姥姥|婆婆|岳母|丈母娘|阿姨|女士|女生|她)"
            r"(?:的)?(?:生日)?(?:礼物|礼品)?|女士|女式|女款|女性|女生|女人|女用|女(?=包|鞋|表|装|裤)"
        ),
    ),
    (
        "men",
        re.compile(
            rf"{_TO}(?:爸爸?|父亲|老爸|老公|丈夫|先生|男友|男朋友|哥哥?|弟弟?|爷爷|外公|姥爷|公公|岳父|叔叔|男士|男生|他)"
            r"(?:的)?(?:生日)?(?:礼物|礼品)?|男士|男式|男款|男性|男生|男人|男用|男(?=包|鞋|表|装|裤)"
        ),
    ),
    (
        "kids",
        re.compile(
            rf"{_TO}(?:孩子|小孩|宝宝|女儿|儿子|侄女|侄子)(?:的)?(?:生日)?(?:礼物|礼品)?|儿童|小孩|童款|宝宝|女童|男童|童(?=鞋|装)"
        ),
    ),
    ("unisex", re.compile("男女皆宜|男女通用|中性款|男女同款")),
)
VALUES: Final = {"kids": "children"}
"""Audiences whose value in the catalogue is called otherwise."""
LABELS: Final = {
    "women": Words("For women", "女士适用"),
    "men": Words("For men", "男士适用"),
    "kids": Words("For children", "儿童适用"),
    "unisex": Words("Unisex", "男女皆宜"),
}


def people_in(same: str) -> list[tuple[str, int, int]]:
    """Audiences a plain text names, with their places: the surest way to say one first, without overlap."""
    found: list[tuple[str, int, int]] = []
    for audience, pattern in (*_ENGLISH, *_CHINESE):
        for match in pattern.finditer(same):
            if match.end() > match.start() and all(
                end <= match.start() or match.end() <= start for _, start, end in found
            ):
                found.append((audience, match.start(), match.end()))
    return found
