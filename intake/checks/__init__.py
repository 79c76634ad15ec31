"""`manage.py check` refuses broken clinical content. Each problem names the file, the id and what to do.

Every version on disk is checked for integrity, because old intakes still read and screen with theirs. The
newest version must be complete as well. Older ones need not: they are frozen, so a demand that came later
could not be met there, and nobody is asked their questions any more.
"""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, register

from intake.checks.chart import chart
from intake.checks.completeness import completeness
from intake.checks.content import Content
from intake.checks.files import read_file, unrecorded
from intake.checks.integrity import integrity
from intake.checks.reach import reach
from intake.checks.summary import summary
from intake.checks.types import FILES, types
from intake.questionnaire import versions


@register()
def check_content(app_configs: object = None, **kwargs: object) -> Sequence[CheckMessage]:
    """One error per problem, oldest version first; then the files that are not as they were recorded."""
    found = [problem for version in versions() for problem in _problems_of(version)]
    return [
        *(Error(problem, id="intake.E001") for problem in found),
        *(Error(f"content {problem}", id="intake.E002") for problem in unrecorded()),
    ]


def _problems_of(version: str) -> list[str]:
    files = [read_file(version, name) for name in FILES]
    found = [unreadable for _, unreadable in files if unreadable]
    if not found:
        content = Content(*(data for data, _ in files))
        found = problems(content) if version == versions()[-1] else unusable(content)
        found = found or [*summary(version, content), *chart(version, content)]
    return [f"content {version}, {problem}" for problem in found]


def problems(content: Content) -> list[str]:
    """Everything that is wrong with the newest content; empty when it can be used."""
    broken = unusable(content)
    return broken or [*completeness(content), *reach(content)]  # what is broken cannot be searched


def unusable(content: Content) -> list[str]:
    """Why content cannot be read and used at all, of any version."""
    return types(content) or integrity(content)
