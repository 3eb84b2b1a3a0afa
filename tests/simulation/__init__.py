"""The simulation: that it repeats itself, that it is not idle, and that five hundred seeds hold."""
