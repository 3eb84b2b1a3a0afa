"""Real servers run as children of one Python process: PostgreSQL from a wheel, Kafka from its own jars."""
