"""A postal address in what a customer wrote, in one line or several, in the middle of other words. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Final

from mercery.customers.customer import Address

_STATES: Final = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO", "connecticut": "CT", "delaware": "DE", "district of columbia": "DC",
    "florida": "FL", "georgia": "GA", "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY", "louisiana": "LA", "maine": "ME",
    "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV",
    "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR",
    "pennsylvania": "PA", "rhode island": "RI", "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT", "virginia": "VA",
    "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
_CODES: Final = "|".join(sorted(set(_STATES.values())))
_NAMES: Final = "|".join(sorted(_STATES, key=len, reverse=True))
_POST: Final = re.compile(rf"(?P<state>\b(?:{_CODES}|{_NAMES})\b)\.?,?\s+(?:zip(?: code)?:?\s*)?(?P<zip>\d{{5}}(?:-\d{{4}})?)(?!\d)", re.IGNORECASE | re.ASCII)  # fmt: skip
_COUNTRY: Final = re.compile(r"^[\s,.]*(?P<country>USA|U\.S\.A\.|United States(?: of America)?|US|美国)(?![a-z])", re.IGNORECASE | re.ASCII)  # fmt: skip
_UNIT: Final = re.compile(r"^(?:apt|apartment|suite|ste|unit|floor|fl|room|rm|building|bldg|#|no\.|po box|p\.o\. box|c/o|penthouse|ph|lot|\d+(?:st|nd|rd|th) (?:floor|fl))\b\.?|^#", re.IGNORECASE | re.ASCII)  # fmt: skip
_STREET_END: Final = re.compile(r"\b(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|circle|cir|boulevard|blvd|way|place|pl|terrace|ter|trail|trl|parkway|pkwy|highway|hwy|square|sq|loop|alley|plaza|row|run|path|broadway|crescent|close)\b\.?(?:\s+(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\b\.?)?", re.IGNORECASE | re.ASCII)  # fmt: skip
_UNIT_INSIDE: Final = re.compile(r"\s+((?:apt|apartment|suite|ste|unit|floor|room|rm|bldg|building)\b\.?\s*#?\s*[\w-]+|#\s*[\w-]+|\d+(?:st|nd|rd|th)\s+floor)\s*$", re.IGNORECASE | re.ASCII)  # fmt: skip
_HOUSE: Final = re.compile(r"(?<![A-Za-z0-9_#])\d{1,6}[A-Za-z]?(?:-\d+)?\s+(?=[A-Za-z0-9])")
_LABEL: Final = re.compile(r"\b(?:address\s?(?:line\s?)?[12]|line\s?[12]|street(?=\s*[:=])|city|state|zip(?:\s?code)?|postcode|country)\s*[:=]?\s+", re.IGNORECASE | re.ASCII)  # fmt: skip
# Bounded, and begun only where a part begins: a long message of numbers and commas must not keep a processor busy.
_OTHER: Final = re.compile(r"(?<![^\n,;:])(?=[^\n,;:]{0,300}\d)(?P<street>[^\n,;:]{1,300}+),\s*+(?P<rest>(?:[^\n,;]{1,60}+,\s*+){0,3})(?P<post>[A-Z0-9][A-Z0-9 -]{2,9}\d[A-Z0-9 -]{0,6}|\d{4,6})\s+(?P<city>[^\W\d][^\n,;.]{1,60})(?:,\s*(?P<country>[^\W\d][^\n,;.]{1,40}))?")  # fmt: skip

_CITY: Final = re.compile(r"[A-Z\u00c0-\u00de][\w'’-]*(?: [A-Z\u00c0-\u00de][\w'’-]*){0,3}")


def address_in(text: str, *, country: str = "") -> Address | None:
    """The last complete address in the text; `country` where it names none. None when there is none."""
    text = _unlabelled(unicodedata.normalize("NFKC", text).replace("\n", ", "))
    found = None
    for post in _POST.finditer(text):
        made = _before(text[: post.start()], post["state"], post["zip"])
        if made is not None:
            named = _COUNTRY.match(text[post.end() :])
            found = replace(made, country=_country(named["country"]) if named else country)
    return found or _elsewhere(text, country)


def _unlabelled(text: str) -> str:
    """Without the names of fields, where somebody filled in a form in writing."""
    labels = _LABEL.findall(text)
    return _LABEL.sub("", text) if len(labels) > 1 else text


def _country(written: str) -> str:
    return "USA" if written.upper().replace(".", "") in ("USA", "US") or written.lower().startswith(("united", "美国")) else written  # fmt: skip


def spans_in(text: str) -> list[tuple[int, int]]:
    """Where the addresses stand that `address_in` would find, without their countries. `text` has plain signs."""
    text = text.replace("\n", ",")
    spans = []
    for post in _POST.finditer(text):
        found = _started(text[: post.start()])
        spans += [(found[0], post.end())] if found else []
    for other in _OTHER.finditer(text):
        house = next(reversed(list(_HOUSE.finditer(other["street"]))), None)
        if house is not None and not any(start < other.end() and other.start() < end for start, end in spans):
            city = _CITY.match(other["city"])
            end = other.start("city") + (city.end() if city else len(other["city"].split()[0]))
            spans.append((other.start("street") + house.start(), end))
    return spans


def _before(text: str, state: str, postcode: str) -> Address | None:
    """Street, further lines and city: what stands right before state and postcode."""
    found = _started(text)
    if found is None:
        return None
    street, more, city = found[1]
    return _tidy(Address(line1=street, line2=more, city=city, region=_region(state), postcode=postcode))


def _started(text: str) -> tuple[int, tuple[str, str, str]] | None:
    """Where the street, further lines and city at the end of the text begin, and what they are."""
    houses = [match.start() for match in _HOUSE.finditer(text)]
    for start in reversed(houses):
        parts = [part.strip(" .") for part in text[start:].split(",") if part.strip(" .")]
        made = _parts(parts)
        if made is not None:
            return start, made
    return None


def _parts(parts: list[str]) -> tuple[str, str, str] | None:
    if not parts or _UNIT.match(parts[0]) or not re.search(r"[A-Za-z\u3400-\u9fff]{2}", parts[0]):
        return None
    if len(parts) == 1:
        street_end = next(reversed(list(_STREET_END.finditer(parts[0]))), None)
        if street_end is None or not parts[0][street_end.end() :].strip():
            return None
        street, rest = parts[0][: street_end.end()], parts[0][street_end.end() :].strip()
        unit = re.match(r"(?a)((?:apt|apartment|suite|ste|unit|floor|room|bldg)\b\.?\s*#?\s*[\w-]+|#\s*[\w-]+)\s+(.+)", rest, re.I)  # fmt: skip
        return (street, unit[1], unit[2]) if unit else (street, "", rest)
    *lines, city = parts
    if re.search(r"\d", city) and not lines[1:]:
        # `12 Oak St, Apt 4 Denver`: the city stands behind the unit without a comma.
        joined = re.match(r"(?a)((?:apt|apartment|suite|ste|unit|floor|room|bldg)\b\.?\s*#?\s*[\w-]+|#\s*[\w-]+)\s+(.+)", city, re.I)  # fmt: skip
        if joined is None:
            return None
        return lines[0], joined[1], joined[2]
    street, more = lines[0], ", ".join(lines[1:])
    if not _STREET_END.search(street) and not more and len(street.split()) > 6:
        return None
    inside = _UNIT_INSIDE.search(street)
    if inside and not more:
        street, more = street[: inside.start()].strip(), inside[1]
    return street, more, city


def _region(state: str) -> str:
    return _STATES.get(state.lower(), state.upper())


def _tidy(address: Address) -> Address:
    """Letters as on an envelope where somebody wrote all in one case."""
    return replace(
        address, line1=_cased(address.line1), line2=_cased(address.line2), city=_cased(address.city)
    )  # fmt: skip


def _cased(text: str) -> str:
    if text != text.lower() and text != text.upper():
        return text
    return " ".join(_word_cased(word) for word in text.split())


def _word_cased(word: str) -> str:
    if re.fullmatch(r"\d+(?:st|nd|rd|th)\.?", word, re.IGNORECASE | re.ASCII):
        return word.lower()
    if re.fullmatch(r"#?\d+[a-z]|(?:ne|nw|se|sw|po|[nsew])\.?", word, re.IGNORECASE | re.ASCII):
        return word.upper()
    return word[:1].upper() + word[1:].lower()


def _elsewhere(text: str, country: str) -> Address | None:
    """`4 Rue Haute, 69001 Lyon, France`: postcode before the city."""
    found = next(reversed(list(_OTHER.finditer(text))), None)
    if found is None:
        return None
    start = next(reversed(list(_HOUSE.finditer(found["street"]))), None)
    street = found["street"][start.start() :].strip() if start else ""
    if not street:
        return None
    more = ", ".join(part.strip() for part in found["rest"].split(",") if part.strip())
    return Address(
        line1=street, line2=more, city=found["city"].strip(), postcode=found["post"].strip(),
        country=(found["country"] or country).strip(),
    )  # fmt: skip
