"""Addresses of the patient's form, the reception's view of it, and the therapist's screening."""

urlpatterns: list = []
