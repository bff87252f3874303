"""Addresses of databases."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict

from mercery.core.database_address import with_database


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://shop:hu%40sh@db.internal:5433/mercery?sslmode=require",
        "postgresql+psycopg://shop@[::1]/mercery",
        "postgresql:///mercery",
        "postgresql://shop@/mercery?host=/var/run/postgresql",
    ],
)
def test_another_database_of_the_same_server_differs_in_its_name_alone(url: str) -> None:
    before = conninfo_to_dict(url.replace("+psycopg", ""))
    after = conninfo_to_dict(with_database(url, "of the/same"))
    assert after == {**before, "dbname": "of the/same"}
