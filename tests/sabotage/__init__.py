"""That the list of guards follows the code."""
