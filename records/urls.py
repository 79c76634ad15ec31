"""Addresses of the therapist's record."""

urlpatterns: list = []
