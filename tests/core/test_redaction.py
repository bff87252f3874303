"""No line of a log says what lets somebody in or leads to a person, wherever it stood and whatever wrote it."""

from __future__ import annotations

import base64
import json
import logging
import re
import secrets
import string
import sys
from collections.abc import Callable
from io import StringIO

import psycopg
import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mercery.core.config import Settings
from mercery.core.database import Database
from mercery.core.log_lines import Cleaned, clean_handlers
from mercery.core.logging import configure_logging, get_logger
from mercery.core.redaction import redacted

_URLSAFE = string.ascii_letters + string.digits + "-_"
_BODY = st.text(_URLSAFE, min_size=12, max_size=40).filter(lambda one: len(set(one)) > 6 and not one.isdigit())


@st.composite
def keys(draw: st.DrawFn) -> str:
    """What `secrets.token_urlsafe(32)` gives: 43 signs of 32 random bytes."""
    return base64.urlsafe_b64encode(draw(st.binary(min_size=32, max_size=32))).rstrip(b"=").decode()


@st.composite
def cards(draw: st.DrawFn) -> str:
    digits = "4" + draw(st.text("0123456789", min_size=14, max_size=14))
    doubled = [int(one) * (2 if place % 2 == 0 else 1) for place, one in enumerate(digits)]
    return digits + str(-sum(one - 9 if one > 9 else one for one in doubled) % 10)


@st.composite
def ibans(draw: st.DrawFn) -> str:
    bban = draw(st.text("0123456789", min_size=18, max_size=18))
    return f"DE{98 - int(bban + '131400') % 97:02d}{bban}"


emails = st.builds(
    lambda name, host: f"{name}@{host}.example", st.text(string.ascii_lowercase, min_size=3, max_size=9),
    st.text(string.ascii_lowercase, min_size=3, max_size=9),
)  # fmt: skip
phones = st.text("0123456789", min_size=8, max_size=8).map(
    lambda rest: f"+33 6 {rest[:2]} {rest[2:4]} {rest[4:6]} {rest[6:]}"
)
_RANDOM_KEYS = keys().filter(lambda key: any(one.isupper() for one in key) and any(one.islower() for one in key))

SAID: dict[str, tuple[st.SearchStrategy[str], str]] = {
    "session": (_RANDOM_KEYS, "cookie: mercery_session={}; csrf=1"),
    "bare key": (_RANDOM_KEYS, "the key {} was refused"),
    "api key": (_RANDOM_KEYS.map(lambda key: f"mcy_{key[:40]}"), "Authorization: Bearer {}"),
    "named": (_BODY, 'sent {{"api_key": "{}", "page": 2}}'),
    "python": (_BODY, "Channel(name='x', secret='{}', enabled=True)"),
    "channel secret": (_BODY, "app_secret={} for the account"),
    "in a query": (_BODY, "GET /callback?code={}&page=1"),
    "signature": (_BODY, "POST /in?msg_signature={}&timestamp=1"),
    "reset link": (_BODY, "https://shop.example/console/reset/{} opened"),
    "invitation": (_BODY, "/console/join/{}"),
    "stream key": (_BODY, "rtmp://live.example/app/{} does not answer"),
    "database": (_BODY, "postgresql://shop:{}@db.internal:5432/shop refused"),
    "mail server": (_BODY, "smtps://codes%40shop.example:{}@mail.example:465"),
    "code": (st.text("0123456789", min_size=6, max_size=6), "your code is {} for today"),
    "code in Chinese": (st.text("0123456789", min_size=6, max_size=6), "您的验证码：{}，请勿转发"),
    "e-mail": (emails, "no mailbox for {}"),
    "phone": (phones, "called {} twice"),
    "card": (cards(), "paid with {} today"),
    "IBAN": (ibans(), "refund to {} failed"),
    "row": (_BODY, "DETAIL:  Failing row contains (cus_1, {}, null)."),
    "key of a row": (_BODY, "DETAIL:  Key (name)=({}) already exists."),
    "parameters": (_BODY, "[parameters: {{'name': '{}'}}]"),
}


def ways(value: str) -> dict[str, Callable[[structlog.typing.FilteringBoundLogger], None]]:
    """Ways a value gets into a line."""

    def raised(log: structlog.typing.FilteringBoundLogger) -> None:
        try:
            try:
                raise ValueError(value)
            except ValueError as error:
                raise RuntimeError(f"while: {value}") from error
        except RuntimeError:
            log.exception("crashed", cause=ValueError(value))

    def library(_: object) -> None:
        try:
            raise OSError(value)
        except OSError:
            logging.getLogger("a.library").exception("failed: %s", value)

    return {
        "event": lambda log: log.warning(value),
        "field": lambda log: log.warning("said", what=value),
        "deep": lambda log: log.warning("said", one={"two": [({"three": (value, value.encode())},)]}, other={value: 1}),
        "exception": raised,
        "library": library,
    }


@pytest.mark.parametrize("kind", SAID)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_what_must_not_be_said_is_in_no_line(kind: str, data: st.DataObject) -> None:
    strategy, frame = SAID[kind]
    secret = data.draw(strategy)
    way = data.draw(st.sampled_from(sorted(ways(""))))
    form = data.draw(st.sampled_from(["json", "console"]))
    before, sys.stderr = sys.stderr, StringIO()
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        configure_logging(Settings(log_format=form))
        root.handlers[0].setStream(sys.stderr)  # type: ignore[attr-defined]
        ways(frame.format(secret))[way](get_logger(f"test.redaction.{secrets.token_hex(3)}"))
        said = sys.stderr.getvalue()
    finally:
        sys.stderr, root.handlers = before, handlers
    assert said and secret not in said
    assert re.sub(r"\s", "", secret) not in re.sub(r"[\s\\]", "", said)


def test_a_field_that_names_a_secret_hides_it_however_deep(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json"))
    get_logger("test.deep").warning("set", body={"person": [{"new_password": "short", "totp": 123456, "name": "Mira"}]})
    said = json.loads(capfd.readouterr().err)
    assert said["body"] == {"person": [{"new_password": "…", "totp": "…", "name": "Mira"}]}


@pytest.mark.parametrize(
    "line",
    [
        "prd_01jdk3v0138abcdefghjkmnpqr is gone",
        "/work/shop/.mercery/media/shp_01m8d6hkdqxmgxsh8gz4jr2bx5/ab/picture.webp",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        'File "/usr/lib/python3.11/asyncio/base_events.py", line 1936, in _run_once',
        'sqlalchemy.exc.ProgrammingError: (psycopg.errors.UndefinedTable) relation "shops" does not exist',
        "The process ended with code 1 after 120000 ms; order 100482 stays",
        "warehouse:write_days for 2026-11-27T03:30:00Z took 12.5 s",
        "http://127.0.0.1:8000/en/p/lune-tote answered 200",
    ],
)
def test_what_helps_to_find_a_fault_stays(line: str) -> None:
    assert redacted(line) == line


async def test_an_error_of_the_database_tells_no_values(database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json"))
    async with database.session() as session:
        await session.execute(text("CREATE TEMPORARY TABLE seen (name text UNIQUE, said text NOT NULL)"))
        await session.execute(text("INSERT INTO seen VALUES ('Mira Lindqvist', 'x')"))
        for values in ({"a": "Mira Lindqvist", "b": "hello there"}, {"a": "hello there", "b": None}):
            with pytest.raises(IntegrityError):
                async with session.begin_nested():
                    try:
                        await session.execute(text("INSERT INTO seen VALUES (:a, :b)"), values)
                    except IntegrityError:
                        get_logger("test.database").exception("not_stored")
                        raise
    said = capfd.readouterr().err
    assert said.count("not_stored") == 2 and "Mira" not in said and "hello there" not in said


async def test_an_address_of_a_database_that_is_away_is_told_without_its_password(
    capfd: pytest.CaptureFixture[str],
) -> None:
    configure_logging(Settings())
    url = "postgresql://shop:Tr0ub4dor@127.0.0.1:9/shop"
    try:
        psycopg.connect(url)
    except psycopg.OperationalError:
        get_logger("test.away").exception("away", url=url, said=f"tried {url}")
    assert "Tr0ub4dor" not in capfd.readouterr().err


def test_lines_of_the_web_server_are_cleaned() -> None:
    log = logging.getLogger("_granian")
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("[%(levelname)s] %(message)s"))
    log.addHandler(handler)
    # A server that ran in this process before may have set it otherwise.
    before = log.disabled, log.level
    log.disabled = False
    log.setLevel(logging.INFO)
    try:
        clean_handlers()
        log.error("Application callable raised an exception: token=%s", "abcdef123456")
    finally:
        log.removeHandler(handler)
        log.disabled = before[0]
        log.setLevel(before[1])
    assert isinstance(handler.formatter, Cleaned)
    assert stream.getvalue() == "[ERROR] Application callable raised an exception: token=…\n"


def test_a_secret_at_the_very_end_of_what_fits_is_not_cut_in_two(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json"))
    for spare in range(0, 24, 3):
        get_logger("test.edge").warning("said", what=f"{'x ' * ((20_000 - spare) // 2)}mira.lindqvist@example.com")
    assert "mira" not in capfd.readouterr().err


def test_reading_a_long_line_takes_no_longer_than_its_length_asks() -> None:
    """Backtracking that grows with the square of a line would let a visitor stop the process by what they send."""
    import time

    for piece in ("a-", "token", "://a", "code ", "a.b", '="', "Bearer ", "Aa1", "/r/"):
        began = time.process_time()
        redacted((piece * 22_000)[:22_000])
        assert time.process_time() - began < 2.0, piece
