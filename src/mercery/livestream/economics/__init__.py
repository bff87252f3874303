"""What each way to be on air costs and brings: an influencer, the shop's own people, a hired digital host, and ours."""
