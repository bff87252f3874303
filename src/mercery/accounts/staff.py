"""People who work in the console, their invitations, sessions and keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Permission, Role, Scope, allows
from mercery.core.i18n import Lang
from mercery.ui.page_context import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A person as a member of one shop."""

    id: str
    shop_id: str
    email: str
    name: str
    role: Role
    language: Lang | None = None
    """None: nothing chosen yet."""
    theme: Theme = "system"
    signed_in_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """As named in the audit record."""
        return Actor(kind="staff", id=self.id, name=self.name)

    def may(self, needed: Permission | Role) -> bool:
        """Whether this person's role suffices."""
        return allows(self.role, needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An open invitation. Its link is shown once, when it is made."""

    email: str
    name: str
    role: Role
    shop_id: str
    invited_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in that holds."""

    token_hash: str
    staff_id: str
    shop_id: str | None
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
    proved_at: datetime
    """When a password or a code was last given in it."""
    device_hash: str = ""
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key of a shop, without its secret."""

    id: str
    shop_id: str
    name: str
    prefix: str
    scopes: frozenset[Scope]
    created_by: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    @property
    def actor(self) -> Actor:
        """As named in the audit record."""
        return Actor(kind="api_key", id=self.id, name=self.name)
