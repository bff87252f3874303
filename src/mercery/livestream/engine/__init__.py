"""The engine: a process of its own that draws, mixes, encodes and sends. It knows no shop and no database."""
