"""Read models: inline with the commit or following the log; each can be rebuilt, compared and swapped."""
