"""For the header of every staff page: {% unanswered_alerts user as count %}."""

from django import template

from intake.alerts import own_count

register = template.Library()
register.simple_tag(own_count, name="unanswered_alerts")
