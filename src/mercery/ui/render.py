"""Pages and fragments from templates: one environment per language and time zone, strict about every name.

A template sees `page` (the page's own frozen dataclass), `ctx` (the PageContext) and the
globals `t`, `ui` (all components), `asset`, `with_query`, `variant`. Templates are found under
`src/mercery/<feature>/templates/`, by the name they have below that folder.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    pass_context,
)
from markupsafe import Markup

from mercery.core.i18n import Lang, Words
from mercery.ui import formats
from mercery.ui.compiled import Compiled
from mercery.ui.manifest import asset_url
from mercery.ui.page_context import PageContext
from mercery.ui.shop_colour import shop_stylesheet_url
from mercery.ui.svg import interval_geometry, scaled, spark_points
from mercery.ui.variants import ICONS, variant

_PACKAGE: Final = Path(__file__).resolve().parents[1]


_COMPILED: Final = Compiled()


def render_page(template: str, page: object, *, context: PageContext, **extra: object) -> str:
    """The whole page as HTML. `extra` names are visible beside `page` and `ctx`."""
    return environment(context.lang, context.timezone).get_template(template).render(page=page, ctx=context, **extra)


def render_fragment(template: str, block: str, page: object, *, context: PageContext, **extra: object) -> str:
    """One block of a page, as htmx asks for it; KeyError when the template itself has no such block.

    Only the block runs: what the template sets or imports outside it is not there.
    """
    found = environment(context.lang, context.timezone).get_template(template)
    try:
        render_block = found.blocks[block]
    except KeyError:
        raise KeyError(f"{template} has no block '{block}'") from None
    return "".join(render_block(found.new_context({"page": page, "ctx": context, **extra})))


@lru_cache(maxsize=32)
def environment(lang: Lang, timezone: str = "UTC") -> Environment:
    """The Jinja environment for a language and a time zone."""
    made = Environment(
        bytecode_cache=_COMPILED,
        loader=_loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    _add_language(made, lang)
    _add_formats(made, lang, timezone)
    made.globals.update(
        asset=asset_url,
        shop_stylesheet_url=shop_stylesheet_url,
        with_query=with_query,
        variant=variant,
        known_icons=ICONS,
        scaled=scaled,
        interval_geometry=interval_geometry,
        spark_points=spark_points,
    )
    made.globals["ui"] = made.get_template("ui/kit.html").module
    return made


def with_query(path: str, query: str = "", /, **changes: object) -> str:
    """`path` with the query string changed: a value of None or '' removes the key."""
    pairs = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key not in changes]
    pairs += [(key, str(value)) for key, value in changes.items() if value not in (None, "")]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def initials(name: str) -> str:
    """Two letters for an avatar; one character for a Chinese name."""
    words = name.split()
    if not words:
        return "?"
    if any("\u4e00" <= letter <= "\u9fff" for letter in words[0]):
        return words[0][0]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def fact_key(index: int, lang: Lang) -> str:
    """The key of the fact at `index` (from 0): a, b, c in English and 甲、乙、丙 in Chinese."""
    letters = "甲乙丙丁戊己庚辛壬癸" if lang == "zh" else "abcdefghijklmnopqrstuvwxyz"
    return letters[index] if index < len(letters) else str(index + 1)


def _loader() -> BaseLoader:
    folders = sorted(path for path in _PACKAGE.glob("*/templates") if path.is_dir())
    return ChoiceLoader(
        [
            FileSystemLoader([str(path) for path in folders]),
            PrefixLoader({path.parent.name: FileSystemLoader(str(path)) for path in folders}),
        ]
    )


def _late(**filters: Callable[..., object]) -> dict[str, Callable[..., object]]:
    """Filters that are not worked out when a template is compiled, also of what is written in it: their language is not the
    template's."""

    def late(function: Callable[..., object]) -> Callable[..., object]:
        @pass_context
        @wraps(function)
        def applied(_: object, *args: object, **named: object) -> object:
            return function(*args, **named)

        return applied

    return {name: late(function) for name, function in filters.items()}


def _add_language(made: Environment, lang: Lang) -> None:
    def t(en: str, zh: str = "", /, **values: object) -> str:
        text = Words(en, zh).text(lang)
        return text.format(**values) if values else text

    def t_html(en: str, zh: str = "", /, **values: object) -> Markup:
        return Markup(Words(en, zh).text(lang)).format(**values)  # noqa: S704 - the text is ours, values are escaped

    def words(value: Words | str) -> str:
        return value.text(lang) if isinstance(value, Words) else value

    made.globals.update(t=t, t_html=t_html, lang=lang, fact_key=lambda index: fact_key(index, lang))
    made.filters.update(_late(words=words), initials=initials, quoted=shlex.quote)


def _add_formats(made: Environment, lang: Lang, timezone: str) -> None:
    zone = formats.zone_named(timezone)
    made.filters.update(
        _late(
            money=lambda value: formats.money_text(value, lang),
            amount=lambda value, sign=False: formats.amount_text(value, lang, sign=sign),
            number=lambda value, digits=None, sign=False: formats.number_text(value, lang, digits=digits, sign=sign),
            percent=lambda value, digits=1, sign=False: formats.percent_text(value, lang, digits=digits, sign=sign),
            date=lambda value, style="medium": formats.date_text(value, lang, zone, style=style),
            last_day=lambda end: formats.last_day_text(end, lang, zone),
            time=lambda value: formats.time_text(value, lang, zone),
            clock=lambda value: formats.clock_text(value, lang, zone),
            datetime=lambda value, style="medium": formats.datetime_text(value, lang, zone, style=style),
            relative_time=lambda value, now=None: formats.relative_text(value, lang, zone, now=now),
        )
    )
