"""Every address of the product. Names are unique over all apps; tests/test_access.py has a row for each."""

from allauth.account import views as account
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.i18n import set_language

from practice import (
    hidden_names,
    idle,
    views,
    views_appointments,
    views_booking,
    views_calendar,
    views_feed,
    views_identity,
    views_import,
    views_known,
    views_merging,
    views_messages,
    views_registration,
    views_series,
    views_waiting,
)

handler400 = "intake.views_errors.bad_request"
handler403 = "practice.views.refused"
handler404 = "intake.views_errors.not_found"
handler500 = "practice.views.server_error"

# What allauth is used for. Its page for e-mail addresses is not among it: the manager changes those, in the
# log. Nobody signs up either.
accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("names/", hidden_names.names_switch, name="names_switch"),
    path("still-here/", idle.still_here, name="still_here"),
    path("patients/new/", views_registration.patient_register, name="patient_register"),
    path("patients/new/known/", views_known.patient_known, name="patient_known"),
    path("patients/new/times/", views_registration.registration_times, name="registration_times"),
    path("patients/<int:pk>/edit/", views.patient_edit, name="patient_edit"),
    path("patients/doubles/", views_merging.doubles_list, name="doubles"),
    path("patients/<int:pk>/merge/<int:other_pk>/", views_merging.patient_merge, name="patient_merge"),
    path("patients/<int:pk>/apart/<int:other_pk>/", views_merging.patient_apart, name="patient_apart"),
    path("patients/<int:pk>/unmerge/<int:merge_pk>/", views_merging.patient_unmerge, name="patient_unmerge"),
    path("patients/<int:pk>/identity/", views_identity.identity_check, name="identity_check"),
    path("patients/<int:pk>/representatives/new/", views.representative_add, name="representative_add"),
    path("patients/<int:pk>/episodes/new/", views.episode_open, name="episode_open"),
    path("episodes/<int:pk>/therapist/", views.episode_therapist, name="episode_therapist"),
    path("waiting/", views_waiting.waiting_list, name="waiting_list"),
    path("waiting/<int:pk>/", views_waiting.waiting_entry, name="waiting_entry"),
    path("waiting/<int:pk>/urgency/", views_waiting.waiting_urgency, name="waiting_urgency"),
    path("waiting/<int:pk>/end/", views_waiting.waiting_end, name="waiting_end"),
    path("waiting/<int:pk>/back/", views_waiting.waiting_reopen, name="waiting_reopen"),
    path("patients/<int:pk>/waiting/new/", views_waiting.waiting_add, name="waiting_add"),
    path("patients/<int:pk>/contact/", views_waiting.contact_new, name="contact_new"),
    path("calendar/", views_calendar.calendar, name="calendar"),
    path("calendar/link/", views_feed.calendar_link, name="calendar_link"),
    path("calendar/link/end/", views_feed.calendar_link_end, name="calendar_link_end"),
    path("c/<str:token>.ics", views_feed.calendar_feed, name="calendar_feed"),
    path("appointments/new/", views_booking.appointment_book, name="appointment_book"),
    path("appointments/<int:pk>/", views_appointments.appointment, name="appointment"),
    path("appointments/<int:pk>/move/", views_appointments.appointment_move, name="appointment_move"),
    path("appointments/<int:pk>/cancel/", views_appointments.appointment_cancel, name="appointment_cancel"),
    path(
        "appointments/<int:pk>/series/cancel/",
        views_series.appointment_series_cancel,
        name="appointment_series_cancel",
    ),
    path("appointments/<int:pk>/state/", views_appointments.appointment_state, name="appointment_state"),
    path("import/", views_import.import_list, name="import_list"),
    path("import/example/", views_import.import_example, name="import_example"),
    path("import/<int:pk>/", views_import.import_result, name="import_result"),
    path("import/<int:pk>/columns/", views_import.import_columns, name="import_columns"),
    path("import/<int:pk>/take-over/", views_import.import_take_over, name="import_take_over"),
    path("import/<int:pk>/cancel/", views_import.import_cancel, name="import_cancel"),
    path("messages/", views_messages.message_list, name="message_list"),
    path("messages/<int:pk>/retry/", views_messages.message_retry, name="message_retry"),
    path("messages/<int:pk>/cancel/", views_messages.message_cancel, name="message_cancel"),
    path("", include("intake.urls")),
    path("", include("records.urls")),
    # Patients and people who still have to sign in choose a language too.
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("accounts/", include(accounts)),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
]
