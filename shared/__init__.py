"""Machinery that every department runs on, and the published events; knows no department."""
