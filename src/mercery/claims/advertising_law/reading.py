"""Reads a text for wordings a law forbids. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, cast

from mercery.claims.advertising_law.folding import fold
from mercery.claims.advertising_law.rule import Breach, Family, Law, Rule
from mercery.core.i18n import Lang, Words
from mercery.core.yaml_files import read_yaml

_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_DENIED: Final = re.compile(
    r"(?:不是|并非|并不是|不算|算不上|称不上|谈不上|不敢说|不敢称|不敢讲|不自称|从不称|不称|不说|不使用|不再使用|不得(?!不)|禁止|严禁"
    r"|不可以|不能说|不能用|不能称|不能写|不会说|不作|不做|不保证|不承诺|不宣传|不宣称|不追求|不具有?|不具备|不能代替|不可代替|避免|请勿|切勿|勿|拒绝"
    r"|未必是?|不一定是?|绝非|无法(?:保证|承诺)|未经[^，]{0,6}不得|反对|如[‘“「『\"']|诸如|例如[‘“「『\"'])[^，。！？；,!?;]{0,12}$|(?:不能|不可|没有|不会|不含|无|不|未|非)$"
    r"|(?:n't|n t|(?<![a-z])(?:can'?t|cannot|not|never|without|nor|neither|unable to|rather than|far from|avoid|do not (?:say|use|write|claim)|no)) (?:[a-z'-]+ ){0,4}$"
)
"""A clause up to a word that it denies or forbids. 不得不 does neither."""
_RHETORICAL: Final = re.compile(
    r"难道|岂|莫非|谁说|可不是|无不|不得不|isn'?t (?:it|this|that)|aren'?t|is not (?:it|this|that)"
)
_CLAUSE: Final = re.compile(r"[，。！？；,!?;:：\n]")
_TITLE: Final = re.compile(r"《[^》]{1,40}》")


def breach(text: str, jurisdictions: frozenset[str] | None = None, *, names: Iterable[str] = ()) -> Breach | None:
    """The first wording the text breaks a rule by; `jurisdictions` None: any. `names`: as `breaches` has them, asked only
    where something was found, so that they may be those of a whole catalogue."""
    found = breaches(text, jurisdictions=jurisdictions)
    if not found:
        return None
    low = text.lower()
    held = tuple(name for name in names if len(name) > 1 and name.lower() in low)
    return next(iter(breaches(text, jurisdictions=jurisdictions, names=held) if held else found), None)


def breaches(
    text: str, lang: Lang | None = None, jurisdictions: frozenset[str] | None = None, *, names: Iterable[str] = ()
) -> tuple[Breach, ...]:
    """Every wording that breaks a rule, in the order of the text. `names`: products, brands and titles, which may hold any."""
    return _read(text, lang, jurisdictions, tuple(names))


@lru_cache(maxsize=4096)
def _read(
    text: str, lang: Lang | None, jurisdictions: frozenset[str] | None, names: tuple[str, ...]
) -> tuple[Breach, ...]:
    folded = fold(text)
    spoken = lang or ("zh" if _CHINESE.search(text) else "en")
    named = _named(folded.text, names)
    found: dict[tuple[int, int], Breach] = {}
    for family, laws in _in_force(jurisdictions):
        if family.only and family.only != spoken:
            continue
        for start, end in _broken(family, folded.text, named):
            first, last = folded.given(*_shown(family, folded.text, start, end))
            found.setdefault(
                (first, last),
                Breach(rule=family.rule, family=family.key, words=text[first:last], start=first, end=last, laws=laws),
            )
    return _outermost(found.values())


@lru_cache(maxsize=16)
def _in_force(jurisdictions: frozenset[str] | None) -> tuple[tuple[Family, tuple[Law, ...]], ...]:
    """The families that break a law there, each with the laws."""
    found = (
        (family, tuple(one for one in family.rule.laws if jurisdictions is None or one.jurisdiction in jurisdictions))
        for family in families()
    )
    return tuple((family, laws) for family, laws in found if laws)


def _outermost(found: Iterable[Breach]) -> tuple[Breach, ...]:
    """Without those that lie within another: 全网第一 is one breach."""
    kept: list[Breach] = []
    for one in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _broken(family: Family, text: str, named: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    matches = [found.span() for found in family.words.finditer(text) if found.end() > found.start()]
    if not matches:
        return
    harmless = [*named, *(found.span() for found in family.harmless.finditer(text))] if family.harmless else named
    for start, end in matches:
        if any(first <= start and end <= last for first, last in harmless):
            continue
        if family.denied and _denied(text, start):
            continue
        yield start, end


def _denied(text: str, start: int) -> bool:
    ends = [found.end() for found in _CLAUSE.finditer(text, max(0, start - 60), start)]
    clause = text[ends[-1] if ends else max(0, start - 60) : start]
    return bool(_DENIED.search(clause)) and not _RHETORICAL.search(clause)


def _shown(family: Family, text: str, start: int, end: int) -> tuple[int, int]:
    """What a reader is shown of the text, so that 最 stands with what it is said of."""
    first, last = max(start - family.shown[0], 0), min(end + family.shown[1], len(text))
    while not all(_CHINESE.match(sign) for sign in text[first:start]):
        first += 1
    while not all(_CHINESE.match(sign) for sign in text[end:last]):
        last -= 1
    return first, last


def _named(text: str, names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where titles and names stand, in which any word is harmless."""
    spans = [found.span() for found in _TITLE.finditer(text)]
    for name in names:
        plain = fold(name).text
        if len(plain) > 1:
            spans += [found.span() for found in re.finditer(re.escape(plain), text)]
    return spans


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, as law.yaml has them."""
    return tuple(
        Rule(
            key=str(row["key"]),
            laws=tuple(
                Law(jurisdiction=where, name=Words(str(en), str(zh)), article=str(article))
                for where, (en, zh, article) in cast(dict[str, list[object]], row["laws"]).items()
            ),
            reason=Words(str(row["reason"]["en"]), str(row["reason"]["zh"])),
        )
        for row in cast(list[dict[str, Any]], _data("law.yaml"))
    )


@cache
def families() -> tuple[Family, ...]:
    """Every family of wordings, those of rules in the order of law.yaml."""
    known = {one.key: one for one in rules()}
    order = {key: at for at, key in enumerate(known)}
    found = [
        _family(row, data.get("parts", {}), known, whole=whole)
        for data, whole in _languages()
        for row in data["families"]
    ]
    return tuple(sorted(found, key=lambda one: order[one.rule.key]))


def _languages() -> tuple[tuple[dict[str, Any], bool], ...]:
    return (_data("english.yaml"), True), (_data("chinese.yaml"), False)


def _family(row: dict[str, Any], parts: dict[str, str], known: dict[str, Rule], *, whole: bool) -> Family:
    words = _pattern(row["words"], parts, whole=whole)
    assert words is not None
    return Family(
        key=str(row["family"]),
        rule=known[str(row["rule"])],
        words=words,
        harmless=_pattern(row.get("harmless") or [], parts, whole=False),
        denied=bool(row.get("denied")),
        shown=(int(row.get("shown_before", 0)), int(row.get("shown", 0))),
        only=str(row.get("only", "")),
    )


def _pattern(rows: list[object], parts: dict[str, str], *, whole: bool) -> re.Pattern[str] | None:
    if not rows:
        return None
    joined = "|".join(f"(?:{row})" for row in rows)
    for name, part in parts.items():
        joined = joined.replace("{" + name + "}", part)
    return re.compile(rf"(?<![a-z])(?:{joined})(?![a-z])" if whole else joined)


def _data(name: str) -> Any:
    return read_yaml((files("mercery.claims.advertising_law") / name).read_text("utf-8"))
