"""The course of an episode, as one line and as a panel."""

from django import template

from practice.models import Episode
from records import course_words
from records.course_of import JudgedCourse, course_of

register = template.Library()


@register.inclusion_tag("records/_course_line.html")
def course_line(episode: Episode, judged: JudgedCourse | None = None) -> dict[str, object]:
    """The state in a word, what led to it, and the way to the measures; `judged` when it is at hand."""
    return _shown(episode, judged or course_of(episode))


@register.inclusion_tag("records/_course.html", takes_context=True)
def course_panel(
    context: dict, episode: Episode, judged: JudgedCourse, override: object
) -> dict[str, object]:
    """The same with what follows from it, and the form to judge otherwise (override)."""
    asked = {key: context.get(key) for key in ("csrf_token", "perms")}
    found = course_words.proposals(episode, judged)
    return {**asked, **_shown(episode, judged), "proposals": found, "override": override}


def _shown(episode: Episode, judged: JudgedCourse) -> dict[str, object]:
    told = course_words.because(judged.course)
    return {"episode": episode, "judged": judged, "kind": course_words.kind_of(judged), "because": told}
