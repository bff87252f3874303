"""Where people are named: the customer by the name on record, anybody who says `my name is …`. Pure.

Many names are words as well (Brown, Rose, 高兴): alone they count only where somebody is addressed or introduced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mercery.claims.vocabulary import COLOURS, MATERIALS

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_WORDS: Final = frozenset(
    [
        "may",
        "will",
        "rose",
        "grace",
        "mark",
        "bill",
        "art",
        "summer",
        "autumn",
        "dawn",
        "joy",
        "hope",
        "faith",
        "pearl",
        "ruby",
        "jade",
        "amber",
        "ivy",
        "lily",
        "daisy",
        "iris",
        "violet",
        "rich",
        "frank",
        "young",
        "long",
        "short",
        "king",
        "queen",
        "prince",
        "wood",
        "woods",
        "hill",
        "rivers",
        "lake",
        "field",
        "bush",
        "berry",
        "page",
        "price",
        "sale",
        "store",
        "shop",
        "gift",
        "card",
        "cook",
        "baker",
        "carter",
        "taylor",
        "mason",
        "fisher",
        "hunter",
        "cash",
        "bond",
        "love",
        "sweet",
        "good",
        "best",
        "small",
        "little",
        "large",
        "noble",
        "sharp",
        "strong",
        "day",
        "week",
        "sunday",
        "monday",
        "friday",
        "march",
        "april",
        "june",
        "august",
        "jan",
        "drew",
        "pat",
        "rob",
        "sue",
        "don",
        "jack",
        "jean",
        "van",
        "de",
        "der",
        "den",
        "von",
        "la",
        "le",
        "du",
        "da",
        "di",
        "al",
        "bin",
        "ray",
        "sky",
        "storm",
        "star",
        "reed",
        "fox",
        "wolf",
        "bear",
        "lamb",
        "swan",
        "bird",
        "peacock",
        "banks",
        "bell",
        "ball",
        "case",
        "chase",
        "church",
        "drake",
        "dean",
        "duke",
        "earl",
        "ford",
        "glass",
        "golden",
        "graham",
        "green",
        "grant",
        "guy",
        "holiday",
        "house",
        "kay",
        "lane",
        "max",
        "miles",
        "minor",
        "moon",
        "north",
        "page",
        "parker",
        "pepper",
        "pitt",
        "pool",
        "post",
        "read",
        "sage",
        "sands",
        "saddler",
        "shade",
        "stone",
        "street",
        "swift",
        "tailor",
        "temple",
        "town",
        "wall",
        "ward",
        "waters",
        "west",
        "white",
        "winter",
        "wise",
        "works",
    ]
) | frozenset(word for name in (*COLOURS, *MATERIALS) for word in name.split())
"""Parts of names that also mean something in a shop."""
_TITLE: Final = r"(?:\b(?:mr|mrs|ms|miss|mx|dr|dear|hi|hello|i'?m|i am|my name is|name is|this is|it'?s|called|regards,?|sincerely,?|cheers,?|thanks,?|yours,?|signed,?|from)\.? |\bname[:=] ?)"
_SELF: Final = re.compile(
    r"(?:\bmy (?:full )?name(?: is|'s|:)|\b(?:full )?name ?[:=]|\bi am called|\brecipient ?[:=]|\baddressed to ?[:=])\s*"
    r"(?P<name>(?!(?:on|in|not|no|the|a|an|also|still|same|different|wrong|spelled|spelt|missing|under|there|written|misspelled|and|is|my|with)\b)[A-Za-z\u00c0-\u024f][\w'’-]+(?: (?!and\b|but\b|from\b|i\b|my\b|the\b|with\b|zip\b|post|e-?mail\b|at\b|of\b|who\b|order\b|phone\b|tel\b|please\b|address\b)[A-Za-z\u00c0-\u024f][\w'’-]*\.?){0,3})",
    re.IGNORECASE,
)
_SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳唐罗薛伍余米贝姚孟顾尹江钟汪田董丁邓徐邱高林郭梁宋石崔吉龚程邢裴陆荣翁侯段雷黎史龙万贺赖洪温莫黄萧肖胡白黄曾田叶夏谭廖付熊傅康毛蔡易常武乔覃戴刘杜倪颜樊兰管殷"
_SELF_ZH: Final = re.compile(rf"(?:我叫|我的?(?:名字|姓名)(?:是|叫)?|姓名\s*[::是为]?|收件人\s*[::是为]?|收货人\s*[::是为]?|联系人\s*[::是为]?)\s*(?P<name>(?:欧阳|司马|上官|诸葛|司徒|东方|慕容|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}(?:·[\u4e00-\u9fff]+)?)")  # fmt: skip

_I_AM: Final = re.compile(
    r"\b[Ii](?:'|’)?(?:m| am) (?P<name>[A-Z\u00c0-\u00de][\w'’-]+(?: (?:(?:de|van|von|der|den|la|le|du|da|bin|al) )*[A-Z\u00c0-\u00de][\w'’-]+){1,2})"
)
"""Two or three words with capitals where somebody says who they are."""
_I_AM_ZH: Final = re.compile(
    rf"我是(?P<name>(?!高中|白领|金领|金融|石油|程序|方便|常客|常住|黄牛|元老|安保|店)(?:欧阳|司马|上官|诸葛|司徒|东方|慕容|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}})(?=[\s,，.。;；!！、]|$)"
)


def name_spans(text: str, names: Sequence[str], *, goods: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Where names stand, in order and without overlaps. `goods`: titles whose words are no names of people."""
    titles = {word for title in goods for word in re.findall(r"[^\W\d_]+", title.casefold())}
    spans: list[tuple[int, int]] = []
    for start, end in _named(text, names, titles):
        if end > start and all(end <= begin or stop <= start for begin, stop in spans):
            spans.append((start, end))
    return sorted(spans)


def _named(text: str, names: Sequence[str], titles: set[str]) -> Iterator[tuple[int, int]]:
    for name in names:
        yield from _chinese(text, name) if _HAN.search(name) else _latin(text, name, titles)
    for pattern in (_SELF, _SELF_ZH, _I_AM, _I_AM_ZH):
        for match in pattern.finditer(text):
            yield match.span("name")


def _latin(text: str, name: str, titles: set[str]) -> Iterator[tuple[int, int]]:
    parts = [part for part in re.findall(r"[^\W\d_][\w'’-]*", name) if len(part) > 1]
    if not parts:
        return
    for order in (parts, parts[::-1]):
        whole = r"[\s,.]{1,3}(?:\w\.? )?".join(map(re.escape, order))
        if len(order) > 1:
            for match in re.finditer(rf"(?<![\w]){whole}(?:'s)?(?![\w])", text, re.IGNORECASE):
                yield match.span()
    for part in parts:
        alone = len(part) > 2 and part.casefold() not in _WORDS and part.casefold() not in titles
        before = "" if alone else _TITLE
        for match in re.finditer(rf"(?<![\w]){before}(?P<part>{re.escape(part)})(?![\w])", text, re.IGNORECASE):
            yield match.span("part")


def _chinese(text: str, name: str) -> Iterator[tuple[int, int]]:
    whole = re.sub(r"\s", "", name)
    for match in re.finditer(re.escape(whole), text):
        yield match.span()
    surname, given = (whole[:2], whole[2:]) if len(whole) > 3 else (whole[:1], whole[1:])
    for match in re.finditer(rf"{re.escape(surname)}(?=先生|女士|小姐|太太|老师)", text):
        yield match.span()
    if len(given) >= 2:
        for match in re.finditer(re.escape(given), text):
            yield match.span()
