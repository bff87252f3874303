"""In which order results stand, and why: pure functions over arrays of candidates."""
