"""From a department's definition to running processes: api, worker, migrate, rebuild."""
