"""The web application: the one place where the pages and interfaces of features meet (`wiring.py` has the rest)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, Path
from starlette.responses import Response

from mercery.accounts.console import router as accounts_console_router
from mercery.assistant import api as assistant_api
from mercery.assistant import overview as assistant_overview
from mercery.assistant import program_api as assistant_program_api
from mercery.assistant.admission import console as model_console
from mercery.assistant.admission.minds import AdmittedMinds
from mercery.assistant.conversed import ConversedTurns
from mercery.assistant.looking_back import console as looking_back_console
from mercery.assistant.looking_back.foresight import LookingBack
from mercery.assistant.note_check import AssociateNotes
from mercery.assistant.reply_check import DraftCheck
from mercery.assistant.service import Assistant
from mercery.assistant.warming import warm_in_background
from mercery.catalog import api as catalog_api
from mercery.catalog import console as catalog_console
from mercery.catalog import overview as catalog_overview
from mercery.catalog.reviews import api as reviews_api
from mercery.catalog.reviews import console as reviews_console
from mercery.channels import console as channels_console
from mercery.channels import pages as channels_pages
from mercery.channels.mail import api as mail_api
from mercery.channels.showing import ShownMessengers
from mercery.channels.wechat import api as wechat_api
from mercery.channels.whatsapp import api as whatsapp_api
from mercery.conversations import access, channel_console, channels_api
from mercery.conversations import api as conversations_api
from mercery.conversations import console as conversations_console
from mercery.conversations import files_console as conversations_files
from mercery.conversations import overview as conversations_overview
from mercery.conversations import pages as conversations_pages
from mercery.conversations import program_api as conversations_program_api
from mercery.conversations.embedding import console as embedding_console
from mercery.conversations.hours import console as hours_console
from mercery.conversations.responder import Doors, EveryCheck
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.logging import configure_logging
from mercery.core.processes import wait_for_gate
from mercery.core.runtime import database, use_database
from mercery.customers import console as customers_console
from mercery.customers import overview as customers_overview
from mercery.demo import sign_in as demo_sign_in
from mercery.experiments import api as experiments_api
from mercery.experiments import console as experiments_console
from mercery.experiments import overview as experiments_overview
from mercery.experiments.ledger import console as ledger_console
from mercery.guide.associate import console as associate_console
from mercery.inspection import api as inspection_api
from mercery.inspection import conduct_check
from mercery.inspection import console as inspection_console
from mercery.inspection import overview as inspection_overview
from mercery.inspection.conduct_check import ConductCheck
from mercery.inspection.in_the_inbox import InspectedThreads
from mercery.interactions import api as interactions_api
from mercery.interactions import overview as interactions_overview
from mercery.interactions.ingest.running import ingesting
from mercery.interactions.jobs import keep_days_in_background
from mercery.knowledge import api as knowledge_api
from mercery.knowledge import console as knowledge_console
from mercery.knowledge.documents import api as documents_api
from mercery.knowledge.documents import console as documents_console
from mercery.knowledge.health import console as health_console
from mercery.knowledge.health import overview as health_overview
from mercery.knowledge.releases import api as releases_api
from mercery.knowledge.releases import console as releases_console
from mercery.knowledge.releases import questions_console
from mercery.knowledge.review import console as review_console
from mercery.knowledge.review import exact_console
from mercery.knowledge.review import overview as review_overview
from mercery.knowledge.review.policies_by_hand import PoliciesByHand
from mercery.knowledge.semantics import semantics_of, use_semantics
from mercery.livestream import api as live_api
from mercery.livestream.comments import program_api as live_comments_api
from mercery.livestream.comments.gaps import AskedOnAir
from mercery.livestream.console import badges as live_badges
from mercery.livestream.console import console as live_console
from mercery.livestream.economics import console as economics_console
from mercery.operations.alerts import badges as alerts_badges
from mercery.operations.alerts import console as alerts_console
from mercery.operations.health import console as system_console
from mercery.operations.health import probes
from mercery.operations.health.watching import watched_web
from mercery.operations.notifying import console as notices_console
from mercery.operations.notifying import pages as notices_pages
from mercery.operations.privacy import console as privacy_console
from mercery.operations.work import console as work_console
from mercery.orders import api as orders_api
from mercery.orders import console as orders_console
from mercery.orders import overview as orders_overview
from mercery.orders import rule_proposals_console, rules_overview
from mercery.orders.handover import console as handover_console
from mercery.orders.sales import console as sales_console
from mercery.policies import console as policies_console
from mercery.policies import overview as policies_overview
from mercery.policies import proposals_console as policies_proposals
from mercery.policies import setup as policies_setup
from mercery.promotions import api as promotions_api
from mercery.promotions.lab import badges as promotions_badges
from mercery.promotions.lab import console as promotions_console
from mercery.promotions.service import glances
from mercery.recommendations import api as recommendations_api
from mercery.recommendations import console as recommendations_console
from mercery.recommendations import overview as recommendations_overview
from mercery.recommendations.following import follow_orders
from mercery.search import api as search_api
from mercery.search.desk import console as search_console
from mercery.search.desk import overview as search_overview
from mercery.search.desk import program_api as search_program_api
from mercery.search.following import follow_indexes
from mercery.storefront import (
    checkout_routes,
    feeds,
    guide_routes,
    live_files,
    live_routes,
    media,
    recommended_routes,
    shared_offer_routes,
    watch_routes,
)
from mercery.storefront import pages as storefront_pages
from mercery.storefront.not_found import answer_missing_pages
from mercery.storefront.surroundings import StorefrontPages
from mercery.studio import overview as content_overview
from mercery.studio import program_api as content_program_api
from mercery.studio.desk import badges as content_badges
from mercery.studio.desk import console as content_console
from mercery.studio.exporting import console as content_exports
from mercery.studio.extracting import console as attributes_console
from mercery.studio.extracting import program_api as attributes_program_api
from mercery.ui.manifest import ASSET_PREFIX, DIST
from mercery.ui.shop_colour import shop_stylesheet
from mercery.web.pipeline import new_web_app
from mercery.web.static import IMMUTABLE, ImmutableFiles
from mercery.wiring import wire_events

base = APIRouter(include_in_schema=False)


@base.get("/assets/shop/{colour}.css")
async def shop_colour(colour: Annotated[str, Path(pattern="^[0-9a-f]{6}$")]) -> Response:
    """The declarations that give a storefront its merchant's colour; the name is the content."""
    return Response(shop_stylesheet(f"#{colour}"), media_type="text/css", headers={"Cache-Control": IMMUTABLE})


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what a web process needs, and close it."""
    app.state.database = database()
    app.state.listener = Listener(app.state.database.direct_url)
    app.state.listener.start()
    fill_doors(app)
    semantics = semantics_of(settings())
    use_semantics(semantics)
    if semantics is not None:
        semantics.warm_in_background()
    reading = asyncio.create_task(conduct_check.warm_in_background(), name="reading")
    making_days = asyncio.create_task(keep_days_in_background(app.state.database), name="days")
    following = asyncio.create_task(follow_indexes(app.state.database, app.state.listener), name="search_follower")
    counting = asyncio.create_task(follow_orders(app.state.database), name="orders_follower")
    try:
        async with watched_web(app, _warming(app)), ingesting(app.state.database):
            yield
    finally:
        reading.cancel()
        making_days.cancel()
        following.cancel()
        counting.cancel()
        use_semantics(None)
        await app.state.listener.stop()
        await app.state.database.close()
        use_database(None)


def _warming(app: FastAPI) -> Callable[[Database], Awaitable[bool]]:
    """Opens the indexes, and then all addresses: FastAPI puts together what stands behind those of a router when one of
    them, or of a later router, is first asked for, which would stop the process for two seconds."""

    async def warm(database: Database) -> bool:
        well = await warm_in_background(database)
        nowhere = {"type": "http", "method": "GET", "path": "/-/", "headers": []}
        await asyncio.to_thread(lambda: [route.matches(dict(nowhere)) for route in app.routes])
        return well

    return warm


def fill_doors(app: FastAPI) -> None:
    """Give lower shelves what they ask of upper ones."""
    app.state.minds = AdmittedMinds(settings())
    assistant = Assistant(app.state.database, app.state.minds)
    app.state.conversations = Doors(
        responder=assistant,
        reply_check=EveryCheck(DraftCheck(app.state.database), ConductCheck(app.state.database)),
        enrolment=assistant,
        shop_pages=StorefrontPages(),
        findings=InspectedThreads(),
        messengers=ShownMessengers(),
    )
    app.state.conversed = AskedOnAir(ConversedTurns())
    app.state.note_check = AssociateNotes(app.state.database)
    app.state.search_offers = glances
    app.state.answer_foresight = app.state.policy_foresight = LookingBack()
    app.state.policy_two_people = PoliciesByHand()
    app.state.overview_sources = [
        conversations_overview.overview,
        interactions_overview.overview,
        orders_overview.overview,
        catalog_overview.overview,
        policies_setup.overview_part,
        policies_overview.overview,
        rules_overview.overview,
        customers_overview.overview_part,
        assistant_overview.overview,
        experiments_overview.overview,
        inspection_overview.overview,
        review_overview.overview,
        health_overview.overview,
        search_overview.overview,
        recommendations_overview.overview,
        content_overview.overview,
    ]
    app.state.badge_sources = [
        conversations_overview.badges, review_overview.badges, promotions_badges.badges, content_badges.badges,
        live_badges.badges, alerts_badges.badges, policies_overview.badges, rules_overview.badges,
    ]  # fmt: skip
    app.state.setup_sources = [policies_setup.setup_state, catalog_overview.setup, conversations_overview.setup]


ROUTERS = (
    # Addresses are compared one after the other, which takes 1.4 ms for the last of them: what is asked most comes first.
    assistant_api.router,
    conversations_api.router,
    media.router,
    probes.router,
    accounts_console_router,
    catalog_console.router,
    reviews_console.router,
    policies_proposals.router,
    policies_console.router,
    customers_console.router,
    rule_proposals_console.router,
    orders_console.router,
    handover_console.router,
    sales_console.router,
    work_console.router,
    privacy_console.router,
    system_console.router,
    search_console.router,
    recommendations_console.router,
    promotions_console.router,
    attributes_console.router,
    content_console.router,
    content_exports.router,
    # Before the shows, whose addresses begin with an id.
    economics_console.router,
    live_console.router,
    associate_console.router,
    experiments_console.router,
    ledger_console.router,
    alerts_console.router,
    notices_console.router,
    notices_pages.api,
    experiments_api.router,
    interactions_api.router,
    knowledge_console.router,
    documents_console.router,
    exact_console.router,
    review_console.router,
    health_console.router,
    questions_console.router,
    releases_console.router,
    looking_back_console.router,
    conversations_console.router,
    inspection_console.router,
    conversations_files.router,
    hours_console.router,
    # Before the channels by webhook, whose addresses begin with an id.
    channels_console.router,
    channel_console.router,
    embedding_console.router,
    model_console.router,
    wechat_api.router,
    whatsapp_api.router,
    mail_api.router,
    channels_api.router,
    channels_pages.router,
    catalog_api.router,
    reviews_api.router,
    orders_api.router,
    promotions_api.router,
    knowledge_api.router,
    releases_api.router,
    releases_api.questions_router,
    documents_api.router,
    conversations_program_api.router,
    inspection_api.router,
    assistant_program_api.router,
    search_program_api.router,
    content_program_api.router,
    live_api.router,
    live_comments_api.router,
    attributes_program_api.router,
    recommendations_api.router,
    search_api.router,
    notices_pages.router,
    conversations_pages.router,
    demo_sign_in.router,
    guide_routes.router,
    shared_offer_routes.router,
    recommended_routes.router,
    checkout_routes.router,
    watch_routes.router,
    live_files.router,
    live_routes.router,
    feeds.router,
    # Last, because its addresses begin with a language and end with a catch-all.
    storefront_pages.router,
)


def create_app_when_ready() -> FastAPI:
    """What each web process calls: the application, as soon as the database may be used."""
    wait_for_gate()
    return create_app()


def create_app() -> FastAPI:
    """The application with every feature's pages and interfaces."""
    configure_logging(settings())
    wire_events()
    app = new_web_app(embed_allowed=access.embed_allowed, title="Mercery", lifespan=lifespan)
    answer_missing_pages(app)
    app.include_router(base)
    app.mount(ASSET_PREFIX.rstrip("/"), ImmutableFiles(directory=DIST, check_dir=False), name="assets")
    for router in ROUTERS:
        app.include_router(router)
    return app
