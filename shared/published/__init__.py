"""What departments tell each other: flat frozen dataclasses, one file per owner, versioned, never changed in place."""
