"""Finding products by words: an index beside the process, the reading of a query, ranking, facets and near misses."""
