"""Letters and prints: what stands in them, how they are set, and the same in plain text."""
