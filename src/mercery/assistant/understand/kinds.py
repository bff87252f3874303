"""Which kind of product a message names: totes, 丝巾, loafers. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from mercery.assistant.understand.names import Entry, name_tokens

_ALSO: Final[dict[str, str]] = {
    "handbag": "bag", "purse": "bag", "包包": "包", "手袋": "包", "手表": "腕表", "表": "腕表", "sunglass": "eyewear", "glass": "eyewear",
    "墨镜": "太阳镜", "眼镜": "眼镜", "perfume": "fragrance", "scent": "fragrance", "香水": "香水", "jewelry": "jewellery", "首饰": "珠宝",
    "shoe": "shoe", "鞋子": "鞋", "鞋": "鞋", "scarf": "scarf", "scarve": "scarf", "围巾": "围巾", "丝巾": "丝巾", "包": "包",
}  # fmt: skip
_NO_KIND: Final = re.compile(r"包[裹装邮修退括含]|[礼红钱面]包|表[示达格面]")
"""Words in which 包 and 表 name no thing."""
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
_EMPTY: Final = frozenset(("and", "other", "new", "sale", "small", "all"))


class Kinds:
    """Words for kinds of products, from categories and from the last word of names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._of: dict[str, list[str]] = defaultdict(list)
        self._chinese: dict[str, list[str]] = defaultdict(list)
        self._categories: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            for words in entry.kinds:
                for token in name_tokens(words.en) - _EMPTY:
                    self._of[_one(token)].append(entry.product_id)
                if words.zh:
                    self._chinese[words.zh].append(entry.product_id)
                    self._categories[words.zh].append(entry.product_id)
            last = [token for token in re.findall(r"[a-z]+", entry.title.en.lower()) if len(token) > 2][-1:]
            for token in last:
                self._of[_one(next(iter(name_tokens(token)), token))].append(entry.product_id)
            ending = _CHINESE.findall(entry.title.zh)[-1:]
            for size in (2, 3):
                if ending and len(ending[0]) >= size:
                    self._chinese[ending[0][-size:]].append(entry.product_id)

    def named(self, text: str, limit: int = 24) -> tuple[str, ...]:
        """Products of the most special kind the text names, in the shop's order."""
        found = [self._of[_one(token)] for token in name_tokens(text) if _one(token) in self._of]
        found += [ids for word, ids in self._chinese.items() if word in text]
        if not found:
            plain = _NO_KIND.sub(" ", text)
            wanted = [other for word, other in _ALSO.items() if word in plain]
            found = [
                [one for other in wanted for name, ids in self._categories.items() if other in name for one in ids]
            ]
        smallest = min((list(dict.fromkeys(ids)) for ids in found), key=len, default=[])
        return tuple(smallest[:limit])


def _one(token: str) -> str:
    return _ALSO.get(token, token) if token.isascii() else token
