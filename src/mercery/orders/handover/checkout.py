"""Where a bag is handed over to, and the address that fills a cart there. Pure.

The formats, as their makers document them:

- Shopify, cart permalinks (shopify.dev, "Create cart permalinks"): `/cart/{variant id}:{quantity},…`, with `discount` (codes
  with commas between), `attributes[…]` that come back with the order, `locale`, and `storefront=true` to land on the cart
  page. The newer `/buy` links carry no cart attributes, so an order could not be told apart there.
- WooCommerce from 10.0 (developer.woocommerce.com, "Shareable Checkout URLs"): `/checkout-link/?products={id}:{quantity},…`
  with one `coupon`; other parameters are passed on to the checkout. It empties the cart the browser had. A variation is named
  by its own id.
- WooCommerce before 10.0: `/?add-to-cart={id}&quantity={n}` puts one kind of piece into the cart; several need several visits.
- Any other shop: a template with placeholders (`template.py`).

What WooCommerce notes of a visit (`utm_…`, its order attribution) comes back with the order as `utm_content`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args
from urllib.parse import quote, urlsplit

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang, Words
from mercery.orders.handover.template import Filling, fill, problem_of_item, problem_of_template, takes_one

Kind = Literal["none", "shopify", "woocommerce", "woocommerce_before_10", "template"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Landing = Literal["checkout", "cart"]
Why = Literal["no_id", "odd_id", "one_at_a_time"]
"""Why a piece cannot be handed over: the shop's system has no id for it here, one its links cannot take, or its links take one
kind of piece and this is another."""
LONGEST_ADDRESS: Final = 6_000
"""Characters of a whole address; servers commonly take eight thousand."""
_LONGEST_SEPARATOR: Final = 8
ATTRIBUTE: Final = "mercery"
"""The cart attribute that comes back with an order of Shopify."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """How a shop takes a bag over."""

    kind: Kind = "none"
    address: str = ""
    """The shop's own site without a slash at the end; of `template` the template."""
    item: str = ""
    """Of `template`: how one piece is written in `{items}`."""
    separator: str = ","
    """Of `template`: what stands between pieces."""
    landing: Landing = "checkout"
    """Of Shopify: whether the customer comes to the checkout or to the cart page before it."""

    @property
    def on(self) -> bool:
        """Whether bags are handed over at all."""
        return self.kind != "none"

    @property
    def host(self) -> str:
        """The host customers are sent to."""
        return urlsplit(self.address.partition("{")[0]).hostname or ""

    @property
    def needs_ids(self) -> bool:
        """Whether pieces are named by the ids of the shop's own system."""
        return self.on and not (self.kind == "template" and "{id}" not in f"{self.address}{self.item}")

    @property
    def takes_one(self) -> bool:
        """Whether one address holds one kind of piece only."""
        return self.kind == "woocommerce_before_10" or (self.kind == "template" and takes_one(self.address))

    @property
    def most_codes(self) -> int:
        """How many coupon codes go along."""
        match self.kind:
            case "shopify":
                return 5
            case "woocommerce":
                return 1
            case "template":
                return 5 if "{codes}" in self.address else 0
            case _:
                return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One line of a bag."""

    variant_id: str
    sku: str
    quantity: int
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """An address that fills a cart at the shop's own system, and what it could not take along."""

    address: str
    """Empty where no piece can be handed over."""
    sent: tuple[Piece, ...]
    left: tuple[tuple[Piece, Why], ...] = ()
    codes: tuple[str, ...] = ()
    codes_left: tuple[str, ...] = ()
    """Codes that have to be typed there."""


def hand_over(
    checkout: Checkout, pieces: Sequence[Piece], *, ref: str, lang: Lang, currency: str, codes: Sequence[str] = ()
) -> HandedOver:
    """The address for these pieces. `ref` comes back with the order where the shop's system keeps it."""
    left: list[tuple[Piece, Why]] = []
    sent: list[Piece] = []
    for piece in pieces:
        why = why_not(checkout, piece)
        if why is None and checkout.takes_one and sent:
            why = "one_at_a_time"
        if why is None:
            sent.append(piece)
        else:
            left.append((piece, why))
    taken = tuple(codes[: checkout.most_codes])
    address = _address(checkout, _summed(sent), taken, ref, lang, currency) if sent and checkout.on else ""
    if len(address) > LONGEST_ADDRESS:
        raise Invalid(
            "The bag is too large to be handed over in one address.",
            remedy="Take some pieces out.",
            zh="购物袋内容过多，无法放入一个地址，请减少商品。",
        )
    return HandedOver(
        address=address,
        sent=tuple(sent),
        left=tuple(left),
        codes=taken if sent else (),
        codes_left=tuple(codes[len(taken) :]),
    )


def why_not(checkout: Checkout, piece: Piece) -> Why | None:
    """Why this piece cannot be handed over; None where it can."""
    if not checkout.needs_ids:
        return None
    if not piece.external_id:
        return "no_id"
    numeric = checkout.kind != "template"
    return "odd_id" if numeric and not (piece.external_id.isascii() and piece.external_id.isdigit()) else None


def _summed(pieces: Sequence[Piece]) -> list[Piece]:
    """One piece for each id: WooCommerce would keep the last of two."""
    found: dict[str, Piece] = {}
    for piece in pieces:
        key = piece.external_id or piece.sku
        known = found.get(key)
        quantity = piece.quantity + (known.quantity if known else 0)
        found[key] = Piece(variant_id=piece.variant_id, sku=piece.sku, quantity=quantity, external_id=piece.external_id)
    return list(found.values())


def _address(
    checkout: Checkout, pieces: Sequence[Piece], codes: Sequence[str], ref: str, lang: Lang, currency: str
) -> str:
    pairs = ",".join(f"{piece.external_id}:{piece.quantity}" for piece in pieces)
    match checkout.kind:
        case "shopify":
            query = [f"attributes[{ATTRIBUTE}]={_plain(ref)}"]
            query += [f"discount={','.join(map(_plain, codes))}"] if codes else []
            query += [f"locale={'zh-CN' if lang == 'zh' else 'en'}"]
            query += ["storefront=true"] if checkout.landing == "cart" else []
            return f"{checkout.address}/cart/{pairs}?{'&'.join(query)}"
        case "woocommerce":
            query = [f"products={pairs}", *([f"coupon={_plain(codes[0])}"] if codes else []), _utm(ref)]
            return f"{checkout.address}/checkout-link/?{'&'.join(query)}"
        case "woocommerce_before_10":
            one = pieces[0]
            return f"{checkout.address}/?add-to-cart={one.external_id}&quantity={one.quantity}&{_utm(ref)}"
        case "template":
            items = [Filling(id=one.external_id or "", sku=one.sku, quantity=one.quantity) for one in pieces]
            return fill(
                checkout.address,
                items,
                item=checkout.item,
                separator=checkout.separator,
                values={"codes": ",".join(codes), "ref": ref, "lang": lang, "currency": currency},
            )
        case "none":
            return ""


def _utm(ref: str) -> str:
    return f"utm_source=mercery&utm_medium=assistant&utm_content={_plain(ref)}"


def _plain(text: str) -> str:
    return quote(text, safe="")


def problems_of(checkout: Checkout, *, http_allowed: bool) -> dict[str, Words]:
    """What is wrong with the settings, by field. `http_allowed`: this machine may be named too."""
    if not checkout.on:
        return {}
    address, found = checkout.address.strip(), dict[str, Words]()
    own = checkout.kind == "template"
    wrong = _problem_of_site(address, http_allowed=http_allowed, bare=not own)
    if wrong is None and own:
        wrong = problem_of_template(address)
    if wrong is not None:
        found["address"] = wrong
    if own and "{items}" in address and (odd := problem_of_item(checkout.item.strip())) is not None:
        found["item"] = odd
    if own and len(checkout.separator) > _LONGEST_SEPARATOR:
        found["separator"] = Words("At most eight characters.", "最多八个字符。")
    return found


def checked(checkout: Checkout, *, http_allowed: bool) -> Checkout:
    """The settings in their plain form; Invalid names each wrong field."""
    if not checkout.on:
        return Checkout()
    if found := problems_of(checkout, http_allowed=http_allowed):
        raise Invalid(
            "The hand-over cannot be used as it is.",
            problems=[Problem(field=name, message=said.en, zh=said.zh) for name, said in found.items()],
            zh="移交设置有误，请修改标出的字段。",
        )
    if checkout.kind == "template":
        return replace(
            checkout,
            address=checkout.address.strip(),
            item=checkout.item.strip() if "{items}" in checkout.address else "",
            separator=checkout.separator or ",",
            landing="checkout",
        )
    landing: Landing = checkout.landing if checkout.kind == "shopify" else "checkout"
    return Checkout(kind=checkout.kind, address=checkout.address.strip().rstrip("/"), landing=landing)


def _problem_of_site(address: str, *, http_allowed: bool, bare: bool) -> Words | None:
    fixed = address.partition("{")[0]
    try:
        parts = urlsplit(fixed)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return Words("This is not a web address.", "这不是网址。")
    here = host == "localhost" or host.endswith(".localhost") or host == "127.0.0.1"
    if parts.scheme != "https" and not (parts.scheme == "http" and here and http_allowed):
        return Words("The address begins with https://.", "网址须以 https:// 开头。")
    if not host or parts.username or ("." not in host and not here):
        return Words("The address names no site.", "网址没有指明网站。")
    if not bare and fixed != address and not fixed[len(parts.scheme) + 3 + len(parts.netloc) :]:
        return Words(
            "Placeholders stand behind the site's name, from its first slash on.",
            "占位符须写在网站名称的第一个斜杠之后。",
        )
    if bare and (parts.query or parts.fragment or "{" in address):
        return Words(
            "Only the site's address is needed, such as https://shop.example.",
            "只需填写网站地址，例如 https://shop.example。",
        )
    return None
