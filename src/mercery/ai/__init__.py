"""Models behind doors: embeddings now, chat and speech to come. Each door is a Protocol with real drivers and a fake that ships."""
