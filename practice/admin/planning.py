"""The rooms in which patients are treated. A room that is no longer in use stays with its appointments."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from practice.models import Room

from .base import AuditedAdmin


@admin.register(Room)
class RoomAdmin(AuditedAdmin):
    list_display = ["name", "is_active"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
