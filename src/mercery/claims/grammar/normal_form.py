"""The form every text is read in: small letters, one kind of signs, contractions written out, spoken numbers as figures."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from mercery.claims.numerals import chinese_as_figures, read_number, spoken_as_figures

_CONTRACTED: Final = (
    (re.compile(r"\bcan't\b"), "cannot"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"(?<=[a-z])n't\b"), " not"),
    (re.compile(r"\bi\.e\.,?"), "that is "),
    (re.compile(r"\b(?:approx|ca)\."), "about "),
    (re.compile(r"\bthere's\b"), "there is"),
    (
        re.compile(r"\b(we|they|you)'ve (?=(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|a|only|just)\b)"),
        r"\1 have ",
    ),
    (re.compile(r"(?<=[a-z])'(?:s|re|ve|ll|d|m)\b|(?<=\d)'s\b"), " "),
    (re.compile(r"\b(\d+)[ -]?(?:karat|carat|kt)(?= (?:yellow |white |rose )?gold\b)"), r"\1k"),
)
_CONTRACTIONS: Final = tuple((pattern, full, "'" in pattern.pattern) for pattern, full in _CONTRACTED)
"""The last says whether a text without an apostrophe has none of them."""
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "「": '"', "」": '"', "–": "-", "—": " - ", "−": "-", "‑": "-", "é": "e", "è": "e", "ê": "e", "ü": "u", "ö": "o", "ä": "a", "ç": "c"})  # fmt: skip
_CANNOT: Final = re.compile(r"([放装塞容])不(?:下|进|了)|(取消|[寄送退换改用付分修刻发])不了")
_SOME: Final = re.compile(
    r"(?<![\d一二三四五六七八九十])(一二|两三|三四|四五|五六|六七|七八|八九)(?=个?(?:工作日|月|星期|小时)|周|天|日|年|晚|夜)"
)
_EXTRA_DAYS: Final = re.compile(
    r"(\d+|[a-z]+) (extra|additional|further|more) ((?:business |working )?days?|euros?|minutes?)(?![a-z])"
)
_NUMERAL: Final = "零〇一二两三四五六七八九"
_SPOKEN_TENTHS: Final = re.compile(
    rf"(?<![\d{_NUMERAL}十百千.])(?P<a>[{_NUMERAL}]|\d+)(?P<u>米|公斤|升|毫米|厘米)(?P<b>[一二三四五六七八九]{{1,2}})(?![\d{_NUMERAL}十百千米])"
    rf"|(?<![\d{_NUMERAL}十百千.])(?P<c>[{_NUMERAL}十]+|\d+)点(?P<d>[{_NUMERAL}]+|\d+)(?=克拉|公斤|千克|毫米|厘米|米|升|公升|毫升|克|倍|寸|英寸|欧|元|折|小时|个小时|%)"
)
_THE_US: Final = re.compile(r"\bU\.?S\.?(?![A-Za-z])|\bU\.S\.A\.?")
_DAILY: Final = re.compile(r"(?<![a-z])(?:daily|each day|seven days a week)(?![a-z])")
_SEPARABLE: Final = re.compile(
    r"(?<![a-z])(take|takes|taken|taking|lift|lifts) (the |its |this |that )([a-z]+) (off|out)(?![a-z])"
)
_ONE: Final = re.compile(
    r"(?<![a-z])(within|for|after|least|in|than|every|about|under|over) an? (?=(?:day|week|month|year|hour)(?![a-z]))"
)
_TEXTS_KEPT: Final = 1_000


@lru_cache(maxsize=_TEXTS_KEPT)
def normalised(text: str) -> str:
    """Small letters, one kind of quotes and dashes, contractions written out."""
    kept = _THE_US.sub("USA", text).translate(_QUOTES).replace("，", "\ue000")
    plain = unicodedata.normalize("NFKC", kept).translate(_QUOTES).lower().replace("\ue000", "，")
    apostrophe = "'" in plain
    for pattern, full, cut in _CONTRACTIONS:
        if apostrophe or not cut:
            plain = pattern.sub(full, plain)
    plain = _SEPARABLE.sub(r"\1 \4 \2\3", plain)
    plain = _ONE.sub(r"\1 1 ", plain)
    plain = spoken_as_figures(_DAILY.sub("every day", plain))
    if not plain.isascii():
        plain = _CANNOT.sub(
            lambda found: f"不能{found[1] or found[2]}", _SOME.sub(_spread, _SPOKEN_TENTHS.sub(_in_tenths, plain))
        )
        plain = chinese_as_figures(plain)
    return _EXTRA_DAYS.sub(r"extra \1 \3", plain)


def _in_tenths(found: re.Match[str]) -> str:
    """一米八 is 1.8米, 零点二克拉 0.2克拉."""
    if found["u"]:
        return f"{read_number(found['a'])}.{''.join(str(read_number(sign)) for sign in found['b'])}{found['u']}"
    tenths = "".join(str(read_number(sign)) for sign in found["d"])
    return f"{read_number(found['c'])}.{tenths}"


_WRITTEN_OUT: Final = (
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"\b(it|that|this|there|here|what|who|where|how|when|he|she|everything|nothing|something|everyone|nobody|mine|yours|all|one)'s\b"), r"\1 is"),
    (re.compile(r"(?<=[a-z])'re\b"), " are"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"(?<=[a-z])'ll\b"), " will"),
    (re.compile(r"(?<=[a-z])'ve\b"), " have"),
    (re.compile(r"\b(i|you|he|she|we|they|it|that|who|there)'d\b"), r"\1 would"),
)  # fmt: skip


@lru_cache(maxsize=_TEXTS_KEPT)
def written_out(text: str) -> str:
    """A text with its verbs in full (`you're` is `you are`), as talk is read."""
    plain = text.translate(_QUOTES).lower()
    for pattern, full in _WRITTEN_OUT:
        plain = pattern.sub(full, plain)
    return plain


_COPULA: Final = re.compile(
    r"\b(it|that|this|they|we|you)(?:'s(?! (?:got|been|had|just|only|always)\b)|'re)(?= )", re.IGNORECASE
)


def copula_written_out(text: str) -> str:
    """`it's`, `they're` in full, as the pairs of plainer sentences have them; `it's got` stays, which is `it has`."""
    plain = text.replace("’", "'")
    return (
        _COPULA.sub(lambda found: f"{found[1]} {'is' if found[0][-1] in 'sS' else 'are'}", plain)
        if "'" in plain
        else text
    )


def _spread(found: re.Match[str]) -> str:
    """三四周 is three to four weeks."""
    nights = found.string[found.end()] in "晚夜"
    low, high = (str(read_number(sign)) if nights else sign for sign in found[1])
    return f"{low}至{high}" if nights else f"{low}到{high}"
