"""The shop's public pages: home, categories, products, search, bag, policies."""
