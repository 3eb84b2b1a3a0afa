"""`make bench`: what the whole costs, measured on this machine; one JSON object, never a gate."""
