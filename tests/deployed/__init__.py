"""What stands in Dockerfile, compose files, gateway and monitoring: read against rules, and tried where it can be."""
