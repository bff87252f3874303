"""Policies as a JSON list, in the form the importer reads."""

from __future__ import annotations

import json
from typing import TextIO

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Json
from mercery.policies.policy import Policy
from mercery.policies.service import coming_policies, policies_in_force


async def export_policies(session: AsyncSession, shop_id: str, out: TextIO) -> int:
    """Write what is in force, and return how many. What begins later is written for keys that have nothing yet."""
    held = await policies_in_force(session, shop_id)
    keys = {policy.key for policy in held}
    later = [policy for policy in await coming_policies(session, shop_id) if policy.key not in keys]
    rows = [policy_to_json(policy) for policy in (*held, *later)]
    json.dump(rows, out, ensure_ascii=False, indent=1)
    out.write("\n")
    return len(rows)


def policy_to_json(policy: Policy) -> Json:
    """A policy as exported; versions and who recorded them stay with the shop."""
    return {
        "key": policy.key,
        "topic": policy.topic,
        "title": {"en": policy.title.en, "zh": policy.title.zh},
        "statement": {"en": policy.statement.en, "zh": policy.statement.zh},
        "values": dict(policy.values),
        "regions": list(policy.regions),
        "valid_from": policy.valid_from.isoformat(),
        "valid_to": policy.valid_to.isoformat() if policy.valid_to else None,
    }
