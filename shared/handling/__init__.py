"""The one command handler: load, decide, append, project, publish, remember, in one transaction."""
