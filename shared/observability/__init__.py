"""Logs as JSON with correlation and causation in every line, counters and gauges for `/metrics`."""
