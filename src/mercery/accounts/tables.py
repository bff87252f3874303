"""Tables of shops, people and keys. Secrets stand here only as hashes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Table, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Created, Id, Json, ShopId


class ShopRow(Base):
    __tablename__ = "shops"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(63), unique=True)
    name: Mapped[Json]
    default_language: Mapped[str] = mapped_column(String(2))
    languages: Mapped[list[Any]]
    currency: Mapped[str] = mapped_column(String(3))
    currencies: Mapped[list[Any]]
    timezone: Mapped[str] = mapped_column(String(64))
    tax_included: Mapped[bool]
    colour: Mapped[str] = mapped_column(String(7))
    wordmark: Mapped[str]
    tagline: Mapped[Json]
    assistant_name: Mapped[Json]
    embed_origins: Mapped[list[Any]]
    demo: Mapped[bool]
    advertising_law: Mapped[list[Any]]
    holdouts: Mapped[Json]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Created]


class ShopHostRow(Base):
    __tablename__ = "shop_hosts"

    host: Mapped[str] = mapped_column(String(253), primary_key=True)
    """Lower case, without a port."""
    shop_id: Mapped[ShopId]


class StaffRow(Base):
    __tablename__ = "staff"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower case."""
    name: Mapped[str]
    password_hash: Mapped[str]
    """argon2id."""
    language: Mapped[str | None] = mapped_column(String(2))
    theme: Mapped[str] = mapped_column(String(6), server_default="system")
    created_at: Mapped[Created]
    signed_in_at: Mapped[datetime | None]


class MembershipRow(Base):
    __tablename__ = "memberships"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[Created]


class SessionRow(Base):
    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the cookie's value."""
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    shop_id: Mapped[str | None] = mapped_column(ForeignKey("shops.id", ondelete="SET NULL"))
    """The shop the person looks at where the address names none."""
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[Created]
    """When the person last gave a password or a code in this session; the most dangerous acts ask for one lately given."""
    device_hash: Mapped[str] = mapped_column(String(64), server_default="")
    """The browser it was begun in; empty where it had no cookie."""
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SecondFactorRow(Base):
    """The app of a person. Keys are sealed (`core/sealed.py`)."""

    __tablename__ = "staff_second_factors"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(server_default="")
    """Sealed; empty until the first code was right."""
    pending_key: Mapped[str] = mapped_column(server_default="")
    """Sealed; of an app that is being set up and has not shown a right code yet."""
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    """The step of time of the last code accepted; none up to it is accepted again."""
    on_since: Mapped[datetime | None]


class RecoveryCodeRow(Base):
    __tablename__ = "staff_recovery_codes"
    __table_args__ = (UniqueConstraint("staff_id", "digest"),)

    id: Mapped[Id]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Created]
    used_at: Mapped[datetime | None]


class DeviceRow(Base):
    """A browser a person has signed in with."""

    __tablename__ = "staff_devices"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of what the browser's cookie holds."""
    agent: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))
    first_at: Mapped[Created]
    seen_at: Mapped[Created]
    trusted_until: Mapped[datetime | None]
    """Until when it is not asked for a code."""


class PasswordResetRow(Base):
    """Somebody asked for a new password. Without a person where the address has no account: the work is the same."""

    __tablename__ = "password_resets"

    id: Mapped[Id]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of what the link holds; made when the mail is sent, so that it stands in no queue."""
    asked_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class EmailChangeRow(Base):
    """Somebody asked to sign in with another address."""

    __tablename__ = "email_changes"
    __table_args__ = (
        Index("ix_email_changes_open", "staff_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_email_changes_staff", "staff_id", "asked_at"),
    )

    id: Mapped[Id]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    old_email: Mapped[str] = mapped_column(String(254))
    new_email: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    """When a link to the new address was last asked for."""
    confirm_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of what the link to the new address holds; made when the letter is sent, as those of the next two."""
    stop_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the link to the address before, in the letter that a change was asked for."""
    undo_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of that in the letter that it was done."""
    state: Mapped[str] = mapped_column(String(10))
    """open, done, cancelled, declined, stopped (`email_change/change.py`)."""
    ended_at: Mapped[datetime | None]


class SecondFactorMandateRow(Base):
    """A shop that wants two steps of its people."""

    __tablename__ = "second_factor_mandates"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    whom: Mapped[str] = mapped_column(String(12))
    """owners or everybody."""
    grace_days: Mapped[int]
    set_at: Mapped[datetime]


class InvitationRow(Base):
    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("shop_id", "email"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    shop_id: Mapped[ShopId]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    invited_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiKeyRow(Base):
    __tablename__ = "api_keys"

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(String(16))
    """The first characters, to tell keys apart."""
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class AuditRow(Base):
    """Append-only by a trigger. It outlives its shop, so `shop_id` is no foreign key."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_shop_at", "shop_id", "at"), Index("ix_audit_subject", "shop_id", "subject"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str]
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str | None]


append_only(cast(Table, AuditRow.__table__))
