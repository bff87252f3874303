"""Cases of other engines as their tests state them, in each engine's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mercery.core.errors import MerceryError
from mercery.evals.promotions.comparing import differences
from mercery.evals.promotions.peers import medusa, solidus, sylius_cart, sylius_catalogue, vendure
from mercery.evals.promotions.peers.trial import Adapter, Case, Inexpressible

ADAPTERS: Final[Mapping[str, Adapter]] = {
    "sylius-cart": sylius_cart.answer,
    "sylius-catalog": sylius_catalogue.answer,
    "medusa": medusa.answer,
    "vendure": vendure.answer,
    "solidus": solidus.answer,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One case. `reason` says what is wrong, or what the rules have no words for."""

    id: str
    engine: str
    right: bool
    expressible: bool = True
    reason: str = ""


def judge(case: Case) -> Judged:
    """Whether every expected figure is met."""
    name, engine = str(case.get("id", "?")), str(case.get("engine", "?"))
    adapter = ADAPTERS.get(engine)
    try:
        if adapter is None:
            raise Inexpressible(f"the engine {engine!r}")
        wrong = differences(_expected(case), adapter(case))
    except (Inexpressible, KeyError, TypeError) as error:
        said = str(error) if isinstance(error, Inexpressible) else f"the form of the case: {error!r}"
        return Judged(id=name, engine=engine, right=False, expressible=False, reason=said)
    except MerceryError as error:
        return Judged(id=name, engine=engine, right=False, reason=error.message)
    return Judged(id=name, engine=engine, right=not wrong, reason="; ".join(wrong))


def _expected(case: Case) -> Mapping[str, Any]:
    """An error is met by one that names the same thing; how it is worded is each engine's own affair."""
    expected = dict(case["expected"])
    if "error" in expected:
        words = str(expected["error"])
        code = words[words.find("(") + 1 : words.rfind(")")] if "(" in words else words
        expected["error"] = ["not found", code] if "not found" in words.lower() else words
    return expected


def figures(judged: Iterable[Judged]) -> dict[str, object]:
    """Counts in all and by engine; what could not be said, with the reason."""
    every = list(judged)
    right, total, mute = Counter[str](), Counter[str](), Counter[str]()
    for one in every:
        total[one.engine] += 1
        right[one.engine] += one.right
        mute[one.engine] += not one.expressible
    return {
        "raw_right": sum(right.values()),
        "raw_total": len(every),
        "raw_inexpressible": sum(mute.values()),
        "raw_share": round(sum(right.values()) / len(every), 4) if every else None,
        "by_engine": {
            engine: {"right": right[engine], "total": total[engine], "inexpressible": mute[engine]}
            for engine in sorted(total)
        },
        "inexpressible": {one.id: one.reason for one in every if not one.expressible},
        "failures": {one.id: one.reason for one in every if one.expressible and not one.right},
    }
