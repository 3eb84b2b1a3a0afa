"""What the commands of `o2c` do; `deploy.cli` says how they are called."""
