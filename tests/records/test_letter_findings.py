"""The findings in a letter: what alarms goes first, and nothing is called normal that was not looked at."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from records.examination_page import ReadExamination, ReadLine, ReadRegion
from records.letters.care import MOST, findings
from records.letters.source import Source
from records.letters.words import Words
from records.models import Examination, ExaminationSign, Measurement, RegionFinding


def line(label: str, region: str = "cervical", **measured: object) -> ReadLine:
    return ReadLine(label, "", "", "", Measurement(region=region, side="mid", **measured))


def test_line(label: str, result: str = "pos", region: str = "cervical") -> ReadLine:
    return line(label, region, kind="test", result=result)


test_line.__test__ = False  # a line of an examination, no test of ours


def region(label: str, *lines: ReadLine, **finding: object) -> ReadRegion:
    return ReadRegion(label, RegionFinding(**finding) if finding else None, list(lines))


def told(*regions: ReadRegion, signs: tuple[str, ...] = (), **examination: object) -> str:
    """What the letter says of an examination with these regions."""
    row = Examination(pk=1, signed_at=datetime(2026, 11, 3, 10, tzinfo=UTC), **examination)
    found = [ExaminationSign(text_nl=text, text_en=text, alarm=True) for text in signs]
    source = Source(None, Words("nl"))
    source.__dict__["record"] = SimpleNamespace(
        examination=ReadExamination(row, list(regions), found), examinations_replaced=[]
    )
    with translation.override("nl"):
        return findings(source)


STIFF = [test_line(f"Stijf {number}") for number in range(MOST + 2)]


def test_what_says_stop_is_never_among_what_is_left_to_the_record():
    assert "- Bloeddruk 180/110 of hoger" in told(
        region("Nek", *STIFF), signs=("Bloeddruk 180/110 of hoger",)
    )


def test_nerves_and_vital_signs_go_before_stiff_joints():
    said = told(region("Nek", *STIFF), region("Neurologisch", test_line("Babinski", region="neuro")))
    assert said.index("- Babinski") < said.index("- Stijf 0")


@pytest.mark.parametrize("result", ["not_done", "unclear"])
def test_what_was_not_done_or_stayed_unclear_is_not_called_normal(result):
    assert "zonder bijzonderheden" not in told(region("Neurologisch", test_line("Babinski", result, "neuro")))


def test_a_region_with_something_written_about_it_is_not_called_normal():
    normal = line("Flexie", kind="range", value=Decimal(50), unit="°")
    said = told(region("Nek", normal, palpation="Drukpijn Th4-6 links"))
    assert "zonder bijzonderheden" not in said
    assert "- Nek: Drukpijn Th4-6 links" in said


def test_a_region_in_which_everything_was_normal_is_named():
    assert "zonder bijzonderheden: nek" in told(region("Nek", test_line("Spurling", "neg")))


def test_nothing_is_said_of_an_examination_that_says_nothing():
    assert "Geen afwijkingen" not in told(region("Nek", test_line("Spurling", "not_done")))


def test_the_day_of_the_examination_is_told():
    assert told(region("Nek", test_line("Spurling"))).startswith("Onderzocht op 03-11-2026.")


def test_what_was_not_done_is_named_beside_what_was_normal():
    said = told(region("Neurologisch", test_line("Hoffmann", "neg"), test_line("Babinski", "not_done")))
    assert "zonder bijzonderheden: neurologisch (niet gedaan: Babinski)" in said
