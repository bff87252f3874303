"""How passwords are kept."""

from argon2 import extract_parameters
from argon2.low_level import Type

from mercery.accounts.passwords import _HASHER, hash_password, needs_new_hash, verify_password

STORED = _HASHER.hash("seven green bolts of cloth")


def test_the_work_of_a_guess_is_what_rfc_9106_recommends() -> None:
    used = extract_parameters(STORED)
    assert used.type == Type.ID
    assert (used.memory_cost, used.time_cost, used.parallelism) == (65536, 3, 4)
    assert used.salt_len >= 16


async def test_one_password_has_another_hash_each_time_and_both_hold() -> None:
    first, second = await hash_password("été à Paris"), await hash_password("été à Paris")
    assert first != second
    # The same letters as another keyboard composes them.
    assert await verify_password(first, "e\u0301te\u0301 a\u0300 Paris")


async def test_what_is_no_hash_admits_nobody() -> None:
    assert not await verify_password("not a hash", "x")
    assert not await verify_password(None, "x")
    assert not needs_new_hash(await hash_password("a long enough one"))
