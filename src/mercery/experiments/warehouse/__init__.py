"""The shop's days as Parquet files beside the database, questions to them by DuckDB, and ways out for a warehouse of its own."""
