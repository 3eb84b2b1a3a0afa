"""Real servers for the tests, started once per session."""
