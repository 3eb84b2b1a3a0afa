"""Adapters of the clock and id ports: the machine's, and driven ones for imports, tests and the simulation."""
