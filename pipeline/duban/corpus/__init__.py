"""Many documents: read them from anything, extract them in parallel, commit each shard exactly once."""
