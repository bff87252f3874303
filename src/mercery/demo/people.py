"""The demo shop's 300 customers, and those who buy without an account: invented, and the same at every seeding."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Final

from mercery.core.i18n import Lang
from mercery.customers.customer import Customer
from mercery.demo.households import household
from mercery.demo.written_people import written_people

CUSTOMERS: Final = 300
_SEED: Final = 1926
_GUESTS_FROM: Final = 10_000
"""Numbers of those without an account, so that they live elsewhere than the customers."""

_GIVEN = {
    "FR": [
        "Hélène",
        "Camille",
        "Lucie",
        "Margaux",
        "Inès",
        "Antoine",
        "Hugo",
        "Étienne",
        "Baptiste",
        "Salomé",
        "Adèle",
        "Théo",
    ],
    "DE": ["Anna", "Lena", "Katharina", "Jonas", "Felix", "Marta", "Tobias", "Greta", "Moritz", "Johanna"],
    "IT": ["Giulia", "Chiara", "Marta", "Luca", "Matteo", "Elisa", "Tommaso", "Bianca"],
    "GB": ["Eleanor", "Imogen", "Oliver", "Harriet", "Arthur", "Beatrice", "Rupert", "Nadia"],
    "US": ["Grace", "Naomi", "Ethan", "Claire", "Julian", "Audrey", "Marcus", "Elena"],
}
_FAMILY = {
    "FR": ["Roux", "Garnier", "Lefèvre", "Marchand", "Blanchet", "Perrin", "Aubert", "Delmas", "Fontaine", "Mercier"],
    "DE": ["Becker", "Lindner", "Vogt", "Hartmann", "Krüger", "Winkler", "Seidel", "Brandt"],
    "IT": ["Conti", "Moretti", "Galli", "Ferraro", "Marini", "Bassi", "Leone"],
    "GB": ["Okafor", "Whitfield", "Ashworth", "Pembroke", "Hartley", "Sinclair", "Doyle"],
    "US": ["Vidal", "Harper", "Sullivan", "Brooks", "Nakamura", "Reyes", "Holloway"],
}
_ZH_FAMILY = ["陈", "林", "王", "张", "李", "周", "吴", "郑", "何", "许", "沈", "韩"]
_ZH_GIVEN = [
    "雨桐",
    "思远",
    "若溪",
    "嘉宁",
    "子墨",
    "静怡",
    "一诺",
    "文博",
    "佳琪",
    "梓涵",
    "明轩",
    "晓鹿",
    "安然",
    "书瑶",
]
_ABROAD = ("FR",) * 24 + ("DE",) * 12 + ("IT",) * 8 + ("GB",) * 9 + ("US",) * 9
_COUNTRIES = ("CN",) * 38 + _ABROAD


def demo_customers(now: datetime) -> list[Customer]:
    """The customers, oldest first."""
    dice = random.Random(_SEED)  # noqa: S311 - invented people, not secrets
    drawn = [_customer(dice, number, now) for number in range(1, CUSTOMERS + 1)]
    written = written_people()
    return [written[one.key].customer(now) if one.key in written else one for one in drawn]


def _customer(dice: random.Random, number: int, now: datetime) -> Customer:
    country = dice.choice(_COUNTRIES)
    name = _name(dice, country)
    language: Lang = "zh" if country == "CN" else "en"
    address, methods = household(number, country)
    return Customer(
        key=f"C{number:04d}",
        name=name,
        email=f"customer{number:04d}@example.com",
        language=language,
        country=country,
        address=address,
        payment_methods=methods,
        accepts_marketing=dice.random() < 0.4,
        tags=("member",) if number % 3 == 1 else (),
        created_at=now - timedelta(days=dice.randint(30, 1400), seconds=dice.randint(0, 86_000)),
    )


def guest(dice: random.Random, number: int, currency: str) -> Customer:
    """Somebody who buys without an account; without a key, so that the shop keeps the order and no customer."""
    country = "CN" if currency == "CNY" else dice.choice(_ABROAD)
    address, methods = household(_GUESTS_FROM + number, country)
    return Customer(
        key="",
        name=_name(dice, country),
        email=f"guest{number:04d}@example.com",
        language="zh" if country == "CN" else "en",
        country=country,
        address=address,
        payment_methods=methods,
    )


def _name(dice: random.Random, country: str) -> str:
    if country == "CN":
        return dice.choice(_ZH_FAMILY) + dice.choice(_ZH_GIVEN)
    return f"{dice.choice(_GIVEN[country])} {dice.choice(_FAMILY[country])}"
