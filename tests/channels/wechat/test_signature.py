"""WeChat's signature and encryption, by the platform's own example."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.channels.wechat import signature
from mercery.channels.wechat.reading import read_xml
from mercery.conversations.signature import BadSignature

# The example that comes with the platform's own sample code for message encryption.
TOKEN, APP_ID = "spamtest", "wx2c2769f8efd9abc2"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
TIMESTAMP, NONCE, SIGNED = "1409735669", "1320562132", "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
ENCRYPTED = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5G"
    "IItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMe"
    "zR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl"
    "9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)


def test_the_platforms_own_example_is_read() -> None:
    assert signature.signature(TOKEN, TIMESTAMP, NONCE, ENCRYPTED) == SIGNED
    fields = read_xml(signature.decrypt(ENCRYPTED, AES_KEY, APP_ID))
    assert (fields["MsgType"], fields["Content"]) == ("text", "abcdteT")
    assert (fields["FromUserName"], fields["MsgId"]) == ("oyORnuP8q7ou2gfYjqLzSIWZf0rs", "6054768590064713728")


@given(st.text(max_size=400))
def test_what_is_encrypted_is_decrypted_for_this_account_alone(text: str) -> None:
    sealed = signature.encrypt(text, AES_KEY, APP_ID)
    assert signature.decrypt(sealed, AES_KEY, APP_ID) == text
    for key, app_id in ((AES_KEY, "wx0000000000000000"), (AES_KEY[::-1], APP_ID)):
        with pytest.raises(BadSignature):
            signature.decrypt(sealed, key, app_id)


@pytest.mark.parametrize(
    ("given_", "timestamp", "token"),
    [
        (SIGNED, TIMESTAMP, "other"),
        ("0" * 40, TIMESTAMP, TOKEN),
        ("", TIMESTAMP, TOKEN),
        (SIGNED, "1409739999", TOKEN),
    ],
)
def test_another_token_signature_or_time_is_refused(given_: str, timestamp: str, token: str) -> None:
    moment = datetime.fromtimestamp(int(TIMESTAMP), UTC)
    signature.check(SIGNED, TIMESTAMP, moment, TOKEN, TIMESTAMP, NONCE, ENCRYPTED)
    with pytest.raises(BadSignature):
        signature.check(given_, timestamp, moment, token, timestamp, NONCE, ENCRYPTED)


def test_a_signature_of_yesterday_is_refused() -> None:
    with pytest.raises(BadSignature, match="not of this moment"):
        signature.check(
            SIGNED, TIMESTAMP, datetime.fromtimestamp(int(TIMESTAMP) + 86_400, UTC), TOKEN, TIMESTAMP, NONCE, ENCRYPTED
        )


@pytest.mark.parametrize("sealed", ["", "====", "YWJj", "A" * 64, "ü"])
def test_what_is_no_ciphertext_is_refused(sealed: str) -> None:
    with pytest.raises(BadSignature):
        signature.decrypt(sealed, AES_KEY, APP_ID)
