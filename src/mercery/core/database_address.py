"""The address of a database as each driver reads it. Apart from `database`, so that a quick look needs no SQLAlchemy."""

from urllib.parse import quote, urlsplit


def sqlalchemy_url(url: str) -> str:
    """The same address with the driver SQLAlchemy is to use."""
    _, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}"


def psycopg_url(url: str) -> str:
    """The same address as psycopg and libpq read it."""
    _, _, rest = url.partition("://")
    return f"postgresql://{rest}"


def with_database(url: str, name: str) -> str:
    """The same server, another database; also where the address names no host (`postgresql:///mercery`, by a socket)."""
    parts = urlsplit(psycopg_url(url))
    query = f"?{parts.query}" if parts.query else ""
    return f"postgresql://{parts.netloc}/{quote(name, safe='')}{query}"
