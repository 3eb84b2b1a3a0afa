"""Mail that leaves the company: written by a department as a fact, sent by its mail room at least once."""
