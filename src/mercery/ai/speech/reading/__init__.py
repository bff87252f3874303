"""How a written text is read aloud: figures, units, prices and dates in words, brand names in their own language."""

from mercery.ai.speech.reading.aloud import Part, aloud, spoken

__all__ = ["Part", "aloud", "spoken"]
