"""The assistant in the search field: an answer that stands above the results, without a conversation."""
