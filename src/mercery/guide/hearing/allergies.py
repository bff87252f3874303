"""What somebody keeps away from though neither the shop nor the vocabulary knows it: milk, sesame, lanolin. Pure.

Left unheard it would be offered to them; heard as its own word, only what the shop says is free of it is. Substances
are data (`substances.txt`); of an allergy, of "X-free" and of 不含 any word is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.hearing.lexicon import rows
from mercery.guide.hearing.mention import Mention, Mentions
from mercery.guide.need import Wish

UNLISTED: Final = "allergen:"
"""Begins the name of such a feature."""

_WORD: Final = r"[a-z][a-z'-]{2,}(?: (?:oil|protein|extract|dust|pollen|acid))?"
_AND: Final = r"(?:,? (?:and|or|nor) (?:to )?|, (?:to )?| ?[&/] ?)"
_AND_ZH: Final = r"(?:和|或者?|跟|与|及|以及|还有|、|，)"
_ALLERGIC: Final = r"(?:allergic|allerg(?:y|ies)|intolerant|intolerance|sensitivity) (?:to|of) |react(?:s|ed|ing)? (?:badly )?to |sensitive to "
_AVOIDS: Final = (
    r"no |non[- ]|without |minus |zero |avoid(?:s|ing)? |free (?:of|from) |nothing (?:with|containing) |"
    r"not contain(?:ing)? |off |steer(?:s|ing)? clear of |stay(?:s|ing)? away from |"
    r"(?:can't|cannot|can not|mustn't|must not|shouldn't|should not|don't|do not|doesn't|does not|won't) "
    r"(?:really )?(?:have|eat|use|tolerate|take|do|stand|drink|touch|contain|include|want|like|digest|go near) "
)
_FEW: Final = r"(?:(?:any|the|all|added|traces? of|anything with|products with|things with) ){0,2}"
_HARMS: Final = (
    r"^ (?:gives? (?:me|her|him|them|us) (?:a |an |bad )*(?:rash|hives|spots|eczema|headaches?|stomach ?ache)"
    r"|makes? (?:me|her|him|them|us) (?:ill|sick|itch|itchy|sneeze|break out|unwell)|(?:is|are) (?:out|a no|off limits)\b"
    r"|irritates?\b|upsets?\b|(?:doesn't|don't|does not) agree with)"
)
_AVOIDS_ZH: Final = (
    r"(?:不(?:要|能|想|可以?|会|宜)?(?:再)?(?:有|吃|含有?|碰|用|喝|加|放|带|接触|添加|摄入)|(?<!要)不要|别|无|(?<!有)没有|(?<!有)没|忌|避免|零|未添加)"
    r"(?:有|含有?|吃|加|放|添加|任何|一点|一切){0,2}"
)
_CONDITIONS: Final = (("gluten", re.compile(r"\bco?eliacs?\b|乳糜泻")),)
"""Illnesses that are called by a name of their own."""
_SAID: Final = re.compile(
    rf"\b(?:allergic|allergy|intolerant|intolerance) to (?:the |any |all )?({_WORD})"
    rf"|\b({_WORD}) (?:allergy|allergies|intolerance)\b"
    r"|对([\u4e00-\u9fff]{1,6}?)(?:会|严重|有点|有些)?(?:过敏|不耐受)"
    r"|\b([a-z]{3,})-free\b"
    r"|不含有?([\u4e00-\u9fff]{1,6}?)(?=的|吗|$|[，。、,.!！？?和或 ])"
)
_MORE: Final = re.compile(rf"^{_AND}(?:the |any )?({_WORD})(?=$|[.,;!?]|{_AND})")
_NO_SUBSTANCE: Final = frozenset(
    ["a", "an", "the", "my", "her", "his", "their", "our", "your", "any", "some", "no", "bad", "severe", "skin", "food", "and", "with", "has", "have", "that", "this", "these", "those", "it", "them", "him", "me", "anything", "everything", "something", "nothing", "what", "please", "thanks", "though", "too", "either", "is", "are", "if", "so", "but", "for", "duty", "tax", "care", "stress", "worry", "hassle", "risk", "hands", "toll", "rent", "interest", "trouble", "carefree", "wrinkle", "crease", "iron", "cruelty", "scent", "logo", "pattern", "noise", "maintenance", "lint", "frizz", "wire", "cable", "cord", "guilt", "pain", "postage", "delivery", "shipping", "hole", "gift"]
) | frozenset(("什么", "这个", "那个", "它", "运费", "税", "关税", "邮费"))  # fmt: skip
_KNOWN: Final = ("mat:", "f:")
_SHADE: Final = re.compile(r"[ -](?:gold|brown|white|colou?r(?:ed)?|shades?|tones?)\b|色")
_FREE_ZH: Final = re.compile(r"(?:无|零|不含)(?:添加|任何)?$")
_NONE: Final = re.compile(r"(?:\bnot|n't|\bnever|\bno longer|\bno(?: known)?|\bno|不|没有|没) ?$")
_GOES_ON_ZH: Final = re.compile(r"^[\u4e00-\u9fff](?<![的和或跟与及过不都也吗吧])")


@cache
def _substances() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = (files("mercery.guide.hearing") / "substances.txt").read_text("utf-8")
    return tuple((name, tuple(names)) for name, names in rows(text))


@cache
def _named() -> dict[str, str]:
    return {surface: name for name, surfaces in _substances() for surface in surfaces}


def surfaces_of(substance: str) -> tuple[str, ...]:
    """All that a substance is called; of an unlisted one, its own name."""
    return dict(_substances()).get(substance, (substance,))


def substance_in(words: str) -> str:
    """The substance that words are the name of; empty where they name none."""
    return _named().get(words.strip().lower(), "")


def unlisted_allergies(m: Mentions) -> list[Wish]:
    """The substances of a message that somebody keeps away from, of which nothing else of it tells."""
    found = dict.fromkeys([*_listed(m), *_unlisted(m)])
    return [
        Wish(kind="feature", name=f"{UNLISTED}{name}", unwanted=True, said=name, label=_label(name)) for name in found
    ]


def _label(name: str) -> Words:
    surfaces = surfaces_of(name)
    chinese = next((one for one in surfaces if not one.isascii()), name)
    return Words(f"No {name}", f"不含{chinese}")


def _listed(m: Mentions) -> Iterator[str]:
    """Substances of the list that stand after a word of refusal, alone or in a list, or before one."""
    low = m.plain.low.replace("’", "'")
    yield from (name for name, pattern in _CONDITIONS if pattern.search(low))
    present = [one for one in _named() if one in low]
    if not present:
        return
    taken = [low[one.start : one.end] for one in m.found if _is_known(one)]
    items = _either([*present, *(one for one in taken if one)])
    wanted = _either(present)
    before = re.compile(
        rf"(?:\b(?:{_AVOIDS}|{_ALLERGIC}){_FEW}(?:{items}{_AND}{_FEW}(?:no )?)*|{_AVOIDS_ZH}(?:{items}{_AND_ZH}(?:不?含)?)*|对(?:{items}{_AND_ZH})*)$"
    )
    after = re.compile(
        rf"^(?:(?:{_AND}{items})*[\s-](?:free|allerg(?:y|ies|ic)|intolerant|intolerance|sensitivity)\b|(?:{_AND_ZH}{items})*(?:会|严重|有点|都)?(?:过敏|不耐受?|除外|都?不行|都?不能[吃碰用喝]|都?不[吃碰喝]|都?不要(?!太)))|{_HARMS}"
    )
    for one in re.finditer(wanted, low):
        hit = before.search(low[: one.start()])
        if len(one.group()) == 1 and _GOES_ON_ZH.match(low[one.end() :]) and not _FREE_ZH.search(low[: one.start()]):
            continue  # 糖果 is no sugar.
        if (after.match(low[one.end() :]) and not re.search(r"不对$|没有?对$", low[: one.start()])) or (
            hit
            and not _denied(low, hit.start(), hit.group())
            and not (hit.group().startswith("对") and "过敏" not in low[one.end() :])
            and (_FREE_ZH.search(low[: one.start()]) or not _only_describes(m, one.end()))
        ):
            yield _named()[one.group()]


def without_parts(low: str, found: Iterable[Mention]) -> list[Mention]:
    """The mentions without those that are only part of a substance's name, 麻 of 芝麻; and 无糖巧克力 refuses no
    chocolate."""
    present = [one for one in _named() if one in low]
    if not present:
        return list(found)
    spans = [one.span() for one in re.finditer(_either(present), low)]
    whole = [
        one
        for one in found
        if not any(start <= one.start and one.end <= end and one.end - one.start < end - start for start, end in spans)
        or not one.of("mat:")
    ]
    freed = {end for start, end in spans if _FREE_ZH.search(low[:start])}
    return [replace(one, unwanted=False) if one.start in freed and one.of("kind:") else one for one in whole]


def _denied(low: str, start: int, words: str) -> bool:
    """Whether there is no such allergy: "she isn't allergic to milk", 不对牛奶过敏."""
    return words.startswith(("allerg", "intoleran", "sensitiv", "react", "对")) and bool(_NONE.search(low[:start]))


def _only_describes(m: Mentions, end: int) -> bool:
    """Whether it is a word of what is refused, "no milk chocolate", or of a shade, 小麦色."""
    rest = m.plain.low[end:]
    return bool(_SHADE.match(rest)) or any(
        one.unwanted and one.of("kind:") and one.start - end in (0, 1) for one in m.found
    )


def _is_known(one: Mention) -> bool:
    return any(key.startswith(_KNOWN) for key in one.keys)


def _either(words: Iterable[str]) -> str:
    """One of the words, the longest first; English ones as whole words."""
    ordered = sorted(set(words), key=len, reverse=True)
    return "(?:" + "|".join(rf"\b{re.escape(one)}\b" if one.isascii() else re.escape(one) for one in ordered) + ")"


def _unlisted(m: Mentions) -> Iterator[str]:
    """What an allergy is to, and what something is to be free of, whatever it is."""
    low = m.plain.low
    for one in _SAID.finditer(low):
        if _denied(low, one.start(), one.group()):
            continue
        at = next(number for number in range(1, 6) if one.group(number))
        yield from _unknown(m, one.group(at), one.start(at))
        end = one.end(at)
        while at == 1 and (more := _MORE.match(low[end:])):
            yield from _unknown(m, more.group(1), end + more.start(1))
            end += more.end(1)


def _unknown(m: Mentions, name: str, start: int) -> Iterator[str]:
    parts = [one for one in re.split(_AND_ZH, name) if one] if not name.isascii() else [name]
    for part in parts:
        place = start + name.index(part)
        heard = any(
            (one.unwanted or one.end > place + len(part))
            and one.start < place + len(part)
            and place < one.end
            and not substance_in(part)
            for one in m.found
        )
        if not heard and part not in _NO_SUBSTANCE:
            yield substance_in(part) or part
