"""Understanding a query: what a shopper types, in English, Chinese or both, into limits and words."""
