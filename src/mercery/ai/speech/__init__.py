"""Speech: a text becomes sound with the time of each word and mouth shape. A built-in voice, and any endpoint."""
