"""The host on air: running order, engine, avatar, comments, director. What it says is the studio's, what it answers the assistant's."""
