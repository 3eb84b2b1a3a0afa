"""Whole journeys of a contract through the departments, over HTTP: for the demo, the tests and the benchmark."""
