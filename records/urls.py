"""Addresses of the therapist's record."""

from django.urls import path

from records.views import (
    closing,
    consent,
    dcsph,
    desk,
    episode,
    examination,
    handover,
    history,
    plan,
    remote,
    session,
    work_list,
)

urlpatterns = [
    path("work/", work_list.work_list, name="work_list"),
    path("episodes/<int:pk>/", episode.episode_detail, name="episode_detail"),
    path("episodes/<int:pk>/history/", history.history, name="history"),
    path("episodes/<int:pk>/history/sign/", history.history_sign, name="history_sign"),
    path("episodes/<int:pk>/history/amend/", history.history_amend, name="history_amend"),
    path("episodes/<int:pk>/examination/", examination.examination, name="examination"),
    path("episodes/<int:pk>/examination/sign/", examination.examination_sign, name="examination_sign"),
    path("episodes/<int:pk>/examination/amend/", examination.examination_amend, name="examination_amend"),
    path("episodes/<int:pk>/plan/", plan.plan, name="plan"),
    path("episodes/<int:pk>/plan/sign/", plan.plan_sign, name="plan_sign"),
    path("episodes/<int:pk>/plan/propose/", plan.plan_propose, name="plan_propose"),
    path("dcsph/", dcsph.dcsph_search, name="dcsph_search"),
    path("episodes/<int:pk>/plan/neck/", plan.plan_neck, name="plan_neck"),
    path("episodes/<int:pk>/plan/amend/", plan.plan_amend, name="plan_amend"),
    path("episodes/<int:pk>/consent/", consent.consent, name="consent"),
    path("episodes/<int:pk>/consent/handover/", handover.handover_start, name="handover_start"),
    path("episodes/<int:pk>/consent/send/", remote.approval_send, name="approval_send"),
    path("episodes/<int:pk>/consent/revoke/", remote.approval_revoke, name="approval_revoke"),
    path("episodes/<int:pk>/sessions/new/", session.session_new, name="session_new"),
    path("episodes/<int:pk>/sessions/new/sign/", session.session_new_sign, name="session_new_sign"),
    path("episodes/<int:pk>/sessions/<int:session_pk>/", session.session, name="session"),
    path("episodes/<int:pk>/sessions/<int:session_pk>/sign/", session.session_sign, name="session_sign"),
    path("episodes/<int:pk>/sessions/<int:session_pk>/amend/", session.session_amend, name="session_amend"),
    path("episodes/<int:pk>/closing/", closing.closing, name="closing"),
    path("episodes/<int:pk>/closing/sign/", closing.closing_sign, name="closing_sign"),
    path("episodes/<int:pk>/closing/evaluate/", closing.closing_evaluate, name="closing_evaluate"),
    path("episodes/<int:pk>/closing/rescreen/", closing.closing_rescreen, name="closing_rescreen"),
    path("episodes/<int:pk>/close/", closing.episode_close, name="episode_close"),
    path(
        "episodes/<int:pk>/drafts/<slug:kind>/<int:record_pk>/discard/",
        closing.draft_discard,
        name="draft_discard",
    ),
    # The patient's side: a device that was handed over, or a link.
    path("approval/", handover.approval, name="approval"),
    path("approval/done/", handover.approval_done, name="approval_done"),
    path("approval/birth-date/", remote.approval_birth_date, name="approval_birth_date"),
    path("a/<str:token>/", remote.approval_enter, name="approval_enter"),
    # The desk.
    path("patients/<int:pk>/", desk.patient_detail, name="patient_detail"),
]
