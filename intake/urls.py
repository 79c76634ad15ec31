"""Addresses of the patient's form, the reception's view of it, and the therapist's screening."""

from django.urls import path

from intake import (
    views_alert,
    views_drawings,
    views_emergency,
    views_inbox,
    views_link,
    views_patient,
    views_reception,
    views_reported,
    views_rescreening,
    views_rules,
    views_staff,
    views_summary,
)

urlpatterns = [
    # The patient, through a link.
    path("i/<str:token>/", views_link.intake_enter, name="intake_enter"),
    path("intake/language/", views_link.intake_language, name="intake_language"),
    path("intake/", views_link.intake_birth_date, name="intake_birth_date"),
    path("intake/page/<slug:page>/", views_patient.intake_page, name="intake_page"),
    path("intake/check/", views_patient.intake_check, name="intake_check"),
    path("intake/notice/", views_emergency.intake_emergency, name="intake_emergency"),
    path("intake/done/", views_patient.intake_done, name="intake_done"),
    path("intake/leave/", views_patient.intake_leave, name="intake_leave"),
    # The desk.
    path("patients/", views_reception.patient_list, name="patient_list"),
    path("patients/inbox/", views_inbox.intake_inbox, name="intake_inbox"),
    path("episodes/<int:pk>/intake/registration/", views_reported.intake_reported, name="intake_reported"),
    path("episodes/<int:pk>/intake/send/", views_reception.intake_send, name="intake_send"),
    path("episodes/<int:pk>/intake/link/", views_reception.intake_link, name="intake_link"),
    path("episodes/<int:pk>/intake/revoke/", views_reception.intake_revoke, name="intake_revoke"),
    path("episodes/<int:pk>/intake/unlock/", views_reception.intake_unlock, name="intake_unlock"),
    # The therapist.
    path("episodes/<int:pk>/intake/", views_staff.intake_answers, name="intake_answers"),
    path("work/alerts/", views_alert.alerts, name="alerts"),
    path("work/alerts/count/", views_alert.alert_count, name="alert_count"),
    path("episodes/<int:pk>/alert/", views_alert.alert, name="alert"),
    path("episodes/<int:pk>/intake/summary/", views_summary.intake_summary, name="intake_summary"),
    path("episodes/<int:pk>/pain-drawings/", views_drawings.pain_drawings, name="pain_drawings"),
    path("episodes/<int:pk>/screening/", views_staff.screening, name="screening"),
    path("episodes/<int:pk>/screening/sign/", views_staff.screening_sign, name="screening_sign"),
    path("episodes/<int:pk>/screening/amend/", views_staff.screening_amend, name="screening_amend"),
    path("episodes/<int:pk>/screening/gp/", views_staff.screening_gp_back, name="screening_gp_back"),
    path("episodes/<int:pk>/rescreening/", views_rescreening.rescreening, name="rescreening"),
    path(
        "episodes/<int:pk>/rescreening/results/",
        views_rescreening.rescreening_results,
        name="rescreening_results",
    ),
    path(
        "episodes/<int:pk>/rescreening/go-on/", views_rescreening.rescreening_go_on, name="rescreening_go_on"
    ),
    # The rules of the clinical content.
    path("rules/", views_rules.rules, name="rules"),
    path("rules/<int:version>/", views_rules.rules_of, name="rules_of"),
    path("rules/<int:version>/changes/", views_rules.rules_changes, name="rules_changes"),
    path("rules/<int:version>/unchanged/", views_rules.rules_unchanged, name="rules_unchanged"),
    path("rules/<int:version>/print/", views_rules.rules_print, name="rules_print"),
]
