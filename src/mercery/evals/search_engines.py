"""Our search and three others over the same products and queries, each opened in a process of its own.

What the others do is less: they name the best products for words. They read no limits, count no facets, know no prices.
"""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Final, Literal, ParamSpec, TypeVar

from mercery.accounts.shop import Shop
from mercery.core.money import Money
from mercery.evals.search_catalogue import Query

Engine = Literal["search", "search_with_offers", "tantivy", "bm25s", "postgresql"]
Ask = Callable[[Query], int]
P = ParamSpec("P")
T = TypeVar("T")
PAGE: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the engines find what they search."""

    home: Path
    """With our index, and below `others` theirs."""
    models: Path
    url: str
    shop: Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one process measured."""

    ms: tuple[float, ...]
    cpu_ms: tuple[float, ...]
    """Time of this process's processor for the same, whoever else wanted it."""
    found: int
    """Queries that found something."""
    seconds: float
    opened_s: float
    own_mb: float
    """Memory of this process alone, without what it shares with others by mapping files."""
    mapped_mb: float
    """With them."""


def in_a_process(work: Callable[P, T], /, *args: P.args, **more: P.kwargs) -> T:
    """What `work` returns from a fresh process, whose settings and memory are its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args, **more).result()


def asked_once(engine: Engine, place: Place, queries: Sequence[Query]) -> Asked:
    """Each query once, one after the other."""
    return in_a_process(_measure, engine, place, tuple(queries), None)


def asked_at_once(engine: Engine, place: Place, queries: Sequence[Query], seconds: float) -> float:
    """Queries a second that as many processes as the machine has cores answer together."""
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        parts = [tuple(queries[number::cores]) for number in range(cores)]
        asked = [pool.submit(_measure, engine, place, part, seconds) for part in parts]
        return sum(len(one.ms) / one.seconds for one in (each.result() for each in asked))


def installed(engine: Engine) -> bool:
    """Whether the engine can be measured here."""
    return engine != "bm25s" or importlib.util.find_spec("bm25s") is not None


def _measure(engine: Engine, place: Place, queries: Sequence[Query], seconds: float | None) -> Asked:
    import psutil

    started = time.perf_counter()
    with asyncio.Runner() as runner:
        ask = _OPEN[engine](place, runner)
        for query in {(one.kind, one.lang): one for one in reversed(queries)}.values():
            ask(Query(text=f"{query.text} {query.kind}", lang=query.lang, kind="warm"))
        opened_s = time.perf_counter() - started
        # As a web process does once it is warm.
        gc.collect()
        gc.freeze()
        ms, cpu_ms, found = [], [], 0
        began = time.perf_counter()
        for query in _for(queries, seconds):
            at, cpu = time.perf_counter(), time.process_time()
            found += ask(query) > 0
            ms.append((time.perf_counter() - at) * 1000)
            cpu_ms.append((time.process_time() - cpu) * 1000)
        took = time.perf_counter() - began
    memory = psutil.Process().memory_full_info()
    return Asked(
        ms=tuple(ms), cpu_ms=tuple(cpu_ms), found=found, seconds=took, opened_s=opened_s, own_mb=memory.uss / 1e6, mapped_mb=memory.rss / 1e6
    )  # fmt: skip


def _for(queries: Sequence[Query], seconds: float | None) -> Iterator[Query]:
    """Each once, or over and over until the time is up."""
    if seconds is None:
        yield from queries
        return
    until = time.perf_counter() + seconds
    while True:
        for query in queries:
            if time.perf_counter() > until:
                return
            yield query


# --------------------------------------------------------------------------------------------------------------- ours


def _open_search(place: Place, runner: asyncio.Runner) -> Ask:
    return _ours(place, runner, _made_up_offers)


def _open_search_with_offers(place: Place, runner: asyncio.Runner) -> Ask:
    from mercery.promotions.service import glances

    return _ours(place, runner, glances)


def _ours(place: Place, runner: asyncio.Runner, offers: Callable[..., object]) -> Ask:
    os.environ["MERCERY_HOME"] = str(place.home)
    from mercery.ai.minilm.model import MiniLm, available
    from mercery.core.database import Database
    from mercery.search.meaning import Meaning, use_meaning
    from mercery.search.service import search

    if available():
        use_meaning(Meaning(MiniLm(place.models)))
    database = Database(place.url, pool_size=2)

    async def one(query: Query) -> int:
        async with database.session() as session:
            result = await search(session, place.shop, query.text, query.lang, offers=offers)  # type: ignore[arg-type]
        return result.total

    return lambda query: runner.run(one(query))


async def _made_up_offers(
    session: object, shop: Shop, product_ids: Sequence[str], *, currency: str | None = None
) -> Mapping[str, object]:
    """Offers that cost no look-up."""
    return {one: MadeUpOffer(one) for one in product_ids}


@cache
def _amount(euros: int) -> Money:
    return Money(100 * euros, "EUR")


class MadeUpOffer:
    """A price that follows from the product's id."""

    __slots__ = ("available", "low", "on_sale")

    def __init__(self, product_id: str) -> None:
        number = sum(product_id.encode())
        self.low = _amount(9 + number * 37 % 891)
        self.available, self.on_sale = number % 5 > 0, number % 7 == 0

    def among(self, wanted: object, /) -> MadeUpOffer:
        """The same for every variant."""
        return self


# ------------------------------------------------------------------------------------------------------------- others


def tokens(text: str) -> list[str]:
    """Terms as our own index has them, Chinese cut by dictionary: the others are given that, too."""
    from mercery.search.words import index_terms

    return list(index_terms(text))


def build_tantivy(folder: Path, texts: Iterator[str]) -> None:
    """One field with all words of a product."""
    import tantivy

    folder.mkdir(parents=True)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("number", stored=True)
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(64_000_000, 1)
    for number, text in enumerate(texts):
        made = tantivy.Document()
        made.add_text("text", " ".join(tokens(text)))
        made.add_unsigned("number", number)
        writer.add_document(made)
    writer.commit()
    writer.wait_merging_threads()


def _open_tantivy(place: Place, runner: asyncio.Runner) -> Ask:
    import tantivy
    from tantivy import Occur
    from tantivy import Query as Asking

    index = tantivy.Index.open(str(place.home / "others" / "tantivy"))
    searcher = index.searcher()

    def ask(query: Query) -> int:
        terms = [(Occur.Should, Asking.term_query(index.schema, "text", term, "freq")) for term in tokens(query.text)]
        hits = searcher.search(Asking.boolean_query(terms), PAGE).hits
        return len([searcher.doc(address)["number"] for _, address in hits])

    return ask


def build_bm25s(folder: Path, texts: Iterator[str]) -> None:
    """bm25s keeps its own files."""
    import bm25s  # type: ignore[import-untyped,import-not-found,unused-ignore]

    model = bm25s.BM25()
    model.index([tokens(text) for text in texts], show_progress=False)
    folder.mkdir(parents=True)
    model.save(str(folder))
    (folder / "vocabulary.json").write_text(json.dumps(model.vocab_dict))


def _open_bm25s(place: Place, runner: asyncio.Runner) -> Ask:
    import bm25s  # type: ignore[import-untyped,import-not-found,unused-ignore]

    model = bm25s.BM25.load(str(place.home / "others" / "bm25s"))

    def ask(query: Query) -> int:
        known = [term for term in tokens(query.text) if term in model.vocab_dict]
        if not known:
            return 0
        _, scores = model.retrieve([known], k=PAGE, show_progress=False, n_threads=1)
        return int((scores > 0).sum())

    return ask


_TABLE: Final = "bench_texts"


_ASKED: Final = """
SELECT number FROM bench_texts, CAST(%s AS tsquery) AS asked WHERE words @@ asked
ORDER BY ts_rank(words, asked) DESC LIMIT 24
"""


def build_postgresql(url: str, texts: Iterator[str]) -> None:
    """A table with a column of words, and an index over it. PostgreSQL cannot cut Chinese, so it is given terms."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE UNLOGGED TABLE {_TABLE} (number integer, words tsvector)")
        with connection.cursor() as cursor, cursor.copy(f"COPY {_TABLE} FROM STDIN") as copy:
            copy.set_types(["int4", "text"])
            for number, text in enumerate(texts):
                copy.write_row((number, _tsvector(tokens(text))))
        connection.execute(f"CREATE INDEX ON {_TABLE} USING gin (words)")
        connection.execute(f"VACUUM ANALYZE {_TABLE}")


def _tsvector(terms: Sequence[str]) -> str:
    """The terms with their places, as a tsvector is written."""
    places: dict[str, list[int]] = {}
    for place, term in enumerate(terms[:16_000], 1):
        places.setdefault(term, []).append(place)
    return " ".join(f"{_quoted(term)}:{','.join(map(str, found[:200]))}" for term, found in places.items())


def _quoted(term: str) -> str:
    doubled = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _open_postgresql(place: Place, runner: asyncio.Runner) -> Ask:
    import psycopg

    connection = psycopg.connect(place.url, autocommit=True)

    def ask(query: Query) -> int:
        asked = " & ".join(_quoted(term) for term in dict.fromkeys(tokens(query.text)))
        if not asked:
            return 0
        return len(
            connection.execute(
                _ASKED,
                (asked,),
            ).fetchall()
        )

    return ask


_OPEN: Final[Mapping[Engine, Callable[[Place, asyncio.Runner], Ask]]] = {
    "search": _open_search,
    "search_with_offers": _open_search_with_offers,
    "tantivy": _open_tantivy,
    "bm25s": _open_bm25s,
    "postgresql": _open_postgresql,
}
