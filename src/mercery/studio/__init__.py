"""The content studio: copy, pages, posts and videos whose every sentence stands on facts, before and after publishing."""
