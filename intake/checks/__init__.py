"""`manage.py check` refuses broken clinical content. Each problem names the file, the id and what to do.

Every version on disk is checked for integrity, because old intakes still read and screen with theirs. The
newest version must be complete as well. Older ones need not: they are frozen, so a demand that came later
could not be met there, and nobody is asked their questions any more.
"""

import tomllib
from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, register

from intake.checks.completeness import completeness
from intake.checks.content import Content
from intake.checks.integrity import integrity
from intake.checks.reach import reach
from intake.checks.summary import summary
from intake.questionnaire import read, versions


@register()
def check_content(app_configs: object = None, **kwargs: object) -> Sequence[CheckMessage]:
    """One error per problem, oldest version first."""
    return [Error(problem, id="intake.E001") for version in versions() for problem in _problems_of(version)]


def _problems_of(version: str) -> list[str]:
    try:
        content = Content(*(read(version, name) for name in ("questions", "rules", "messages")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        return [f"content {version}: a file cannot be read ({error}). Correct the TOML."]
    found = problems(content) if version == versions()[-1] else integrity(content)
    return [f"content {version}, {problem}" for problem in found or summary(version, content)]


def problems(content: Content) -> list[str]:
    """Everything that is wrong with the newest content; empty when it can be used."""
    broken = integrity(content)
    return broken or [*completeness(content), *reach(content)]  # what is broken cannot be searched
