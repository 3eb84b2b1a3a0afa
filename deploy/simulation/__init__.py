"""The simulation: the whole company over memory on a virtual clock, where everything fails by chance, from a seed."""
