"""Other registrations of the same person, on the patient's page."""

from django import template

from practice.known import also_known
from practice.merging import merges_of
from practice.models import Patient

register = template.Library()


@register.inclusion_tag("practice/snippets/other_registrations.html", takes_context=True)
def other_registrations(context: template.Context, patient: Patient) -> dict[str, object]:
    """What lives on in this registration, and for who may merge: what may be a double of it."""
    may_merge = context["perms"]["practice"]["merge_patients"]
    perhaps = [one for one in also_known(patient) if one.likeness.asks] if may_merge else []
    return {"patient": patient, "may_merge": may_merge, "perhaps": perhaps, "merges": merges_of(patient)}
