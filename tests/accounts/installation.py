"""The whole application over a database with furnished shops, for tests that hold for every route."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.accounts.house import PASSWORD, House
from tests.catalog.builders import bag

from mercery.accounts import service
from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Permission, Role, Scope
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import DECLARES, staff_of
from mercery.app import create_app, fill_doors
from mercery.catalog import service as catalog
from mercery.conversations import channels
from mercery.conversations import service as conversations
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_key
from mercery.guide.associate.service import Draft, share
from mercery.guide.associate.shared_offer import SharedPiece
from mercery.guide.talks import begin_talk
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.policies import service as policies
from mercery.policies.draft import PolicyDraft
from mercery.promotions.publishing import drafting
from mercery.promotions.publishing.sets import SetDraft
from mercery.web.rate_limit import RateLimiter


@dataclass(frozen=True)
class Route:
    """One address with one method, and what it says it demands."""

    method: str
    path: str
    demands: frozenset[Permission | Role | Scope]
    staff: bool
    """Somebody must be signed in."""
    exempt: str
    """Why it takes no CSRF token, where it says so."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def streams(self) -> bool:
        return self.path.endswith("/events")


def routes(app: FastAPI) -> list[Route]:
    """Every route of the application, also of included routers."""
    return [
        Route(
            method=method,
            path=route.path,
            demands=frozenset(getattr(call, DECLARES) for call in calls(route.dependant) if hasattr(call, DECLARES)),
            staff=staff_of in calls(route.dependant),
            exempt=getattr(route.endpoint, "__csrf_exempt__", ""),
        )
        for included in app.routes
        if hasattr(included, "effective_route_contexts")
        for route in included.effective_route_contexts()
        for method in sorted(route.methods)
    ]


def calls(dependant: Dependant) -> list[Any]:
    """All functions a route depends on."""
    inner = [call for one in dependant.dependencies for call in calls(one)]
    return [*([dependant.call] if dependant.call else []), *inner]


@dataclass(frozen=True)
class Furnished:
    """A shop with one of everything."""

    shop: Shop
    people: dict[Role, Staff]
    host: str
    mark: str
    """A word that stands in everything of this shop."""
    ids: dict[str, str]
    """What each placeholder of an address names here."""
    key: str
    """An API key with every scope."""


async def furnish(database: Database, slug: str, mark: str, *, roles: Sequence[Role] = ("owner", "agent")) -> Furnished:
    """Open a shop and put one of everything into it."""
    host = f"{slug}.example"
    async with database.session() as session:
        shop = await service.create_shop(session, slug=slug, name=Words(f"House {mark}", f"{mark}之家"), hosts=(host,))
        people: dict[Role, Staff] = {
            role: await service.create_staff(
                session, shop.id, email=f"{role}@{host}", name=f"{role} {mark}", role=role, password=PASSWORD
            )
            for role in roles
        }
        draft = bag(mark.lower())
        await catalog.apply_drafts(session, shop, [draft], SYSTEM)
        policy = PolicyDraft(key="returns", topic="returns", title=Words(f"Returns {mark}", f"退货 {mark}"),
            statement=Words(f"Returns at {mark} within 30 days.", f"{mark} 三十天内可退。"), values={"days": 30})  # fmt: skip
        await policies.record_policies(session, shop.id, SYSTEM, [policy], reason="Test")
        answer = ApprovedAnswer(key="gift", question=Words(f"Gift wrap at {mark}?", f"{mark} 可以礼盒吗？"),
            answer=Words(f"Yes, {mark} wraps gifts.", f"可以，{mark} 提供礼盒。"))  # fmt: skip
        await knowledge.record_answers(session, shop.id, SYSTEM, [answer], reason="Test")
        conversation = await conversations.open_or_resume(
            session, shop.id, f"vis_{mark}", channel="storefront", lang="en"
        )
        await conversations.receive(session, shop.id, conversation.id, f"Hello from {mark}", "en")
        channel = await channels.create_channel(session, shop.id, SYSTEM, name=f"Bridge {mark}")
        key, secret = await service.create_api_key(session, shop.id, SYSTEM, name=mark, scopes=[s.value for s in Scope])
        _, invitation = await service.invite(
            session, shop.id, SYSTEM, email=f"new@{host}", name=f"New {mark}", role="viewer"
        )
        row = (
            await session.execute(
                text(
                    "SELECT products.id, variants.id FROM products JOIN variants ON product_id = products.id"
                    " WHERE products.shop_id = :shop"
                ),
                {"shop": shop.id},
            )
        ).first()
        assert row is not None
        offer = SetDraft(
            name=Words(f"Offer {mark}", f"优惠 {mark}"),
            rules=[{"id": f"{slug}-rule", "benefit": {"kind": "pct", "bps": 1_000}, "name": {"en": f"Rule {mark}"}}],
        )
        promotion = await drafting.create(session, shop, SYSTEM, offer)
        advice = await _advised(session, shop, people["agent"], row[0], row[1], mark)
        await session.execute(
            text(
                "INSERT INTO imports (id, shop_id, filename, status, mapping, summary, problems, started_by)"
                " VALUES (:id, :shop, :name, 'refused', '{}', '{}', '[]', 'test')"
            ),
            {"id": f"imp_{slug}", "shop": shop.id, "name": f"{mark}.csv"},
        )
    ids = {
        "job_id": "0", "product_id": row[0], "variant_id": row[1], "staff_id": people["agent"].id, "key_id": key.id, "key": "gift",
        "name": "gift", "handle": draft.handle, "conversation_id": conversation.id, "channel_id": channel.id,
        "import_id": f"imp_{slug}", "secret": invitation, "number": f"{slug}-1", "lang": "en", "section": "brand",
        "act": "close", "colour": "112233", "path": "none.svg", "rest": "none",
        "review_id": "rev_none", "file_id": "fil_none", "look_back_id": "lkb_none",
        "action": "cancel_order", "finding_id": "fnd_none", "agent_id": people["agent"].id, "kind": "csv",
        "document_id": "doc_none", "draft_id": "drf_none", "gap_id": "gap_none", "item_id": "itm_none",
        "question_id": "que_none", "reading_id": "rdg_none", "version": "1", "synonym_id": "syn_none", "rule_id": "rul_none",
        "set_id": promotion.id, "certificate_id": "crt_none", "alarm_id": "alm_none", "check_id": "chk_none",
        "piece_id": "cnt_none", "batch_id": "cbt_none", "table": "shopify", "slug": "none-1", "tag": "none",
        "show_id": "lsh_none", "comment_id": "lcm_none", "avatar": "none", "destination_id": "lds_none",
        "recording_id": "rec_none", "background": "none", "bridge_id": "lbr_none", "alert_id": "alr_none", "hook_id": "hok_none", "measure": "leaks", "way_id": "lwy_none", "shop_id": shop.id,
        "kept_id": "kpt_none", "proposal_id": "ppr_none", "code": "msg_none.0",
        **advice,
    }  # fmt: skip
    return Furnished(shop=shop, people=people, host=host, mark=mark, ids=ids, key=secret)


async def _advised(
    session: AsyncSession, shop: Shop, agent: Staff, product_id: str, variant_id: str, mark: str
) -> dict[str, str]:
    """A client, a talk about what the client wants, and an offer that was shared."""
    await apply_customers(session, shop.id, [Customer(key=mark, name=f"Client {mark}", accepts_marketing=True)], SYSTEM)
    client = (await ids_by_key(session, shop.id, [mark]))[mark]
    talk = await begin_talk(session, shop.id, customer_id=client)
    draft = Draft(
        pieces=(SharedPiece(product_id=product_id, variant_id=variant_id),), lang="en", currency=shop.currency,
        expires_at=clock.now() + timedelta(days=3), addressee=mark, customer_id=client,
    )  # fmt: skip
    offer = await share(session, shop, agent.actor, draft, staff_id=agent.id, by=agent.name, check=None)
    return {"customer_id": client, "talk_id": talk, "offer_id": offer.id, "token": offer.token}


@asynccontextmanager
async def installation(database: Database, furnished: Furnished) -> AsyncIterator[House]:
    """The application as it is served, without a server."""
    app = create_app()
    app.state.database = database
    app.state.limiter = RateLimiter(database.url)
    fill_doors(app)
    made = House(app=app, database=database, shop=furnished.shop, people=furnished.people)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()
    await app.state.limiter.close()


def address(route: Route, ids: dict[str, str]) -> str:
    """The route's address with its placeholders filled."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: "1" if found[2] == ":int" else ids[found[1]], route.path)


def console(found: list[Route]) -> Iterator[Route]:
    """The routes of the console for which somebody must be signed in."""
    return (route for route in found if route.path.startswith("/console") and route.staff)
