"""Everything that can happen to a record. Each function is one atomic, audited step."""
