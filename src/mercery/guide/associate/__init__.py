"""For the staff of a real shop and private channels: pieces chosen with the guide, shared as a link that stays true."""
