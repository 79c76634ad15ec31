"""Words for the desk's pages."""

from django import template

from practice.desk import phase_word

register = template.Library()
register.filter("phase_word", phase_word)
