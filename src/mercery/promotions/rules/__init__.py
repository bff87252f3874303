"""The language of promotions: goods, buyers, rules, policies and calendars as frozen data. Pure; no server, no database.

What each part means to the cent stands in docs/guide/promotion-semantics.md, with a worked example each. Amounts are whole
minor units of the calendar's currency, rates are basis points (1 % = 100).
"""
