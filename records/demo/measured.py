"""What was measured in a story, through the form and the action of its screen."""

from django.utils import timezone

from practice.models import Episode
from records import actions
from records.demo.steps import checked
from records.forms.measure import MeasureForm
from records.measures import activities, series_of


def measure(episode: Episode, moment: str = "interim", *, psk: object = (), **told: object) -> None:
    """Fill in results now: nprs=3, ndi=18, participation=(work, social, leisure).

    "na" is not applicable. `psk` is a number per activity the patient named before; when none was,
    {activity: number}.
    """
    named = activities(series_of(episode))
    given = psk if isinstance(psk, dict) else dict(zip(named, psk, strict=True)) if psk else {}
    posted = {"moment": moment, "measured_on": str(timezone.localdate())}
    for number, (activity, score) in enumerate(given.items()):
        posted |= {f"psk-{number}-activity": activity, f"psk-{number}-score": str(score)}
    for code, value in told.items():
        posted |= _fields(code, value)
    codes = [*told, *(["psk"] if given else [])]
    form = checked(MeasureForm(posted, codes=codes, activities=named, lang="nl"))
    actions.record_measures(
        episode=episode,
        results=[(one.instrument, one.value, one.parts) for one in form.results],
        moment=moment,
        by=episode.therapist,
    )


def _fields(code: str, value: object) -> dict[str, str]:
    if code != "participation":
        return {code: str(value)}
    items = zip(("work", "social", "leisure"), value, strict=True)
    return {f"{code}-{item}": str(score) for item, score in items}
