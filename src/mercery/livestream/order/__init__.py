"""What a show says and when: the running order, the sentences of each entry, what happens when a price or the stock changes."""
