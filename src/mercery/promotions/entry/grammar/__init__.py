"""The grammar of rules in plain language: patterns as data, slots, periods, goods, and what is made of them."""
