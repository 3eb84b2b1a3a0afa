"""What the warehouse does about what it hears: one sentence, one file, one policy."""
