"""The proof: it holds for an honest company, and names the invariant that a dishonest one breaks."""
