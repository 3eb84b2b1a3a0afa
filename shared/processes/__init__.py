"""Deadlines: durable rows that become commands when their time has come."""
