"""For the desk's pages: {% mails_in_trouble user as count %}, {{ address|masked }}."""

from django import template

from practice.desk import masked_email
from practice.messages_list import in_trouble

register = template.Library()
register.simple_tag(in_trouble, name="mails_in_trouble")
register.filter("masked", masked_email)
