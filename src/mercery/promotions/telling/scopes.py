"""Which goods, in words."""

from __future__ import annotations

from mercery.core.i18n import Lang
from mercery.promotions.rules.scope import EVERYTHING, Scope
from mercery.promotions.telling.names import Names, one_of


def tell_scope(scope: Scope, lang: Lang, names: Names) -> str:
    """`Leather bags or Scarves, except Outlet`; `皮包、丝巾（特价除外）`; everything: `everything`, `全场`."""
    zh = lang == "zh"
    if scope == EVERYTHING:
        return "全场" if zh else "everything"
    goods = _goods(scope, lang, names) or ("全场" if zh else "everything")
    limits = [*_prices(scope, lang, names), *_without(scope, lang, names)]
    if not limits:
        return goods
    return f"{goods}（{'，'.join(limits)}）" if zh else f"{goods} ({', '.join(limits)})"


def _goods(scope: Scope, lang: Lang, names: Names) -> str:
    kinds = one_of((names.tag(tag, lang) for tag in scope.tags), lang)
    articles = one_of((names.sku(sku, lang) for sku in scope.skus), lang)
    sellers = one_of((names.shop(shop, lang) for shop in scope.shops), lang)
    if kinds and articles:
        kinds = f"{articles}中的{kinds}" if lang == "zh" else f"{articles} among {kinds}"
    goods = kinds or articles
    if not sellers:
        return goods
    if lang == "zh":
        return f"店铺{sellers}的{goods or '商品'}"
    return f"{goods or 'goods'} sold by {sellers}"


def _prices(scope: Scope, lang: Lang, names: Names) -> list[str]:
    low, high = scope.price_min, scope.price_max
    found = []
    if low is not None:
        money = names.money(low, lang)
        found.append(f"单价不低于{money}" if lang == "zh" else f"priced at least {money}")
    if high is not None:
        money = names.money(high, lang)
        found.append(f"单价不高于{money}" if lang == "zh" else f"priced at most {money}")
    return found


def _without(scope: Scope, lang: Lang, names: Names) -> list[str]:
    out = [names.tag(tag, lang) for tag in scope.not_tags] + [names.sku(sku, lang) for sku in scope.not_skus]
    if not out:
        return []
    return [f"{one_of(out, lang)}除外" if lang == "zh" else f"except {one_of(out, lang)}"]
