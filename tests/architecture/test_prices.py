"""Nobody but `promotions` computes a price: it alone reads price rows, and it alone multiplies and sums what a cart costs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "mercery"
OWN = ("promotions/",)
ROW_READERS = {
    "catalog": "stores the rows, imports, exports and shows them to the shop's own people",
    "evals": "makes catalogues out of the files of an exam, and checks imports",
    "demo": "invents a shop's past",
    "guide/hearing/known.py": "notes in which currencies the shop sells, and reads no amount",
    "guide/shelf.py": "carries rows from one version of a piece to the next, and reads no amount",
    "guide/shortlist.py": "asks `promotions.price.row_in_force` which row holds",
}
"""Who else touches rows, and why that is no price told."""
DOORS = {
    "price_products",
    "prices_of",
    "quote_cart",
    "quote_products",
    "offers",
    "offers_of",
    "glances",
    "variant_price",
}
PURE = {"row_in_force", "variant_price", "prices_of"}
ARITHMETIC = {
    "orders/": "the record of what was paid, and what of it comes back: by allocated shares (`orders/paid.py`)",
    "demo/": "orders of an invented past",
    "storefront/fit.py": "how far a price is below a limit the shopper named",
    "storefront/lacking.py": "how far it is above it",
    "core/money.py": "money itself",
    "claims/": "holds a sentence against facts",
    "evals/": "scores",
}
"""Who else subtracts, adds or multiplies amounts, and what of."""


Source = dict[str, str]


def parsed(source: Source, sign: str) -> Iterator[tuple[str, ast.Module]]:
    """The modules whose text has a sign of what is looked for, each parsed when its turn comes: all trees at once are
    millions of objects, which slow down everything."""
    found = re.compile(sign)
    yield from ((name, ast.parse(text)) for name, text in source.items() if found.search(text))


def allowed(name: str, reasons: dict[str, str]) -> bool:
    return any(name.startswith(one) for one in reasons)


def reads_rows(tree: ast.Module) -> bool:
    """`variant.prices`, the rows themselves; `offer.prices` and `goods.prices` of what promotions worked out do not count."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "prices"
        and isinstance(node.value, ast.Name)
        and node.value.id in ("variant", "one_variant", "row", "sku")
        for node in ast.walk(tree)
    )


def is_amount(node: ast.expr) -> bool:
    """`price.amount`, `line.unit_price`, `….minor` of one of them."""
    if isinstance(node, ast.Attribute) and node.attr in ("minor", "major"):
        return is_amount(node.value)
    if not isinstance(node, ast.Attribute):
        return False
    priced = node.attr in ("amount", "was") and isinstance(node.value, ast.Attribute) and node.value.attr == "price"
    offered = node.attr == "low" and isinstance(node.value, ast.Name) and node.value.id in ("offer", "glance")
    return priced or offered or node.attr in ("unit_price", "subtotal")


def computes(tree: ast.Module) -> list[int]:
    """Lines in which amounts of prices are multiplied, added or subtracted."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Add | ast.Sub | ast.Div | ast.FloorDiv):
            amounts = [one for one in (node.left, node.right) if is_amount(one)]
            if amounts:
                found.append(node.lineno)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum":
            inner = [one for arg in node.args for one in ast.walk(arg) if isinstance(one, ast.expr) and is_amount(one)]
            if inner:
                found.append(node.lineno)
    return found


@pytest.fixture(scope="module")
def source() -> Source:
    texts = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))}
    return {name: text for name, text in texts.items() if not name.startswith(OWN) and "/migrations/" not in name}


def test_price_rows_are_read_by_promotions_alone(source: Source) -> None:
    found = [
        name for name, tree in parsed(source, r"\.prices\b") if reads_rows(tree) and not allowed(name, ROW_READERS)
    ]
    assert found == []


def test_amounts_of_a_cart_are_worked_out_by_promotions_alone(source: Source) -> None:
    told = {name: text for name, text in source.items() if not allowed(name, ARITHMETIC)}
    amount = r"\.(?:amount|was|low|unit_price|subtotal)\b"
    found = {name: lines for name, tree in parsed(told, amount) if (lines := computes(tree))}
    assert found == {}


def test_what_a_visitor_pays_comes_from_the_door_that_knows_all_rules(source: Source) -> None:
    """`quote_products` knows the prices of everybody and no rule of the cart: nobody outside may state it as a total."""
    users = [
        name
        for name, tree in parsed(source, "quote_products")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "mercery.promotions.service"
        and any(one.name == "quote_products" for one in node.names)
    ]
    assert users == []


def test_the_exceptions_are_still_there(source: Source) -> None:
    for reasons in (ROW_READERS, ARITHMETIC):
        for one in reasons:
            assert any(name.startswith(one) for name in source), one


def test_a_sum_of_prices_elsewhere_would_be_found() -> None:
    bad = ast.parse("total = sum(line.price.amount.minor * line.quantity for line in lines)\n")
    worse = ast.parse(
        "off = price.price.amount - price.price.was\nnew = line.unit_price * 2\nlow = offer.low.minor * 9 // 10\n"
    )
    assert computes(bad) and len(computes(worse)) == 3 and reads_rows(ast.parse("rows = variant.prices\n"))
