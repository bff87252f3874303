"""Every component renders in every variant and both languages; a wrong variant or name raises."""

from datetime import UTC, datetime

import pytest
from jinja2 import UndefinedError
from lxml import html

from mercery.core.i18n import LANGS, Lang
from mercery.ui.page_context import PageContext, ShopFace, Theme
from mercery.ui.patterns import render_patterns
from mercery.ui.render import environment, render_fragment
from mercery.ui.variants import ICONS, VARIANTS, UnknownVariant, variant

NOW = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)


def _page(lang: Lang, theme: Theme = "system") -> str:
    return render_patterns(
        PageContext(lang=lang, theme=theme, csrf_token="token", shop=ShopFace(name="Aurelle"), now=NOW)
    )


def _render(source: str, **values: object) -> str:
    return environment("en", "UTC").from_string(source).render(**values)


def _found(page: html.HtmlElement, path: str) -> list[str]:
    values = page.xpath(path)
    assert isinstance(values, list)
    return [str(value) for value in values]


@pytest.mark.parametrize("lang", LANGS)
def test_page_stands_in_both_languages(lang: Lang) -> None:
    page = html.fromstring(_page(lang))
    assert page.get("lang") == ("zh-CN" if lang == "zh" else "en")
    assert ("入夜之后" if lang == "zh" else "The same, after dark") in "".join(_found(page, "//text()"))
    ids = _found(page, "//@id")
    assert len(ids) == len(set(ids)), "ids repeat"
    assert set(_found(page, "//label/@for")) <= set(ids)


@pytest.mark.parametrize(("theme", "name"), [("light", "mercery"), ("dark", "mercery-dark"), ("system", None)])
def test_theme_is_an_attribute(theme: Theme, name: str | None) -> None:
    assert html.fromstring(_page("en", theme)).get("data-theme") == name


def test_page_draws_every_variant_that_has_a_class() -> None:
    used = set(" ".join(_found(html.fromstring(_page("en")), "//@class")).split())
    aside = {"panel.kind", "column", "toast.tone", "tone", "state.tone", "figure.size", "price.size", "avatar.size"}
    wanted = {
        name
        for key, choices in VARIANTS.items()
        if key not in aside
        for classes in choices.values()
        for name in classes.split()
    }
    assert wanted <= used


@pytest.mark.parametrize(
    "source",
    [
        '{{ ui.button("x", tone="pink") }}',
        '{{ ui.button("x", size="huge") }}',
        '{{ ui.badge("x", tone="info") }}',
        '{{ ui.badge("x", dot="half") }}',
        '{{ ui.claim("x", state="true") }}',
        '{{ ui.chip("x", state="maybe") }}',
        '{{ ui.price("1", size="big") }}',
        '{{ ui.stat("x", "1", size="big") }}',
        '{{ ui.interval_bar(0, 1, 2, tone="red") }}',
        '{{ ui.icon("heart") }}',
        '{{ ui.toast("x", tone="info") }}',
        '{{ ui.product_tile("x", "/", ground="neon") }}',
        '{% call ui.panel(kind="card") %}{% endcall %}',
        '{% call ui.notice(tone="info") %}{% endcall %}',
        '{% call ui.ledger([("x", "centre")]) %}{% endcall %}',
    ],
)
def test_unknown_variant_raises(source: str) -> None:
    with pytest.raises(UnknownVariant):
        _render(source)


def test_unknown_set_raises() -> None:
    with pytest.raises(UnknownVariant, match="no variant set"):
        variant("button.colour", "ink")


def test_every_known_variant_and_icon_renders() -> None:
    for key, choices in VARIANTS.items():
        assert all(variant(key, choice) == classes for choice, classes in choices.items())
    for name in ICONS:
        assert "<svg" in _render("{{ ui.icon(name) }}", name=name)


def test_missing_name_raises() -> None:
    with pytest.raises(UndefinedError):
        _render("{{ page.title }}", page=object())


def test_text_is_escaped_and_markup_values_are_too() -> None:
    assert "&lt;i&gt;" in _render('{{ ui.button("<i>") }}')
    assert _render('{{ t_html("<b>{n}</b>", n="<i>") }}') == "<b>&lt;i&gt;</b>"
    assert "&#34;" in _render("{{ ui.button('x', attrs={'hx-get': '\"'}) }}")


def test_fragment_is_one_block_only() -> None:
    page = render_fragment("ui/layout_plain.html", "heading", None, context=PageContext())
    assert page.strip() == ""
    with pytest.raises(KeyError, match="no block 'nothing'"):
        render_fragment("ui/layout_plain.html", "nothing", None, context=PageContext())
