"""The embedder that ships: all-MiniLM-L6-v2 on an ordinary CPU, run by ONNX Runtime, without a download and without torch."""
