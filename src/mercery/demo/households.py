"""Where the demo shop's invented customers live and how they pay: the same at every seeding."""

from __future__ import annotations

import random
from typing import Final

from mercery.core.money import Money
from mercery.customers.customer import Address, PaymentMethod

_SEED: Final = 1928
_PLACES: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "CN": (("上海市", "徐汇区", "200030"), ("北京市", "朝阳区", "100020"), ("杭州市", "西湖区", "310013"), ("成都市", "锦江区", "610021"), ("深圳市", "南山区", "518052")),
    "FR": (("Paris", "Île-de-France", "75011"), ("Lyon", "Auvergne-Rhône-Alpes", "69002"), ("Bordeaux", "Nouvelle-Aquitaine", "33000"), ("Nantes", "Pays de la Loire", "44000")),
    "DE": (("Berlin", "Berlin", "10437"), ("Hamburg", "Hamburg", "20357"), ("München", "Bayern", "80469"), ("Köln", "Nordrhein-Westfalen", "50672")),
    "IT": (("Milano", "Lombardia", "20121"), ("Torino", "Piemonte", "10123"), ("Bologna", "Emilia-Romagna", "40125")),
    "GB": (("London", "Greater London", "N1 7EU"), ("Edinburgh", "Scotland", "EH3 6QG"), ("Bristol", "England", "BS8 1TH")),
    "US": (("New York", "NY", "10014"), ("Portland", "OR", "97209"), ("Chicago", "IL", "60614"), ("Boston", "MA", "02116")),
}  # fmt: skip
_STREETS: Final[dict[str, tuple[str, ...]]] = {
    "CN": ("湖南路", "安福路", "青年路", "文三路", "春熙路", "望海路"),
    "FR": ("rue des Lilas", "rue du Moulin", "quai de la Gare", "avenue des Tilleuls"),
    "DE": ("Lindenstraße", "Gartenstraße", "Am Mühlbach", "Kastanienallee"),
    "IT": ("via dei Mille", "via San Donato", "corso Vittoria"),
    "GB": ("Canonbury Road", "Orchard Street", "Mill Lane"),
    "US": ("Grove Street", "Maple Avenue", "Harbor Street"),
}
_WAYS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "CNY": (("wallet", "alipay"), ("wallet", "wechat pay"), ("card", "unionpay")),
    "EUR": (("card", "visa"), ("card", "mastercard"), ("wallet", "paypal"), ("card", "amex")),
}


def household(number: int, country: str) -> tuple[Address, tuple[PaymentMethod, ...]]:
    """The address and the ways to pay of the customer with this number. A few hold a gift card."""
    dice = random.Random(_SEED * 10_000 + number)  # noqa: S311 - invented people, not secrets
    city, region, postcode = dice.choice(_PLACES[country])
    street, house = dice.choice(_STREETS[country]), dice.randint(1, 180)
    line1 = f"{street} {house} 号" if country == "CN" else f"{house} {street}"
    if country in ("DE", "IT"):
        line1 = f"{street} {house}"
    currency = "CNY" if country == "CN" else "EUR"
    methods = [_method(dice, *way) for way in dice.sample(_WAYS[currency], dice.choice((1, 1, 2)))]
    if dice.random() < 0.12:
        balance = Money.from_major(str(dice.choice((50, 100, 150)) * (8 if currency == "CNY" else 1)), currency)
        methods.append(PaymentMethod(id="gift", kind="gift_card", balance=balance))
    address = Address(line1=line1, city=city, region=region, postcode=postcode, country=country)
    return address, tuple(methods)


def _method(dice: random.Random, kind: str, brand: str) -> PaymentMethod:
    digits = f"{dice.randint(0, 9999):04d}"
    if kind == "card":
        return PaymentMethod(id=brand, kind="card", brand=brand, last_four=digits)
    return PaymentMethod(id=brand.replace(" ", ""), kind="wallet", brand=brand)
