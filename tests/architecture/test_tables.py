"""Several shops live in one database: every row says whose it is."""

from mercery.core.database import Base
from mercery.core.schema import import_tables

WITHOUT_SHOP = {
    "shops",  # is the shop
    "staff",  # a person may work for several shops; memberships say which
    "staff_sessions",  # a session belongs to a person
    "installation_processes",  # those that serve all shops together
    "staff_second_factors",  # so do an app, recovery codes, browsers and ways to a new password
    "staff_recovery_codes",
    "staff_devices",
    "password_resets",
    "email_changes",  # and a new e-mail
    "leases",  # who leads, for all shops
    "stored_files",  # files of any shop by their paths
    "stored_file_parts",
    "backups",  # of the whole installation
    "rate_limits",  # counts requests before anybody knows the shop
}


def test_every_table_belongs_to_a_shop() -> None:
    import_tables()
    homeless = {name for name, table in Base.metadata.tables.items() if "shop_id" not in table.columns}
    assert homeless <= WITHOUT_SHOP, homeless - WITHOUT_SHOP


def test_times_carry_a_zone() -> None:
    import_tables()
    naive = [
        str(column)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if getattr(column.type, "timezone", None) is False
    ]
    assert naive == []
