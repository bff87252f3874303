"""The scale drawing: a piece from the front and the side by its recorded measures, beside something everybody knows."""
