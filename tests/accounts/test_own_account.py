"""One's own name, changed on the account page by every member of the staff."""

from __future__ import annotations

from tests.accounts.house import House

from mercery.accounts import audit
from mercery.accounts.audit import AuditFilter

PAGE = "/console/account"


async def recorded(house: House, action: str) -> list[tuple[object, object]]:
    async with house.database.session() as session:
        entries, _ = await audit.entries(session, house.shop.id, AuditFilter(action=action))
    return [(entry.before, entry.after) for entry in entries]


async def test_the_lowest_role_changes_its_own_name(crowded: House) -> None:
    viewer = await crowded.as_role("viewer")
    done = await viewer.post(f"{PAGE}/name", {"name": "  Mira Lang "}, page=PAGE)
    assert done.status_code == 303
    assert "Mira Lang" in (await viewer.get(PAGE)).text
    ((before, after),) = await recorded(crowded, "staff.name")
    assert before == {"name": crowded.people["viewer"].name} and after == {"name": "Mira Lang"}
    assert (await viewer.post(f"{PAGE}/name", {"name": "Mira Lang"}, page=PAGE)).status_code == 303
    assert len(await recorded(crowded, "staff.name")) == 1, "nothing changed, nothing is recorded"


async def test_a_name_cannot_be_empty(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    refused = await owner.post(f"{PAGE}/name", {"name": "   "}, page=PAGE)
    assert refused.status_code == 422 and "The name is missing." in refused.text
