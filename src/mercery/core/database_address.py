"""The address of a database as each driver reads it. Apart from `database`, so that a quick look needs no SQLAlchemy."""


def sqlalchemy_url(url: str) -> str:
    """The same address with the driver SQLAlchemy is to use."""
    _, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}"


def psycopg_url(url: str) -> str:
    """The same address as psycopg and libpq read it."""
    _, _, rest = url.partition("://")
    return f"postgresql://{rest}"
