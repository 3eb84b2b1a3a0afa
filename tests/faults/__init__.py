"""Processes, broker and database are killed in the middle of journeys: nothing may be lost or doubled."""
