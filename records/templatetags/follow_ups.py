"""The follow-up at home, for the page of the measures and for the desk."""

from django import template

from intake.desk import follow_up_lamp, open_follow_up
from intake.forms_reception import SendForm
from intake.models import Answer
from practice.models import Episode

register = template.Library()
SHOWN = 3


@register.inclusion_tag("records/_follow_up_link.html", takes_context=True)
def follow_up_link(
    context: template.Context, episode: Episode, send_form: SendForm | None = None
) -> dict[str, object]:
    """How far the link is, and the buttons to send, free and withdraw it; the last remarks for who treats.

    The desk has a `send_form` at hand, and sees no remarks.
    """
    perms, link = context["perms"], open_follow_up(episode)
    reads = send_form is None and perms["records"]["view_record"]
    return {
        "episode": episode,
        "lamp": follow_up_lamp(episode),
        "link": link,
        "may_send": perms["intake"]["invite"] and not episode.is_closed,
        "send_form": send_form or SendForm(patient=episode.patient),
        "came_in": _came_in(episode) if reads else [],
        "csrf_token": context.get("csrf_token"),
    }


def _came_in(episode: Episode) -> list[Answer]:
    """The remarks of the last follow-ups, empty ones included: each says that one came in."""
    rows = Answer.objects.filter(intake__episode=episode, intake__kind="follow_up", question="remark")
    return list(rows.select_related("intake").order_by("-intake__submitted_at")[:SHOWN])
