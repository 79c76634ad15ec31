"""How much work is one intake? Counts taps, typed fields and pages of typical patients, per content version.

    python -m benchmarks.taps

An estimate, not a measurement: 8 to 10 seconds for a question answered by tapping (reading it included) and
30 seconds for each field to type in. Tapping "Next" is counted as a tap but takes no time of its own. The
patients type two activities, their goal and their sport, and leave the two optional texts open. The page
about the registration is one tap and one page more in every version, for who has nothing to change.
"""

from dataclasses import dataclass

from intake.answers import is_empty
from intake.questionnaire import Question, load, versions
from tests.intake.everyday import EVERYDAY, complete
from tests.intake.patients import patient

FAST, SLOW, TYPING = 8, 10, 30  # seconds: tapping a question, typing a field
ACTIVITIES = 2
PATIENTS = {
    "desk worker, upper back": "desk worker, ache between the shoulder blades into chest and arm",
    "low back with sciatica": "sciatica below the knee without loss of strength",
    "neck and headache": "headache from the neck",
    "shoulder": "painter, pain on lifting the arm",
    "dizziness": "spinning on turning in bed",
}


@dataclass(frozen=True)
class Work:
    questions: int
    taps: int
    fields: int
    pages: int
    options: int  # to read

    def minutes(self, seconds: int) -> float:
        return (self.questions * seconds + self.fields * TYPING) / 60


def work_of(text: str, version: str) -> Work:
    """What a patient with these answers does, page by page."""
    someone = complete(patient(text))
    pages = load(version).pages_for(someone.answers, age=someone.age, sex=someone.sex)
    asked = [question for page in pages for question in page.questions if not question.optional]
    tapped = [question for question in asked if question.type not in ("text", "psk")]
    activities = sum(question.type == "psk" for question in asked) * ACTIVITIES
    return Work(
        questions=len(tapped),
        taps=sum(_taps(question, someone.answers.get(question.id)) for question in tapped)
        + activities  # the score of each activity
        + len(pages),
        fields=sum(question.type == "text" for question in asked) + activities,
        pages=len(pages),
        options=sum(len(question.options) for question in tapped),
    )


def _taps(question: Question, answer: object) -> int:
    if is_empty(answer):
        raise SystemExit(f"{question.id} was not answered: add it to tests/intake/data/everyday.txt")
    return len(answer) if isinstance(answer, list) else 1


def main() -> None:
    everyday = dict(EVERYDAY)
    heads = ("version", "questions", "options", "taps", "typed", "pages", "minutes")
    print(f"{'intake':26}" + "".join(f"{head:>12}" for head in heads))
    for name, line in PATIENTS.items():
        for version in versions():
            work = work_of(everyday[line], version)
            minutes = f"{work.minutes(FAST):.1f}-{work.minutes(SLOW):.1f}"
            cells = (version, work.questions, work.options, work.taps, work.fields, work.pages, minutes)
            print(f"{name:26}" + "".join(f"{cell:>12}" for cell in cells))


if __name__ == "__main__":
    main()
