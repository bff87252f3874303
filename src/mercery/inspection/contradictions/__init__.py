"""What an agent said against what was known, kind by kind. A statement that no fact covers is never a contradiction."""
