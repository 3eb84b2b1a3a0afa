"""Everything assembled: the embedded company, the command line, images and monitoring."""
