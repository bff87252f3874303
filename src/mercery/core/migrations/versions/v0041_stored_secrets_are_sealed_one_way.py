"""stored secrets are sealed one way

What an earlier scheme concealed (a keystream of HMAC-SHA256 and a tag) is opened with the installation's key and sealed
(`core/sealed.py`) for the row it stands in. What cannot be opened, because the key is another, stays: it could not be
used before either, and is asked for again.
"""

import base64
import binascii
import hmac

import sqlalchemy as sa
from alembic import op

from mercery.core.sealed import seal
from mercery.core.secret_key import earlier_keys, secret_key

revision = "0041"
down_revision = "0040"

_NONCE, _TAG = 16, 16


def upgrade() -> None:
    connection = op.get_bind()
    for row, kept in connection.execute(sa.text("SELECT id, secret FROM live_destinations")).all():
        values = _again(kept, "live.destination", row)
        connection.execute(sa.text("UPDATE live_destinations SET secret = :sealed WHERE id = :row"), values)
    for row, kept in connection.execute(sa.text("SELECT id, ingest_key FROM live_shows")).all():
        values = _again(kept, "live.ingest", row)
        connection.execute(sa.text("UPDATE live_shows SET ingest_key = :sealed WHERE id = :row"), values)
    for row, kept in connection.execute(sa.text("SELECT id, secret FROM live_bridges")).all():
        values = _again(kept, "live.bridge", row)
        connection.execute(sa.text("UPDATE live_bridges SET secret = :sealed WHERE id = :row"), values)
    for row, kept in connection.execute(sa.text("SELECT staff_id, key FROM staff_second_factors")).all():
        values = _again(kept, "second_factor", row, bound=True)
        connection.execute(sa.text("UPDATE staff_second_factors SET key = :sealed WHERE staff_id = :row"), values)
    # A key that was being set up has not been used yet: it is asked for again.
    connection.execute(sa.text("UPDATE staff_second_factors SET pending_key = ''"))


def _again(kept: str, purpose: str, row: str, *, bound: bool = False) -> dict[str, str]:
    """The text as it is kept from now on. `bound`: it was concealed for its row already."""
    plain = _revealed(f"{purpose}:{row}" if bound else purpose, kept) if kept else None
    return {"row": row, "sealed": kept if plain is None else seal(plain, f"{purpose}:{row}")}


def _revealed(purpose: str, text: str) -> str | None:
    try:
        opened = base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, ValueError):
        return None
    body, tag = opened[:-_TAG], opened[-_TAG:]
    for key in (secret_key(), *earlier_keys()):
        if len(body) >= _NONCE and hmac.compare_digest(
            tag, hmac.digest(_apart(key, purpose, "tag"), body, "sha256")[:_TAG]
        ):
            return _masked(_apart(key, purpose, "stream"), body[:_NONCE], body[_NONCE:]).decode()
    return None


def _masked(key: bytes, nonce: bytes, text: bytes) -> bytes:
    blocks = range(-(-len(text) // 32))
    stream = b"".join(hmac.digest(key, nonce + number.to_bytes(4, "big"), "sha256") for number in blocks)
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def _apart(key: bytes, purpose: str, use: str) -> bytes:
    return hmac.digest(key, f"mercery.conceal\0{purpose}\0{use}".encode(), "sha256")
