"""The company: one folder per department. No department imports another."""
