"""Tags and groups of buyers in a form: written and read by their names, kept by what rules call them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Lang, Words
from mercery.promotions.lab.worst_view import AUDIENCES

_BETWEEN: Final = re.compile(r"[,，、;；\n]+")
TAG_FIELDS: Final = ("tags", "not_tags", "get_tags")
_KINDS: Final[Mapping[str, Words]] = {
    "material": Words("material", "材质"),
    "category": Words("category", "品类"),
    "collection": Words("collection", "系列"),
    "brand": Words("brand", "品牌"),
    "color": Words("colour", "颜色"),
    "colour": Words("colour", "颜色"),
    "gender": Words("for", "适用"),
    "reduced": Words("reduced", "已降价"),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """The names of a shop's tags."""

    tags: Mapping[str, Words]

    def choices(self, lang: Lang) -> dict[str, str]:
        """Name by tag. Two tags of one name have what they are added; a name between commas cannot hold a comma."""
        plain = {tag: _BETWEEN.sub(" ", words.text(lang)).strip() or tag for tag, words in self.tags.items()}
        twice = Counter(name.casefold() for name in plain.values())
        named = {
            tag: name if twice[name.casefold()] == 1 else f"{name} ({_kind(tag, lang)})" for tag, name in plain.items()
        }
        again = Counter(name.casefold() for name in named.values())
        return {tag: name if again[name.casefold()] == 1 else tag for tag, name in named.items()}

    def shown(self, typed: Mapping[str, str], lang: Lang) -> dict[str, str]:
        """What is typed, by names."""
        tags, groups = self.choices(lang), {one: words.text(lang) for one, words in AUDIENCES.items()}
        return {**typed, **{field: _turned(typed[field], tags) for field in TAG_FIELDS if field in typed},
                "who": _turned(typed.get("who", ""), groups)}  # fmt: skip

    def kept(self, typed: Mapping[str, str]) -> dict[str, str]:
        """What is typed, as rules call it; names of either language and what rules call it are understood."""
        tags = {name.casefold(): tag for lang in _LANGS for tag, name in self.choices(lang).items()}
        groups = {words.text(lang).casefold(): one for lang in _LANGS for one, words in AUDIENCES.items()}
        return {**typed, **{field: _turned(typed[field], tags) for field in TAG_FIELDS if field in typed},
                "who": _turned(typed.get("who", ""), groups)}  # fmt: skip


_LANGS: Final[tuple[Lang, ...]] = ("en", "zh")


def _kind(tag: str, lang: Lang) -> str:
    kind = tag.partition(":")[0]
    return _KINDS.get(kind, Words(kind)).text(lang)


def _turned(text: str, into: Mapping[str, str]) -> str:
    """Names that are not known stay as they are: the rule's own check says what is wrong."""
    parts = [one.strip() for one in _BETWEEN.split(text) if one.strip()]
    return ", ".join(into.get(one, into.get(one.casefold(), one)) for one in parts)
