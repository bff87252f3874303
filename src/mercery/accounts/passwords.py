"""Passwords: argon2id (RFC 9106) with the library's current parameters, hashed again when those change."""

from __future__ import annotations

import asyncio
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from mercery.accounts.guessed_passwords import guessed_first, made_of, own_words
from mercery.core.errors import wrong_field
from mercery.core.ids import new_secret

LEAST_LENGTH: Final = 12
_MOST_LENGTH: Final = 200
_HASHER: Final = PasswordHasher()


def check_password_rules(password: str, *, email: str = "", name: str = "") -> None:
    """Invalid when the password is too short, among those that are tried first, or made of the person's own name or e-mail
    (NIST SP 800-63B, 3.1.1). Nothing is asked of capitals, digits and signs: they make passwords worse to remember, not
    harder to guess."""
    problem = zh = ""
    if len(password) < LEAST_LENGTH:
        problem = f"The password needs at least {LEAST_LENGTH} characters."
        zh = f"密码至少 {LEAST_LENGTH} 个字符。"
    elif len(password) > _MOST_LENGTH:
        problem = f"The password may have at most {_MOST_LENGTH} characters."
        zh = f"密码最多 {_MOST_LENGTH} 个字符。"
    elif guessed_first(password):
        problem = "This password is among the first that are guessed: common words, names, runs of keys or dates."
        zh = "这个密码太容易被猜到：常用词、人名、连续按键或日期。请换一个。"
    elif made_of(password, own_words(email, name)):
        problem = "The password must not be made of your name or e-mail address."
        zh = "密码不能由您的姓名或邮箱组成，请换一个。"
    if problem:
        raise wrong_field("password", problem, zh=zh)


async def hash_password(password: str) -> str:
    """The hash to store. Runs beside the event loop, because it takes tens of milliseconds on purpose."""
    return await asyncio.to_thread(_HASHER.hash, _normal(password))


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is right. Without a stored hash it takes as long, so that nobody learns who has an account."""
    return await asyncio.to_thread(_verify, stored, _normal(password)) and stored is not None


def needs_new_hash(stored: str) -> bool:
    """Whether the hash was made with older parameters."""
    return _HASHER.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    """A hash nobody's password fits. Made at the first need, so that no start waits for it."""
    return _HASHER.hash(new_secret())


def _verify(stored: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(stored or _nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
