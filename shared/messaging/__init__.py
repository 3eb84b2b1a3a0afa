"""How published events travel: outbox, relay, transports, consumer with inbox, parking of poison."""
