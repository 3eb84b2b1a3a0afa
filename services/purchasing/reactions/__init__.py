"""What purchasing does about what it hears, from others and of its own: one sentence, one file, one policy."""
