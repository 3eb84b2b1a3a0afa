"""The append-only record of each department: events, their hash chain, outbox, inbox, deadlines, one commit."""
