"""What the therapist types, checked."""
