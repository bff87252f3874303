"""PDF: what stands on each page, put back into headings, paragraphs, lists and tables."""
