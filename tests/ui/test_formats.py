"""Money, dates and numbers as each language writes them."""

from datetime import UTC, datetime, timedelta

import pytest

from mercery.core.i18n import LANGS, Lang
from mercery.core.money import Money
from mercery.ui import formats
from mercery.ui.page_context import PageContext
from mercery.ui.render import environment, initials, with_query
from mercery.ui.svg import interval_geometry, scaled, spark_points

PARIS = formats.zone_named("Europe/Paris")
EVENING = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lang", "medium", "full", "moment"),
    [
        ("en", "22 Nov 2026", "Sunday 22 November 2026", "22 Nov 2026, 20:26"),
        ("zh", "2026-11-22", "2026 年 11 月 22 日，星期日", "2026-11-22 20:26"),
    ],
)
def test_dates(lang: Lang, medium: str, full: str, moment: str) -> None:
    assert formats.date_text(EVENING, lang, PARIS) == medium
    assert formats.date_text(EVENING, lang, PARIS, style="full") == full
    assert formats.datetime_text(EVENING, lang, PARIS) == moment


@pytest.mark.parametrize(
    ("gap", "en", "zh"),
    [
        (timedelta(seconds=10), "now", "刚刚"),
        (timedelta(minutes=4), "4 min ago", "4 分钟前"),
        (timedelta(hours=3), "3 h ago", "3 小时前"),
        (timedelta(days=1), "yesterday", "昨天"),
        (timedelta(days=3), "3 days ago", "3 天前"),
        (timedelta(minutes=-19), "in 19 min", "19 分钟后"),
    ],
)
def test_relative_times(gap: timedelta, en: str, zh: str) -> None:
    assert formats.relative_text(EVENING - gap, "en", PARIS, now=EVENING) == en
    assert formats.relative_text(EVENING - gap, "zh", PARIS, now=EVENING) == zh


def test_money_in_prose_and_in_a_ledger() -> None:
    price = Money(128000, "EUR")
    assert formats.money_text(price, "en") == "€1,280"
    assert formats.amount_text(price, "en") == "1,280.00"
    assert formats.amount_text(Money(-29600, "EUR"), "en") == "−296.00"
    assert formats.amount_text(Money(4, "JPY"), "zh", sign=True) == "+4"
    assert formats.percent_text(0.88, "en") == "88.0%"


def test_filters_and_texts_follow_the_language() -> None:
    for lang, expected in (("en", "Bag: 1,034.5, 20:26"), ("zh", "购物袋：1,034.5, 20:26")):
        source = '{{ t("Bag: {n}", "购物袋：{n}", n=1034.5|number) }}, {{ when|time }}'
        assert environment(lang, "Europe/Paris").from_string(source).render(when=EVENING) == expected


def test_addresses_keep_the_rest_of_the_query() -> None:
    assert with_query("/p", "q=a&page=2", page=3) == "/p?q=a&page=3"
    assert with_query("/p", "page=2", page=None) == "/p"
    assert PageContext(path="/p", query="q=1").address == "/p?q=1"


@pytest.mark.parametrize(("name", "short"), [("Claire Martin", "CM"), ("陈雨桐", "陈"), ("aurelle", "A"), ("", "?")])
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


def test_places_stay_inside_the_drawing() -> None:
    assert scaled(15, 0, 10) == 100 and scaled(-1, 0, 10) == 0 and scaled(1, 2, 2) == 50
    found = interval_geometry(84.8, 88.0, 90.7, 85.0)
    assert 0 < found.low < found.estimate < found.high < 100
    assert spark_points([]) == "" and spark_points([1]).count(",") == 2


def test_what_is_written_in_a_template_is_told_in_the_language_of_the_page_and_not_of_who_compiled_it() -> None:
    source = "{{ 1234567|number }} {{ 0.5|percent }} {{ 'Bag'|words }}"
    compiled = {environment(lang).compile(source, raw=True) for lang in LANGS}
    assert len(compiled) == 1
    assert "1,234,567" not in compiled.pop()
