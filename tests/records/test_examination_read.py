"""The signed examination as somebody reads it: what it comes to, what is not normal first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from practice.signing import SignedRecordError
from records.examination_page import shown
from records.models import Examination, ExaminationSign, Measurement
from tests import factories

FOUND = {
    "agreed": "on",
    "conclusion": "Stijf",
    "draft_version": "0",
    "amends": "",
    "thoracic-flexion-mid": "30",
    "thoracic-rotation-L": "20",
    "thoracic-rotation-R": "40",
    "thoracic-rotation-R-pain": "2",
    "thoracic-extension-mid": "18",
    "thoracic-extension-mid-pain": "0",
    "thoracic-rib_spring-L": "pos",
    "thoracic-rib_spring-remark": "Rib 5",
    "thoracic-slump-L": "neg",
    "thoracic-rhomboids-R": "2",
    "thoracic-rhomboids-R-trigger_point": "yes",
    "thoracic-paivm_t4_t5-L": "hypomobile",
    "thoracic-paivm_t4_t5-L-provoked": "known",
    "cervical-nothing_found": "on",
}
ALARM = {"thoracic-percussion-mid": "pos"}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


def sign(client, episode, **more):
    return client.post(reverse("examination_sign", args=[episode.pk]), {**FOUND, **more})


def sheet(client, episode) -> str:
    return client.get(reverse("examination", args=[episode.pk])).content.decode()


def test_what_is_not_normal_or_hurts_stands_first(therapist_client, episode):
    sign(therapist_client, episode)
    with translation.override("en"):
        thoracic = next(one for one in shown(Examination.objects.get()).regions if one.lines)
    names = [line.label for line in thoracic.lines]
    assert names == [
        "Rotation, seated",
        "Rib spring test",
        "Rhomboids",
        "T4-T5 PAIVM",
        "Flexion",
        "Extension",
        "Slump",
    ]


def test_a_positive_test_says_what_that_means_and_a_negative_one_does_not(therapist_client, episode):
    sign(therapist_client, episode)
    text = sheet(therapist_client, episode)
    assert "pijn vanuit rib of ribgewricht" in text
    assert "mechanosensitiviteit" not in text


@pytest.mark.parametrize(
    ("code", "lang", "read"),
    [
        ("paivm_t4_t5", "nl", ["hypomobiel", "herkende pijn"]),
        ("paivm_t4_t5", "en", ["hypomobile", "known pain"]),
        ("rhomboids", "nl", ["2 gevoelig", "ja"]),
        ("rhomboids", "en", ["2 tender", "yes"]),
    ],
)
def test_what_was_noted_with_a_result_is_read_in_words(therapist_client, episode, code, lang, read):
    sign(therapist_client, episode)
    with translation.override(lang):
        row = Measurement.objects.get(code=code)
        words = [text.rpartition(": ")[2] for text in row.details]
        assert [row.found, *words] == read


def test_a_side_that_was_not_examined_stays_open(therapist_client, episode):
    sign(therapist_client, episode)
    lines = shown(Examination.objects.get()).regions[-1].lines
    assert next(line for line in lines if line.label == "Veertest ribben").right is None


def test_regions_nobody_examined_are_not_on_the_sheet(therapist_client, episode):
    sign(therapist_client, episode)
    text = sheet(therapist_client, episode)
    assert "Nek" in text and "Schoudergordel" not in text and "Kaakgewricht" not in text


def test_an_alarm_is_read_before_the_plan_and_leads_to_the_screening(therapist_client, episode):
    answer = sign(therapist_client, episode, **ALARM)
    assert answer.url == reverse("examination", args=[episode.pk])
    text = sheet(therapist_client, episode)
    assert "Mogelijk een wervelfractuur (Vuistpercussie wervels): stop en verwijs." in text
    assert reverse("screening_amend", args=[episode.pk]) in text


def test_an_alarm_is_seen_while_filling_in(therapist_client, episode):
    therapist_client.post(reverse("examination", args=[episode.pk]), {**FOUND, **ALARM})
    assert "stop en verwijs." in sheet(therapist_client, episode)


def test_a_sentence_that_no_longer_holds_goes_with_the_next_draft(therapist_client, episode):
    address = reverse("examination", args=[episode.pk])
    therapist_client.post(address, {**FOUND, **ALARM})
    therapist_client.post(address, {**FOUND, "draft_version": "1"})
    assert not ExaminationSign.objects.exists()


def test_a_signed_sentence_is_frozen(therapist_client, episode):
    sign(therapist_client, episode, **ALARM)
    row = ExaminationSign.objects.get()
    row.text_nl = "Niets aan de hand"
    with pytest.raises(SignedRecordError):
        row.save()


def test_an_alarm_comes_before_other_sentences(therapist_client, episode):
    sign(therapist_client, episode, **ALARM, **{"cervical-ulnt1-L": "neg", "cervical-nothing_found": ""})
    assert [sign.alarm for sign in shown(Examination.objects.get()).signs] == [True, False]


def test_the_steps_of_the_neck_are_on_the_sheet_of_a_neck(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist, complaint="neck")
    told = {"neck_weighing": "Weegt op", "vitals-eyes-mid": "neg"}
    sign(therapist_client, episode, **told)
    read = shown(Examination.objects.get())
    assert len(read.neck_done) == 2 and len(read.neck.missing) == 5
    assert "Weegt op" in sheet(therapist_client, episode)


def test_the_sheet_reads_the_same_number_of_times_for_much_and_little(therapist_client, therapist):
    counts = []
    for more in ({}, {**ALARM, "shoulder-neer-L": "pos", "lumbar-slr-R": "neg", "neck_abnormal": "Niets"}):
        episode = factories.screened_episode(therapist=therapist)
        sign(therapist_client, episode, **more)
        sheet(therapist_client, episode)
        with CaptureQueriesContext(connection) as queries:
            sheet(therapist_client, episode)
        counts.append(len(queries))
    assert counts[0] == counts[1]
