"""The same lists as expressions that run where the orders lie: on DuckDB here, on a warehouse, on Spark."""
