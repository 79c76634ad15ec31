"""Who may open what: one row per address of the product. tests/test_access.py tries every row.

An address goes by its name, and by its route when it has none.

Expectations come from the house rules, not from the code: outside somebody's scope a record does not exist
(404), inside it a missing permission is a refusal (403), and who is not signed in is asked to (login).
"""

from dataclasses import dataclass, field

OK, LOGIN, REFUSED, ABSENT = "ok", "login", 403, 404
ROLES = ("anonymous", "patient", "receptionist", "therapist", "other_therapist", "manager", "superuser")


@dataclass(frozen=True)
class Row:
    """`expected` has one outcome per role; `methods` is what the address is made for."""

    expected: dict[str, object]
    methods: tuple[str, ...] = ("GET", "POST")
    kwargs: tuple[str, ...] = field(default=())  # names of things in the world of the test
    posted: dict[str, object] | None = None  # where a POST ends differently


def by_role(*outcomes: object) -> dict[str, object]:
    return dict(zip(ROLES, outcomes, strict=True))


# In the order of ROLES. "therapist" treats the patient, "other_therapist" treats somebody else.
OPEN = by_role(OK, OK, OK, OK, OK, OK, OK)
STAFF = by_role(LOGIN, LOGIN, OK, OK, OK, OK, OK)
DESK = by_role(LOGIN, LOGIN, OK, REFUSED, REFUSED, REFUSED, REFUSED)
DESK_LIST = by_role(LOGIN, LOGIN, OK, OK, OK, REFUSED, REFUSED)
REGISTRATION = by_role(LOGIN, LOGIN, OK, OK, ABSENT, REFUSED, REFUSED)
CLINICAL_LIST = by_role(LOGIN, LOGIN, REFUSED, OK, OK, REFUSED, REFUSED)
CLINICAL = by_role(LOGIN, LOGIN, REFUSED, OK, ABSENT, REFUSED, REFUSED)
PATIENT = by_role(ABSENT, OK, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)
RULES = by_role(LOGIN, LOGIN, REFUSED, OK, OK, OK, REFUSED)
MANAGER = by_role(LOGIN, LOGIN, REFUSED, REFUSED, REFUSED, OK, REFUSED)
NOBODY = by_role(LOGIN, LOGIN, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)
READ, WRITE = ("GET",), ("POST",)
PATIENT_PK, EPISODE_PK = ("patient",), ("episode",)

ROWS: dict[str, Row] = {
    "home": Row(STAFF, READ),
    "healthz": Row(OPEN, READ),
    "still_here": Row(STAFF, WRITE),
    "names_switch": Row(STAFF, WRITE),
    "set_language": Row(OPEN),
    # Registration data.
    "patient_list": Row(DESK_LIST),
    "patient_detail": Row(REGISTRATION, READ, PATIENT_PK),
    "patient_register": Row(DESK),
    "patient_known": Row(DESK),
    "doubles": Row(DESK, READ),
    **{name: Row(DESK, kwargs=("patient", "other_patient")) for name in ("patient_merge", "patient_apart")},
    "patient_unmerge": Row(DESK, kwargs=("patient", "merge")),
    "registration_times": Row(DESK, READ),
    "patient_edit": Row(DESK, kwargs=PATIENT_PK),
    "identity_check": Row(DESK, kwargs=PATIENT_PK),
    "representative_add": Row(DESK, kwargs=PATIENT_PK),
    "episode_open": Row(DESK, kwargs=PATIENT_PK),
    "episode_therapist": Row(DESK, kwargs=EPISODE_PK),
    # The day, and who asks whom.
    "day_list": Row(DESK_LIST, READ),
    "day_ask": Row(DESK, kwargs=("episode", "step")),
    # Who waits, and whom to call.
    # Appointments: a therapist has an own calendar, the desk all of them.
    "appointment_book": Row(DESK_LIST),
    "appointment": Row(REGISTRATION, READ, ("appointment",)),
    **{
        f"appointment_{name}": Row(REGISTRATION, kwargs=("appointment",))
        for name in ("move", "cancel", "state")
    },
    "waiting_list": Row(DESK_LIST, READ),
    "waiting_add": Row(REGISTRATION, kwargs=PATIENT_PK),
    "contact_new": Row(REGISTRATION, kwargs=PATIENT_PK),
    **{
        name: Row(REGISTRATION, kwargs=("waiting",))
        for name in ("waiting_entry", "waiting_end", "waiting_reopen")
    },
    "waiting_urgency": Row(CLINICAL, kwargs=("waiting",)),
    # The calendar, and its secret address: whoever has that, reads it.
    "calendar": Row(DESK_LIST, READ),
    "calendar_link": Row(CLINICAL_LIST),
    "calendar_link_end": Row(CLINICAL_LIST, WRITE),
    "appointment_series_cancel": Row(REGISTRATION, kwargs=("appointment",)),
    "appointment_series": Row(REGISTRATION, kwargs=EPISODE_PK),
    "appointment_series_book": Row(REGISTRATION, kwargs=EPISODE_PK),
    "calendar_feed": Row(OPEN, READ, ("feed_token",)),
    # The mail to patients.
    "message_list": Row(DESK, READ),
    **{name: Row(DESK, kwargs=("message",)) for name in ("message_retry", "message_cancel")},
    # The link to the intake.
    "intake_send": Row(REGISTRATION, kwargs=EPISODE_PK),
    "intake_link": Row(REGISTRATION, READ, EPISODE_PK),
    "intake_revoke": Row(REGISTRATION, kwargs=EPISODE_PK),
    "intake_unlock": Row(REGISTRATION, kwargs=EPISODE_PK),
    "intake_inbox": Row(DESK, READ),
    "intake_reported": Row(DESK, kwargs=EPISODE_PK),
    # The patient's form. The token is what opens it, whoever holds it.
    "intake_enter": Row(OPEN, READ, ("token",)),
    "intake_language": Row(OPEN, WRITE),
    "intake_birth_date": Row(PATIENT),
    "intake_page": Row(PATIENT, kwargs=("page",)),
    "intake_check": Row(PATIENT),
    "intake_emergency": Row(PATIENT),
    "follow_up": Row(PATIENT),
    "follow_up_done": Row(by_role(*[ABSENT] * len(ROLES)), READ),  # that patient's link is to an intake
    "follow_up_send": Row(REGISTRATION, kwargs=EPISODE_PK),
    "follow_up_revoke": Row(REGISTRATION, kwargs=EPISODE_PK),
    "follow_up_unlock": Row(REGISTRATION, kwargs=EPISODE_PK),
    "intake_done": Row(PATIENT, READ),
    "intake_leave": Row(OPEN),
    # The record.
    "work_list": Row(CLINICAL_LIST, READ),
    "dcsph_search": Row(CLINICAL_LIST, READ),
    **{name: Row(CLINICAL_LIST, READ) for name in ("alerts", "alert_count")},
    "alert": Row(CLINICAL, kwargs=EPISODE_PK),
    "episode_detail": Row(CLINICAL, READ, EPISODE_PK),
    "timeline": Row(CLINICAL, READ, EPISODE_PK),
    "intake_answers": Row(CLINICAL, READ, EPISODE_PK),
    "rescreening_results": Row(CLINICAL, READ, EPISODE_PK),
    "intake_summary": Row(CLINICAL, READ, EPISODE_PK),
    "pain_drawings": Row(CLINICAL, READ, EPISODE_PK),
    **{
        name: Row(CLINICAL, kwargs=EPISODE_PK)
        for name in (
            *("screening", "screening_sign", "screening_amend", "screening_gp_back"),
            *("history", "history_sign", "examination", "examination_sign"),
            *(
                "plan",
                "plan_sign",
                "plan_propose",
                "plan_neck",
                "norm_check",
                "consent",
                "session_new",
                "session_new_sign",
            ),
            "session_new_copy",
            *("closing", "closing_sign", "closing_evaluate", "closing_rescreen", "episode_close"),
            "episode_reopen",
            *("rescreening", "rescreening_go_on"),
        )
    },
    **{
        name: Row(CLINICAL, READ, EPISODE_PK)
        for name in ("history_amend", "examination_amend", "closing_amend", "examination_new", "plan_amend")
    },
    **{
        name: Row(CLINICAL, kwargs=("episode", "session"))
        for name in ("session", "session_sign", "session_copy")
    },
    "cosign": Row(CLINICAL, WRITE, ("episode", "kind", "session")),
    "measures": Row(CLINICAL, READ, EPISODE_PK),
    **{name: Row(CLINICAL, kwargs=EPISODE_PK) for name in ("measure_new", "course_override")},
    "measure_replace": Row(CLINICAL, kwargs=("episode", "measure")),
    "session_amend": Row(CLINICAL, READ, ("episode", "session")),
    **{name: Row(CLINICAL, READ, EPISODE_PK) for name in ("letters", "plan_pdf", "record_pdf")},
    **{name: Row(CLINICAL, kwargs=EPISODE_PK) for name in ("sharing", "letter_new")},
    **{
        name: Row(CLINICAL, kwargs=("episode", "letter"))
        for name in ("letter", "letter_sign", "letter_renew", "letter_amend", "letter_dispatch")
    },
    **{name: Row(CLINICAL, READ, ("episode", "letter")) for name in ("letter_pdf", "letter_text")},
    "draft_discard": Row(CLINICAL, kwargs=("episode", "kind", "draft")),
    "snippets": Row(CLINICAL_LIST),
    "snippets_mine": Row(CLINICAL_LIST, READ),
    **{name: Row(CLINICAL, kwargs=("snippet",)) for name in ("snippet_edit", "snippet_delete")},
    # The device that was handed over; without its cookie there is nothing to see.
    "handover_start": Row(CLINICAL, kwargs=EPISODE_PK),
    "approval": Row(by_role(*[ABSENT] * 7)),
    "approval_done": Row(by_role(*[ABSENT] * 7), READ),
    # Reading the plan at home, which is switched off.
    "approval_birth_date": Row(by_role(*[ABSENT] * 7)),
    "approval_enter": Row(by_role(*[ABSENT] * 7), READ, ("token",)),
    **{
        name: Row(by_role(LOGIN, LOGIN, *[ABSENT] * 5), kwargs=EPISODE_PK)
        for name in ("approval_send", "approval_revoke")
    },
    # The rules: a manager reads them, a therapist judges them.
    "rules": Row(RULES, READ),
    "rules_of": Row(RULES, kwargs=("version",), posted=CLINICAL_LIST),
    "rules_changes": Row(RULES, READ, ("version",)),
    "rules_print": Row(RULES, READ, ("version",)),
    "rules_unchanged": Row(CLINICAL_LIST, kwargs=("version",)),
    # Signing in; allauth's own pages.
    **{name: Row(OPEN) for name in ("account_login", "account_reset_password")},
    **{
        name: Row(OPEN, READ)
        for name in (
            *("account_inactive", "account_reset_password_done", "account_reset_password_from_key_done"),
        )
    },
    "account_logout": Row(STAFF, posted=by_role(*[LOGIN] * len(ROLES))),
    # A step of signing in: to who is not signing in, the sign-in page itself.
    "mfa_authenticate": Row(STAFF),
    # There is nothing to take away while nothing is set up.
    **{
        name: Row(by_role(LOGIN, LOGIN, *[ABSENT] * 5), READ)
        for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes")
    },
    "mfa_index": Row(STAFF, READ),
    "account_reset_password_from_key": Row(OPEN, kwargs=("uidb36", "key")),
    **{
        name: Row(STAFF)
        for name in (
            *("account_change_password", "account_set_password", "account_reauthenticate"),
            *("mfa_reauthenticate", "mfa_activate_totp", "mfa_generate_recovery_codes"),
        )
    },
    # The admin. Most of Django's own pages answer a POST as they do a GET.
    "admin:index": Row(MANAGER),
    "admin:login": Row(MANAGER),
    "admin:logout": Row({**MANAGER, "manager": LOGIN}, WRITE),
    "admin:password_change": Row(MANAGER),
    "admin:password_change_done": Row(MANAGER, READ),
    "admin:jsi18n": Row(MANAGER, READ),
    "admin:app_list": Row(MANAGER, kwargs=("app_label",)),
    "admin:autocomplete": Row(NOBODY, READ),
    "admin:view_on_site": Row({**NOBODY, "manager": ABSENT}, READ, ("content_type_id", "object_id")),
    "admin:import": Row(MANAGER),
    "import_list": Row(MANAGER),
    "import_example": Row(MANAGER, READ),
    **{
        name: Row(MANAGER, kwargs=("patientimport",))
        for name in ("import_result", "import_columns", "import_take_over", "import_cancel")
    },
    "admin:content": Row(MANAGER, READ),
    "admin:practice_messagetext_changelist": Row(MANAGER),
    **{
        name: Row(MANAGER, kwargs=("message_kind", "language"))
        for name in ("admin:message_text", "admin:message_text_preview")
    },
    "admin:message_text_restore": Row(MANAGER, WRITE, ("message_kind", "language")),
    "admin:auth_user_password_change": Row(MANAGER, kwargs=("user",)),
}

# What the manager may do with each model in the admin; everybody else is kept out.
LIST, ADD, CHANGE, DELETE, VERSIONS = "changelist", "add", "change", "delete", "versions"
ADMIN_MODELS: dict[str, set[str]] = {
    "practice": {LIST, CHANGE, VERSIONS},
    "user": {LIST, ADD, CHANGE, VERSIONS},
    "generalpractitioner": {LIST, ADD, CHANGE, DELETE, VERSIONS},
    "patient": {LIST, CHANGE, VERSIONS},  # "change" leads on to the versions
    "room": {LIST, ADD, CHANGE},
    "auditevent": {LIST, CHANGE},  # "change" only shows
}


def _admin_rows(model: str, may: set[str]) -> dict[str, Row]:
    def row(what: str, *kwargs: str, methods: tuple[str, ...] = ("GET", "POST")) -> Row:
        return Row(MANAGER if what in may else NOBODY, methods, kwargs)

    writable = READ if model == "auditevent" else ("GET", "POST")
    rows = {
        "changelist": row(LIST),
        "add": row(ADD),
        "change": row(CHANGE, model, methods=writable),
        "delete": row(DELETE, model),
        "history": row(LIST, model),
    }
    if VERSIONS in may:
        rows["simple_history"] = row(VERSIONS, model, f"{model}_version", methods=READ)
    # Django's own redirect of an older address has no name; it leads to "change".
    redirect = {f"admin/practice/{model}/<path:object_id>/": Row(MANAGER, kwargs=(model,))}
    return {f"admin:practice_{model}_{name}": one for name, one in rows.items()} | redirect


for _model, _may in ADMIN_MODELS.items():
    ROWS |= _admin_rows(_model, _may)
