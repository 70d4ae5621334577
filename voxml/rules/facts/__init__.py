"""What the rules know of the world: hosts, addresses, languages, voices, country codes."""
