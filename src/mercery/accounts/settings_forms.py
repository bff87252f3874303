"""What the settings forms send, as changes of the shop. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, cast

from mercery.accounts.service.shops import ShopFields
from mercery.core.errors import NotFound, wrong_field
from mercery.core.i18n import Lang, Words

Section = Literal["brand", "selling", "addresses", "holdouts"]
_SEPARATORS: Final = re.compile(r"[,\s，、;；]+")


class Sent:
    """A form's fields, read by name."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = pairs

    def one(self, name: str) -> str:
        """The field's text without spaces around; empty when it was not sent."""
        return next((value.strip() for key, value in self._pairs if key == name), "")

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a field that can be sent several times."""
        return tuple(value.strip() for key, value in self._pairs if key == name and value.strip())

    def listed(self, name: str) -> tuple[str, ...]:
        """A field in which several values stand with commas, spaces or line breaks between."""
        return tuple(part for part in _SEPARATORS.split(self.one(name)) if part)

    def words(self, name: str) -> Words:
        """The fields `name_en` and `name_zh`."""
        return Words(self.one(f"{name}_en"), self.one(f"{name}_zh"))

    def starting(self, prefix: str) -> Mapping[str, str]:
        """Fields whose name begins with `prefix`, by the rest of their name."""
        return {key[len(prefix) :]: value.strip() for key, value in self._pairs if key.startswith(prefix)}


def changes_for(section: str, sent: Sent) -> ShopFields:
    """The changes a section's form asks for; NotFound for an unknown section."""
    try:
        read = _READERS[cast(Section, section)]
    except KeyError:
        raise NotFound(f"There are no settings '{section}'.") from None
    return read(sent)


def _brand(sent: Sent) -> ShopFields:
    return {
        "name": sent.words("name"),
        "tagline": sent.words("tagline"),
        "assistant_name": sent.words("assistant_name"),
        "wordmark": sent.one("wordmark")[:60],
        "colour": sent.one("colour"),
    }


def _selling(sent: Sent) -> ShopFields:
    return {
        "currency": sent.one("currency").upper(),
        "currencies": tuple(code.upper() for code in sent.listed("currencies")),
        "timezone": sent.one("timezone"),
        "tax_included": sent.one("tax_included") == "1",
        "default_language": cast(Lang, sent.one("default_language")),
        "languages": cast("tuple[Lang, ...]", sent.many("languages")),
        "advertising_law": sent.listed("advertising_law"),
    }


def _addresses(sent: Sent) -> ShopFields:
    return {"hosts": sent.listed("hosts"), "embed_origins": sent.listed("embed_origins")}


def _holdouts(sent: Sent) -> ShopFields:
    shares: dict[str, float] = {}
    for feature, text in sent.starting("share_").items():
        if not text:
            continue
        try:
            shares[feature] = round(float(text.replace(",", ".").rstrip("% ")) / 100, 4)
        except ValueError:
            message = f"'{text}' is not a percentage."
            raise wrong_field(f"share_{feature}", message, zh=f"“{text}”不是百分比，请填写数字。") from None
    return {"holdouts": shares}


_READERS: Final[Mapping[Section, Callable[[Sent], ShopFields]]] = {
    "brand": _brand,
    "selling": _selling,
    "addresses": _addresses,
    "holdouts": _holdouts,
}
