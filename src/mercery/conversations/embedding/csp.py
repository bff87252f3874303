"""What a page's content security policy lets the assistant do, and which source has to be added where it does not. Pure.

Sources: the W3C's Content Security Policy Level 3, "Does url match source list?" and the fallbacks between directives. A page
may have several policies; each has to allow. Hashes of scripts from elsewhere are not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import SplitResult, urlsplit

Need = Literal["script", "connect", "image"]
_FALLBACKS: Final[Mapping[Need, tuple[str, ...]]] = {
    "script": ("script-src-elem", "script-src", "default-src"),
    "connect": ("connect-src", "default-src"),
    "image": ("img-src", "default-src"),
}
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_SCHEMES: Final = {"http": ("http", "https"), "https": ("https",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """Something a policy forbids, and the entry that would allow it."""

    need: Need
    directive: str
    """The directive as it should stand afterwards is this one with `add` behind it."""
    add: str
    strict: bool = False
    """Whether the policy goes by nonces (`strict-dynamic`): then the script needs the page's nonce, and no host helps."""


Policy = Mapping[str, tuple[str, ...]]


def policies_in(texts: Sequence[str]) -> list[Policy]:
    """The policies in headers and meta elements; a comma parts two of them."""
    found: list[Policy] = []
    for text in texts:
        for one in text.split(","):
            directives: dict[str, tuple[str, ...]] = {}
            for part in one.split(";"):
                words = part.split()
                if words:
                    directives.setdefault(words[0].lower(), tuple(words[1:]))
            if directives:
                found.append(directives)
    return found


def shut_out(policies: Sequence[Policy], *, page_url: str, script_url: str, nonce: str = "") -> list[Shut]:
    """What the assistant from `script_url` may not do on the page; `nonce`: that of its script element."""
    base = urlsplit(script_url)
    origin = f"{base.scheme}://{base.netloc}"
    found: list[Shut] = []
    for policy in policies:
        for need, target in (("script", script_url), ("connect", f"{origin}/api/"), ("image", f"{origin}/media/")):
            shut = _shut(policy, need, target, page_url, nonce, origin)  # type: ignore[arg-type]
            if shut is not None and shut not in found:
                found.append(shut)
    return found


def _shut(policy: Policy, need: Need, target: str, page_url: str, nonce: str, origin: str) -> Shut | None:
    directive = next((name for name in _FALLBACKS[need] if name in policy), None)
    if directive is None:
        return None
    sources = policy[directive]
    plain = [source.lower() for source in sources]
    if need == "script":
        if nonce and any(source == f"'nonce-{nonce}'" for source in sources):
            return None
        if "'strict-dynamic'" in plain:
            return Shut(need=need, directive=directive, add="'nonce-…'", strict=True)
    if any(matches(source, urlsplit(target), page_url) for source in sources):
        return None
    own = _FALLBACKS[need][1 if need == "script" else 0]
    return Shut(need=need, directive=directive if directive != "default-src" else own, add=origin)


def matches(source: str, target: SplitResult, page_url: str) -> bool:
    """Whether a source of a list allows the address."""
    plain, page = source.lower(), urlsplit(page_url)
    if plain == "'self'":
        return (target.scheme, target.netloc.lower()) == (page.scheme, page.netloc.lower())
    if plain.startswith("'"):
        return False
    if plain == "*":
        return target.scheme in ("http", "https")
    if plain.endswith(":") and "/" not in plain:
        return target.scheme in _SCHEMES.get(plain[:-1], (plain[:-1],))
    scheme, colon, rest = plain.partition("://")
    if not colon:
        scheme, rest = page.scheme, plain
    place, slash, path = rest.partition("/")
    if target.scheme not in _SCHEMES.get(scheme, (scheme,)):
        return False
    return _same_place(place, target) and (not path or _same_path(f"/{path}", target.path) if slash else True)


def _same_place(place: str, target: SplitResult) -> bool:
    host, _, port = place.partition(":")
    name = (target.hostname or "").lower()
    if host.startswith("*."):
        if not name.endswith(host[1:]):
            return False
    elif host not in ("*", name):
        return False
    actual = target.port or _DEFAULT_PORTS.get(target.scheme, 0)
    if not port:
        return actual == _DEFAULT_PORTS.get(target.scheme, 0)
    return port == "*" or port == str(actual)


def _same_path(path: str, actual: str) -> bool:
    return actual.startswith(path) if path.endswith("/") else actual == path
