"""A small application of the real console pages on a real database, and browsers that talk to it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from fastapi import APIRouter, FastAPI
from starlette.responses import Response

from mercery.accounts import console as accounts_console
from mercery.accounts.permissions import Role
from mercery.accounts.service import create_shop, create_staff
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.experiments import console as experiments_console
from mercery.policies import console as policies_console
from mercery.policies.setup import overview_part, setup_state
from mercery.ui.manifest import DIST
from mercery.ui.shop_colour import shop_stylesheet
from mercery.web.pipeline import new_web_app
from mercery.web.rate_limit import RateLimiter
from mercery.web.static import ImmutableFiles

PASSWORD = "seven green bolts of cloth"
HTML = {"Accept": "text/html,application/xhtml+xml"}


def console_app(database: Database, *routers: APIRouter) -> FastAPI:
    """The console with the features of this part, and whatever routes a test adds."""
    app = new_web_app()
    app.state.database = database
    app.state.setup_sources = [setup_state]
    app.state.overview_sources = [overview_part]
    for router in (policies_console.router, experiments_console.router, accounts_console.router, *routers):
        app.include_router(router)

    @app.get("/assets/shop/{colour}.css")
    async def shop_colour(colour: str) -> Response:
        return Response(shop_stylesheet(f"#{colour}"), media_type="text/css")

    app.mount("/assets", ImmutableFiles(directory=DIST, check_dir=False))
    return app


@dataclass
class House:
    """A shop, its people by role, and the application."""

    app: FastAPI
    database: Database
    shop: Shop
    people: Mapping[Role, Staff]
    browsers: list[Browser] = field(default_factory=list)

    def browser(self, *, host: str = "localhost:8000", address: str = "192.0.2.10") -> Browser:
        """A fresh browser: no cookies."""
        made = Browser(self.app, host=host, address=address)
        self.browsers.append(made)
        return made

    async def as_role(self, role: Role, *, host: str = "localhost:8000") -> Browser:
        """A browser in which somebody of that role is signed in."""
        made = self.browser(host=host)
        answer = await made.log_in(self.people[role].email)
        assert answer.status_code == 303, answer.text
        return made


class Browser:
    """Keeps cookies, follows nothing, and takes the token for a form from the page it stands on."""

    def __init__(self, app: FastAPI, *, host: str, address: str) -> None:
        transport = httpx.ASGITransport(app=app, client=(address, 50000), raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=f"http://{host}", headers=HTML)

    async def get(self, url: str, **options: object) -> httpx.Response:
        """Open an address."""
        return await self.http.get(url, **options)  # type: ignore[arg-type]

    async def post(
        self,
        url: str,
        data: Mapping[str, object] | None = None,
        *,
        token: str | None = None,
        page: str = "/console/login",
    ) -> httpx.Response:
        """Send a form with the token of `page` (or the one given)."""
        sent = {"csrf_token": await self.token(page) if token is None else token, **(data or {})}
        return await self.http.post(url, data=sent)

    async def token(self, page: str = "/console/login") -> str:
        """The token this browser's pages carry."""
        answer = await self.http.get(page, follow_redirects=True)
        found = re.search(r'name="csrf-token" content="([^"]+)"', answer.text)
        assert found, answer.text[:300]
        return found.group(1)

    async def log_in(self, email: str, password: str = PASSWORD, *, onward: str = "") -> httpx.Response:
        """Send the login form."""
        return await self.post("/console/login", {"email": email, "password": password, "next": onward})

    @property
    def session(self) -> str | None:
        """The session cookie."""
        return next((cookie.value for cookie in self.http.cookies.jar if cookie.name == "session"), None)

    def plant(self, name: str, value: str) -> None:
        """A cookie that was put there by somebody else."""
        self.http.cookies.set(name, value, domain="localhost.local", path="/")


async def open_shop(
    database: Database, slug: str = "aurelle", *, roles: Sequence[Role] = ("owner",), demo: bool = False
) -> tuple[Shop, dict[Role, Staff]]:
    """A shop and one person for each role."""
    async with database.session() as session:
        shop = await create_shop(session, slug=slug, name=Words(f"Maison {slug.title()}", f"{slug}之家"), demo=demo)
        people: dict[Role, Staff] = {
            role: await create_staff(
                session,
                shop.id,
                email=f"{role}@{slug}.example",
                name=f"{role.title()} Martin",
                role=role,
                password=PASSWORD,
            )
            for role in roles
        }
    return shop, people


@asynccontextmanager
async def house(
    database: Database, *routers: APIRouter, roles: Sequence[Role] = ("owner",), demo: bool = False
) -> AsyncIterator[House]:
    """The application with one shop; everything is closed at the end."""
    shop, people = await open_shop(database, roles=roles, demo=demo)
    made = House(app=console_app(database, *routers), database=database, shop=shop, people=people)
    made.app.state.limiter = RateLimiter(database.url)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()
    await made.app.state.limiter.close()
