"""`mercery eval actions FILE --shop DIR [--rules PACK]`: proposed actions against the policy engine, each on a fresh shop.

A line is `{"id", "user_id", "confirmed", "after": [{"tool", "arguments"}], "tool", "arguments", "must": "admit"|"refuse",
"violates": [codes]}`; `user_id` is the identified customer, `after` what the owner had done before.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.core.errors import Invalid
from mercery.core.ids import new_id
from mercery.customers.service import ids_by_key
from mercery.evals.registry import Result
from mercery.evals.retail_shop import DEFAULT_RULES, retail_shop
from mercery.evals.retail_tools import as_request
from mercery.orders import service as orders
from mercery.orders.actions.decision import Identity
from mercery.orders.actions.requests import BadRequest, ChangeCustomerAddress, parse
from mercery.orders.actions.service import Asking, Outcome, perform
from mercery.promotions.known_variants import GoodsInForce

Say = Callable[[str], None]


def run(paths: list[Path], say: Say, options: Mapping[str, str]) -> Result:
    """Figures `admit_right admit_total refuse_right refuse_total`, `by_violation`, `by_action` and the wrong lines."""
    if "shop" not in options or not paths:
        raise Invalid("This eval needs a file and a shop.", remedy="mercery eval actions FILE --shop DIR")
    rows = [row for path in paths for row in rows_of(path)]
    return asyncio.run(_run(rows, Path(options["shop"]), options.get("rules", DEFAULT_RULES), say))


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a plain or packed file."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in content.decode("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


async def _run(rows: list[dict[str, Any]], folder: Path, rules: str, say: Say) -> Result:
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    wrong: list[dict[str, object]] = []
    async with retail_shop(folder, rules) as place:
        say(f"The shop stands; {len(rows)} actions")
        async with place.database.session() as session:
            for row in rows:
                async with session.begin_nested() as part:
                    admitted, why = await _admitted(session, place.shop, row)
                    await part.rollback()
                session.expunge_all()
                good = admitted == (row["must"] == "admit")
                for name in (row["must"], *(f"violation {code}" for code in row["violates"]), f"action {row['tool']}"):
                    total[name] += 1
                    right[name] += good
                if not good:
                    wrong.append({"id": row["id"], "must": row["must"], "said": why, "violates": row["violates"]})
                    say(f"WRONG {row['id']} must {row['must']}: {why}")
    return Result(n=len(rows), figures=_figures(right, total, wrong))


def _figures(right: Mapping[str, int], total: Mapping[str, int], wrong: list[dict[str, object]]) -> dict[str, object]:
    def split(prefix: str) -> dict[str, dict[str, int]]:
        names = sorted(name for name in total if name.startswith(prefix))
        return {name.removeprefix(prefix): {"right": right[name], "total": total[name]} for name in names}

    return {
        "admit_right": right.get("admit", 0),
        "admit_total": total.get("admit", 0),
        "refuse_right": right.get("refuse", 0),
        "refuse_total": total.get("refuse", 0),
        "by_violation": split("violation "),
        "by_action": split("action "),
        "wrong": wrong,
    }


async def _admitted(session: AsyncSession, shop: Shop, row: Mapping[str, Any]) -> tuple[bool, str]:
    for earlier in row.get("after") or ():
        done, why = await attempt(session, shop, earlier, await owner(session, shop, earlier), confirmed=True)
        if not done:
            return row["must"] != "admit", f"what came before was refused: {why}"
    customer = None
    if row["user_id"] is not None:
        customer = (await ids_by_key(session, shop.id, [row["user_id"]])).get(row["user_id"])
    return await attempt(session, shop, row, customer, confirmed=row["confirmed"])


async def owner(session: AsyncSession, shop: Shop, call: Mapping[str, Any]) -> str | None:
    """Who may have done the earlier action: the owner of the order or of the profile."""
    name, arguments = as_request(call["tool"], call["arguments"])
    request = parse(name, arguments)
    if isinstance(request, ChangeCustomerAddress):
        return (await ids_by_key(session, shop.id, [request.customer])).get(request.customer)
    order = await orders.find_order(session, shop.id, request.order)
    return order.customer_id if order else None


async def attempt(
    session: AsyncSession, shop: Shop, call: Mapping[str, Any], customer: str | None, *, confirmed: bool
) -> tuple[bool, str]:
    """Whether the action was done for the customer, and what was said to it."""
    name, arguments = as_request(call["tool"], call["arguments"])
    try:
        request = parse(name, arguments)
    except BadRequest as error:
        return False, ", ".join(problem.message for problem in error.problems) or error.message
    identity = Identity(customer_id=customer, strength="email" if customer else "none")

    async def ask(token: str) -> Outcome:
        asking = Asking(
            identity=identity, conversation="eval", idempotency_key=new_id("yes"), token=token, actor=SYSTEM
        )
        return await perform(session, shop, request, asking, goods=GoodsInForce())

    outcome = await ask("")
    if confirmed and outcome.token:
        outcome = await ask(outcome.token)
    return outcome.receipt is not None, f"{outcome.decision.verdict} {outcome.decision.code} {outcome.decision.detail}"
