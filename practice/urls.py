"""Every address of the product. Names are unique over all apps; tests/test_access.py has a row for each."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from practice import views

handler400 = "practice.views.bad_request"
handler403 = "practice.views.refused"
handler404 = "practice.views.not_found"
handler500 = "practice.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("patients/new/", views.patient_register, name="patient_register"),
    path("patients/<int:pk>/edit/", views.patient_edit, name="patient_edit"),
    path("patients/<int:pk>/representatives/new/", views.representative_add, name="representative_add"),
    path("patients/<int:pk>/episodes/new/", views.episode_open, name="episode_open"),
    path("episodes/<int:pk>/therapist/", views.episode_therapist, name="episode_therapist"),
    path("", include("intake.urls")),
    path("", include("records.urls")),
    # Patients and people who still have to sign in choose a language too.
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
]
