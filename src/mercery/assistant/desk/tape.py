"""What a turn of the desk was told from outside, in order: kept with the turn, and told again when it is replayed.

Reading, deciding and wording are pure; what a turn looked up, proved and had done is not. Each such step goes through a
tape. With the same message, the same state and the same tape the desk decides and says the same again, and nothing is
looked up, sent or done a second time.

A view is heavy and hardly changes from turn to turn, so that its parts (each order, each product's variants, the
customer, the rules) are kept once for a conversation, by their digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

from mercery.assistant.desk.state import DeskState, Proposal, state_from_json, state_to_json
from mercery.core.database import Json
from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang
from mercery.orders.actions.rule import ActionRule

T = TypeVar("T")
FORMAT: Final = 1
_SEE: Final = "see"
_KEPT_TOKEN: Final = "kept"  # noqa: S105 - stands where a token was


class TakesAnotherWay(MerceryError):
    """A replayed turn wants to know something that the recorded turn did not ask."""

    code = "replay_takes_another_way"
    status = 409


@dataclass(slots=True)
class Tape:
    """The steps outside of one turn, noted as they happen."""

    steps: list[tuple[str, Any]] = field(default_factory=list)

    async def noted(
        self, step: str, kind: Any, happen: Callable[[], Awaitable[T]], kept: Callable[[T], T] | None = None
    ) -> T:
        """Let it happen and note the outcome. `kept`: the outcome as far as the desk's words turn on it."""
        outcome = await happen()
        self.steps.append((step, adapter(kind).dump_python(kept(outcome) if kept else outcome, mode="json")))
        return outcome


@dataclass(slots=True)
class Told(Tape):
    """The noted steps told again; nothing happens."""

    async def noted(
        self, step: str, kind: Any, happen: Callable[[], Awaitable[T]], kept: Callable[[T], T] | None = None
    ) -> T:
        """The outcome noted then. TakesAnotherWay when another step was taken at this place."""
        name, outcome = self.steps.pop(0) if self.steps else ("", None)
        if name != step:
            raise TakesAnotherWay(
                f"The turn would now {step} where it {'ended' if not name else f'had to {name}'} before.",
                remedy="The desk works in another way since then; what it said is kept in the conversation.",
                zh="服务台的处理方式此后已有改动，当时的答复保留在会话中。",
            )
        found: T = adapter(kind).validate_python(outcome)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a turn of the desk was decided from, beside the customer's words."""

    state: DeskState
    lang: Lang | None
    signed_in: str
    proposals: tuple[Proposal, ...]
    tape: Tape


def basis_to_json(basis: Basis) -> tuple[Json, dict[str, Any]]:
    """The basis as it stands in the turn's record, and the heavy parts by their digest."""
    parts: dict[str, Any] = {}
    steps = [[step, _split(told, parts) if step == _SEE else told] for step, told in basis.tape.steps]
    made = {
        "format": FORMAT, "state": state_to_json(_without_tokens(basis.state)), "lang": basis.lang, "signed_in": basis.signed_in,
        "proposals": adapter(tuple[Proposal, ...]).dump_python(basis.proposals, mode="json"), "steps": steps,
    }  # fmt: skip
    return made, parts


def basis_from_json(data: Mapping[str, Any], parts: Mapping[str, Any]) -> Basis:
    """The basis whose JSON form is `data`, to be told again. KeyError names a part that is missing."""
    steps = [(step, _joined(told, parts) if step == _SEE else told) for step, told in data["steps"]]
    return Basis(
        state=state_from_json(data["state"]),
        lang=data["lang"],
        signed_in=data["signed_in"],
        proposals=adapter(tuple[Proposal, ...]).validate_python(data["proposals"]),
        tape=Told(steps),
    )


def with_rules(
    data: Mapping[str, Any], parts: Mapping[str, Any], rules: Sequence[ActionRule]
) -> tuple[Json, Mapping[str, Any]] | None:
    """The recorded basis with other rules in force; None where it had the same."""
    fresh: dict[str, Any] = {}
    digest = _put(adapter(tuple[ActionRule, ...]).dump_python(tuple(rules), mode="json"), fresh) if rules else ""
    if all(told["rules"] == digest for step, told in data["steps"] if step == _SEE):
        return None
    steps = [[step, {**told, "rules": digest} if step == _SEE else told] for step, told in data["steps"]]
    return {**data, "steps": steps}, {**parts, **fresh}


def parts_named(data: Mapping[str, Any]) -> set[str]:
    """The digests a recorded basis needs."""
    views = [told for step, told in data["steps"] if step == _SEE]
    named = [one for view in views for key in ("orders", "variants") for one in view[key]]
    named += [view[key] for view in views for key in ("customer", "rules", "titles", "names")]
    return {one for one in named if one}


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Dataclasses of the desk to JSON and back."""
    return TypeAdapter(kind)


def _without_tokens(state: DeskState) -> DeskState:
    """A token binds a yes; that there was one is enough to decide again."""
    tasks = tuple(replace(task, token=_KEPT_TOKEN if task.token else "") for task in state.tasks)
    return replace(state, tasks=tasks)


def _split(view: Json, parts: dict[str, Any]) -> Json:
    by_product: dict[str, dict[str, Any]] = {}
    for sku, variant in view["variants"].items():
        by_product.setdefault(variant["product_id"], {})[sku] = variant
    return {
        **view,
        "orders": [_put(order, parts) for order in view["orders"]],
        "variants": [_put(variants, parts) for variants in by_product.values()],
        **{key: _put(view[key], parts) if view[key] else "" for key in ("customer", "rules", "titles", "names")},
    }


def _joined(view: Json, parts: Mapping[str, Any]) -> Json:
    empty: Mapping[str, Any] = {"customer": None, "rules": [], "titles": {}, "names": {}}
    return {
        **view,
        "orders": [parts[one] for one in view["orders"]],
        "variants": {sku: variant for one in view["variants"] for sku, variant in parts[one].items()},
        **{key: parts[view[key]] if view[key] else nothing for key, nothing in empty.items()},
    }


def _put(part: Any, parts: dict[str, Any]) -> str:
    text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()[:20]
    parts[digest] = part
    return digest
