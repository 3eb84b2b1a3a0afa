"""For tests: given/when/then on deciders, and the in-memory company on a driven clock."""
