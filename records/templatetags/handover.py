"""The button that hands the device over, for the page of the approval."""

from django import template
from django.conf import settings

from records.forms.handover import HandoverForm
from records.models import TreatmentPlan

register = template.Library()


@register.inclusion_tag("records/handover/button.html", takes_context=True)
def handover_button(context: template.Context, plan: TreatmentPlan) -> dict[str, object]:
    """One tap, or the page that first asks who decides; the primary action while a decision is waiting."""
    return {
        "plan": plan,
        "asks": HandoverForm(plan=plan, representatives=[]).has_to_be_asked,
        "primary": not plan.is_approved,
        "remote": settings.REMOTE_APPROVAL,
        "csrf_token": context.get("csrf_token"),
    }
