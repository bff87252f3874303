"""Whether what was asked is settled: verified, beside the rate that counts whoever left as content."""
