"""Addresses of the therapist's record."""

from django.urls import path

from records.views import desk, episode, examination, history, work_list

urlpatterns = [
    path("work/", work_list.work_list, name="work_list"),
    path("episodes/<int:pk>/", episode.episode_detail, name="episode_detail"),
    path("episodes/<int:pk>/history/", history.history, name="history"),
    path("episodes/<int:pk>/history/sign/", history.history_sign, name="history_sign"),
    path("episodes/<int:pk>/history/amend/", history.history_amend, name="history_amend"),
    path("episodes/<int:pk>/examination/", examination.examination, name="examination"),
    path("episodes/<int:pk>/examination/sign/", examination.examination_sign, name="examination_sign"),
    path("episodes/<int:pk>/examination/amend/", examination.examination_amend, name="examination_amend"),
    # The desk.
    path("patients/<int:pk>/", desk.patient_detail, name="patient_detail"),
]
