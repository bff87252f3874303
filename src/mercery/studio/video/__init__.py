"""Shoppable videos: shots out of facts and pictures, narrated, captioned, and tagged where a product can be touched."""
