"""A quick look whether anybody can sign in. Imports no feature, so that a restart need not wait for them."""

from __future__ import annotations

import psycopg

from mercery.core.database_address import psycopg_url

_FIRST_OWNER = """
SELECT staff.email FROM shops
JOIN memberships ON memberships.shop_id = shops.id AND memberships.role = 'owner'
JOIN staff ON staff.id = memberships.staff_id
WHERE shops.id = (SELECT id FROM shops ORDER BY demo, created_at, id LIMIT 1)
ORDER BY staff.name, staff.id LIMIT 1
"""


def first_owner(url: str) -> str | None:
    """E-mail of an owner of the first shop; None where there is no shop or nobody owns it."""
    with psycopg.connect(psycopg_url(url)) as connection:
        row = connection.execute(_FIRST_OWNER).fetchone()
    return str(row[0]) if row else None
