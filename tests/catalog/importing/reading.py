"""Reading a text as a file of some shop system, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mercery.catalog.importing.reading import open_file
from mercery.catalog.product import Product
from mercery.core.files.problems import FileRefused


@dataclass(frozen=True)
class Read:
    """What came out of a file."""

    format: str
    products: list[Product]
    warnings: list[str]
    sure: bool

    @property
    def counts(self) -> tuple[int, int]:
        """Products and variants."""
        return len(self.products), sum(len(product.variants) for product in self.products)

    @property
    def prices(self) -> list[str]:
        """Each variant's first price, as text."""
        return [
            f"{v.prices[0].amount.major} {v.prices[0].amount.currency}"
            for p in self.products
            for v in p.variants
            if v.prices
        ]

    @property
    def skus(self) -> list[str]:
        """Each variant's SKU."""
        return [variant.sku for product in self.products for variant in product.variants]


def read_text(tmp_path: Path, text: str | bytes, name: str = "file.csv", currency: str = "EUR", **options: Any) -> Read:
    """The products in a file holding `text`; FileRefused when it has errors."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with open_file(path, currency=currency, **options) as opened:
        products = list(opened.read())
        opened.log.refuse()
        warnings = [problem.text() for problem in opened.log.kept]
        return Read(opened.format, products, warnings, opened.sure)


def refusal(tmp_path: Path, text: str | bytes, name: str = "file.csv", **options: Any) -> str:
    """Why the file is refused, all problems in one text; empty when it is not."""
    try:
        read_text(tmp_path, text, name, **options)
    except FileRefused as error:
        return " | ".join(problem.text() for problem in error.problems)
    return ""
