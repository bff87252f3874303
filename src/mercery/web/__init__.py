"""HTTP without features: sessions, cookies, CSRF, headers, errors, rate limits, streams, pagination."""
