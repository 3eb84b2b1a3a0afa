"""Every rule about the tree is seen to fail on a planted violation, and to pass on a clean tree."""
