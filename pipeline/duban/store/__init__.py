"""What a corpus becomes: typed tables, their codebook, a read-only database, and the questions asked of them."""
