"""Who is meant: from an address or an id to everything that leads to what is kept of that person."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.service import people
from mercery.core.errors import Invalid, NotFound
from mercery.core.personal import Person
from mercery.customers import service as customers


async def find(session: AsyncSession, shop_id: str, said: str) -> Person:
    """The person behind an e-mail address, the shop's own number of a customer, or an id of customer, browser or conversation.

    A browser counts as theirs where nobody else was known in its conversations: on a shared one, others' traces stay.
    Invalid where nothing was said, NotFound where nothing is kept.
    """
    wanted = said.strip()
    if not wanted:
        raise Invalid("Say who is meant.", remedy="An e-mail address, a customer's number, or an id from the inbox.")
    found = await customers.matching(session, shop_id, wanted)
    emails = {one.email for one in found if one.email} | ({wanted.lower()} if "@" in wanted else set())
    ids = {one.id for one in found}
    talks = await people.of_person(session, shop_id, customer_ids=ids, emails=emails, visitor_or_conversation=wanted)
    known: dict[str, set[str]] = defaultdict(set)
    for talk in await people.known_in(session, shop_id, {one.visitor_id for one in talks}):
        known[talk.visitor_id] |= {one for one in (talk.customer_id, talk.customer_email.lower()) if one}
    visitors = {one.visitor_id for one in talks if known[one.visitor_id] <= ids | emails}
    if wanted.startswith("vis_"):
        visitors.add(wanted)
    person = Person(
        shop_id=shop_id,
        customer_ids=frozenset(ids),
        visitor_ids=frozenset(visitors - {""}),
        emails=frozenset(emails),
        conversation_ids=frozenset(one.id for one in talks),
    )
    if not person.known:
        raise NotFound("Nothing is kept of anybody by that name.")
    return person
