"""Who is asking: from a signed session, an e-mail address, or a name with its postcode, as strong as the shop's rules want it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.desk.gloss import plain
from mercery.assistant.desk.state import DeskState
from mercery.customers import service as customers
from mercery.customers.customer import Customer
from mercery.orders.actions.decision import Identity
from mercery.orders.actions.rule import STRENGTHS, ActionRule, IdentityStrength

PROOF_LASTS: Final = timedelta(hours=2)
"""How long a code that was returned proves who asks."""


async def identify(
    session: AsyncSession, shop_id: str, text: str, emails: Sequence[str], postcodes: Sequence[str]
) -> Identity | None:
    """The one customer the text proves to be; None when it names nobody, or more than one."""
    for email in emails:
        found = await customers.customers_by_email(session, shop_id, email)
        if len(found) == 1:
            return Identity(customer_id=found[0].id, strength="email")
    named: list[Customer] = []
    for postcode in postcodes:
        there = await customers.customers_by_postcode(session, shop_id, postcode)
        named += [one for one in there if one not in named and names(text, one)]
    if len(named) == 1:
        return Identity(customer_id=named[0].id, strength="name_postcode")
    return None


def names(text: str, customer: Customer) -> bool:
    """Whether the full name stands in the text, every part of it, as written on the account."""
    name = " ".join(plain(customer.name).split())
    if not name:
        return False
    if re.search(r"[\u3400-\u9fff]", name):
        return name.replace(" ", "") in plain(text).replace(" ", "")
    return re.search(rf"(?<![a-z0-9_]){re.escape(name)}(?![a-z0-9_])", " ".join(plain(text).split())) is not None


def weakest(rules: Sequence[ActionRule]) -> IdentityStrength:
    """The weakest proof any rule accepts; without rules, a session."""
    return min((rule.identity for rule in rules), key=STRENGTHS.index, default="session")


def suffices(strength: IdentityStrength, rules: Sequence[ActionRule]) -> bool:
    """Whether this proof opens anything at all."""
    return strength != "none" and STRENGTHS.index(strength) >= STRENGTHS.index(weakest(rules))


def lapsed(state: DeskState, now: datetime) -> DeskState:
    """Without a proof by code that is too old: somebody else may sit before the screen by now."""
    if not state.proved_at or now - datetime.fromisoformat(state.proved_at) < PROOF_LASTS:
        return state
    return replace(
        state, customer_id="", strength="none", proved_at="", tasks=(), rivals=(), order="", piece="", listed=(),
        question="", asked="",
    )  # fmt: skip
