"""Every example of docs/guide/promotion-semantics.md comes out as the page says."""

import contextlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.refunds import refund
from mercery.promotions.quoting.walk import Quote
from mercery.promotions.rules.notation import buyer_from, calendar_from, cart_from

PAGE = (Path(__file__).parents[3] / "docs/guide/promotion-semantics.md").read_text(encoding="utf-8")
EXAMPLES = [
    (f"{number + 1}: {heading.strip()}", block)
    for number, (heading, block) in enumerate(
        (PAGE[: found.start()].rsplit("\n## ", 1)[1].split("\n", 1)[0], found.group(1))
        for found in re.finditer(r"```json\n(.*?)```", PAGE, re.DOTALL)
    )
]


@pytest.mark.parametrize("block", [block for _, block in EXAMPLES], ids=[name for name, _ in EXAMPLES])
def test_the_example_comes_out_as_written(block: str) -> None:
    example: dict[str, Any] = json.loads(block)
    expected: Mapping[str, Any] = example.pop("expect")
    cart, buyer = cart_from(example.pop("cart")), buyer_from(example.pop("buyer", {}))
    returned = example.pop("return", None)
    calendar = calendar_from(example)
    quoted = quote(calendar, cart, buyer)
    assert quoted.optimal
    found = _figures(quoted)
    if returned is not None:
        found["refund"] = refund(calendar, quoted.best, returned, buyer).amount
    assert {name: found[name] for name in expected} == expected


def test_the_program_of_the_page_prints_what_it_says() -> None:
    program = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[-1]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program, {})
    assert printed.getvalue().strip() == program.rsplit("# ", 1)[1].strip()


def test_no_benefit_is_without_an_example() -> None:
    shown = {rule["benefit"]["kind"] for _, block in EXAMPLES for rule in json.loads(block)["rules"]}
    assert shown == {
        *("pct", "off", "fix", "every", "tiers", "buyget", "perline", "bundle", "gift", "ship", "points", "deposit"),
    }


def _figures(quoted: Quote) -> dict[str, Any]:
    best = quoted.best
    return {
        "payable": best.payable,
        "goods": best.goods,
        "lines": [line.total for line in best.lines],
        "units": [list(line.unit_paid) for line in best.lines],
        "discounts": {step.rule: step.discount for step in best.steps if step.discount},
        "platform": quoted.platform.payable,
        "ship": best.shipping,
        "gifts": [list(one) for one in best.gifts],
        "margin": quoted.margin.margin,
        "needed": quoted.margin.needed,
        "deposit": best.deposit,
        "points": best.points,
        "missed": dict(quoted.missed),
    }
