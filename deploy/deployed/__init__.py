"""The company as a deployment runs it: every department's api and worker a process of its own, over Kafka."""
