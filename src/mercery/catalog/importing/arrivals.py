"""Drafts on their way into the shop: in blocks, each draft checked against those before it in the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from mercery.catalog.product import Product
from mercery.catalog.product_json import ProductTexts, product_texts
from mercery.core.errors import Problem
from mercery.core.files.twice import Once
from mercery.core.i18n import Words

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL as JSON writes it. PostgreSQL keeps none."""
_PRODUCTS = 1_000
_VARIANTS = 4_000
"""A block ends with the first of these: memory stays flat whether products have one variant or hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A draft with its place in the file, as JSON texts and their digest."""

    position: int
    draft: Product
    texts: ProductTexts
    digest: str


@dataclass(slots=True)
class Arrivals:
    """The drafts of one file. `next_block` reads on; what contradicts itself is reported and left out."""

    drafts: Iterable[Product]
    products: int = 0
    variants: int = 0
    line: int = 0
    """The line of the file the last product began on."""
    problems: list[Problem] = field(default_factory=list)
    _handles: set[str] = field(default_factory=set)
    _keys: Once = field(default_factory=lambda: Once(what=Words("product key", "商品标识"), name="key", mend="rename"))
    _skus: Once = field(default_factory=lambda: Once(what=Words("SKU", "SKU"), name="sku", mend="rename"))

    def __post_init__(self) -> None:
        self.drafts = iter(self.drafts)

    @property
    def keys(self) -> Collection[str]:
        """Keys met so far."""
        return cast(Collection[str], self._keys.met.keys())

    def next_block(self) -> list[Arrival]:
        """The next arrivals; none at the end. Uses the processor and the file only, so that a thread can do it."""
        block: list[Arrival] = []
        most = self.variants + _VARIANTS
        for draft in self.drafts:
            self.line = draft.source_line or self.line
            if not self._contradicts(draft) and (arrival := self._arrival(draft)):
                block.append(arrival)
            if len(block) >= _PRODUCTS or self.variants >= most:
                break
        return block

    def _contradicts(self, draft: Product) -> bool:
        """Whether the file has the key or a SKU of `draft` twice; noted as problems."""
        before = len(self.problems)
        found = [self._keys.again(draft.key, draft.source_line)]
        found += [self._skus.again(one.sku, one.source_line or draft.source_line) for one in draft.variants]
        self.problems += [problem for problem in found if problem]
        return len(self.problems) > before

    def _arrival(self, draft: Product) -> Arrival | None:
        handle = self._free_handle(draft.handle)
        self._handles.add(handle)
        if handle != draft.handle:
            draft = replace(draft, handle=handle)
        texts = product_texts(draft)
        if any(_NUL.search(text) for text in (texts.own, *texts.variants)):
            self.problems.append(
                Problem(
                    message=f"The product '{draft.key}' holds a NUL character.",
                    remedy="Export the file again, as UTF-8.", line=draft.source_line, zh=f"商品“{draft.key}”含有 NUL 字符，请以 UTF-8 重新导出文件。"
                )
            )  # fmt: skip
            return None
        arrival = Arrival(position=self.products, draft=draft, texts=texts, digest=texts.digest)
        self.products += 1
        self.variants += len(draft.variants)
        return arrival

    def _free_handle(self, handle: str) -> str:
        free, number = handle, 1
        while free in self._handles:
            number += 1
            free = f"{handle}-{number}"
        return free
