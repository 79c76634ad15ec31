"""The therapist's pages."""
