"""The practice and the people who work there."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.db.models import Max, Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practice.models import Episode, Patient, Practice, Role, User

from .base import AuditedAdmin, VersionedAdmin


class PracticeForm(forms.ModelForm):
    website = forms.URLField(label=_("website"), required=False, assume_scheme="https")

    def clean_next_patient_number(self) -> int:
        """Numbers that were handed out stay with their patients."""
        number = self.cleaned_data["next_patient_number"]
        highest = Patient.objects.aggregate(highest=Max("number"))["highest"] or 0
        if number <= highest:
            raise forms.ValidationError(
                _("Choose a number above %(highest)s, the highest one in use.") % {"highest": highest}
            )
        return number


@admin.register(Practice)
class PracticeAdmin(AuditedAdmin, VersionedAdmin):
    form = PracticeForm
    list_display = ["name", "city", "phone", "email"]
    fieldsets = [
        (None, {"fields": ["name", "street", "postcode", "city"]}),
        (_("How to reach you"), {"fields": ["phone", "email", "website", "out_of_hours_phone"]}),
        (_("Numbers"), {"fields": ["agb_code", "next_patient_number"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Practice, form: forms.ModelForm, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """One practice per installation."""
        return self.has_change_permission(request) and not Practice.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def _clean_email(form: forms.ModelForm) -> str:
    """An address of one's own: people sign in and reset their password with it."""
    email = form.cleaned_data["email"]
    if User.objects.filter(email__iexact=email).exclude(pk=form.instance.pk).exists():
        raise forms.ValidationError(_("Somebody else has this e-mail address; everybody needs their own."))
    return email


class SupervisedForm(forms.ModelForm):
    """Who co-signs for a trainee: a therapist who is no trainee, so nobody signs in a circle."""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        supervisor = cleaned.get("supervisor")
        if supervisor is not None and "supervisor" not in self.errors:
            self._refuse(supervisor, cleaned)
        return cleaned

    def _refuse(self, supervisor: User, cleaned: dict[str, object]) -> None:
        problems = {
            _("Only a therapist has a supervisor. Leave this empty."): cleaned.get("role") != Role.THERAPIST,
            _("Nobody supervises himself or herself. Choose somebody else."): supervisor == self.instance,
            _("A supervisor is a therapist who works here. Choose somebody else."): not (
                supervisor.is_therapist and supervisor.is_active
            ),
            _("This therapist is a trainee too. Choose who supervises both."): supervisor.is_trainee,
            _("Somebody who supervises others is no trainee. Give them another supervisor first."): (
                self.instance.pk is not None and self.instance.trainees.exists()
            ),
        }
        for sentence in [sentence for sentence, holds in problems.items() if holds][:1]:
            self.add_error("supervisor", sentence)


class NewStaffForm(SupervisedForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = (
            *("username", "first_name", "last_name", "email", "role", "big_number", "agb_code"),
            "supervisor",
        )

    clean_email = _clean_email


class StaffForm(SupervisedForm, UserChangeForm):
    clean_email = _clean_email

    def clean(self) -> dict[str, object]:
        """Patients keep a therapist, and somebody has to be able to manage the practice."""
        cleaned = super().clean()
        self._keep_a_manager(cleaned)
        self._leave_no_patient_behind(cleaned)
        self._leave_no_trainee_behind(cleaned)
        return cleaned

    def _keep_a_manager(self, cleaned: dict[str, object]) -> None:
        stays = cleaned.get("role") == Role.MANAGER and cleaned.get("is_active")
        was = User.objects.filter(pk=self.instance.pk, role=Role.MANAGER, is_active=True)
        others = User.objects.filter(role=Role.MANAGER, is_active=True).exclude(pk=self.instance.pk)
        if not stays and was.exists() and not others.exists():
            field = "role" if cleaned.get("role") != Role.MANAGER else "is_active"
            self.add_error(field, _("This is the only manager. Make somebody else manager first."))

    def _leave_no_patient_behind(self, cleaned: dict[str, object]) -> None:
        """A record is open to the therapist who treats; with nobody treating, nobody could read it."""
        if cleaned.get("role") == Role.THERAPIST and cleaned.get("is_active"):
            return
        count = Episode.objects.open().filter(therapist=self.instance.pk).count()
        if count:
            field = "role" if cleaned.get("role") != Role.THERAPIST else "is_active"
            self.add_error(field, _still_treats(count))

    def _leave_no_trainee_behind(self, cleaned: dict[str, object]) -> None:
        """What a trainee signs waits for somebody who works here."""
        stays = cleaned.get("role") == Role.THERAPIST and cleaned.get("is_active")
        if stays or not self.instance.trainees.filter(is_active=True).exists():
            return
        field = "role" if cleaned.get("role") != Role.THERAPIST else "is_active"
        self.add_error(field, _("Trainees have this supervisor. Give them another one first."))


def _still_treats(count: int) -> str:
    return ngettext(
        "%(count)s open episode has to be handed over first. The desk does that on the patient's page.",
        "%(count)s open episodes have to be handed over first. The desk does that on the patient's page.",
        count,
    ) % {"count": count}


@admin.register(User)
class StaffAdmin(AuditedAdmin, VersionedAdmin, UserAdmin):
    form = StaffForm
    add_form = NewStaffForm
    list_display = ["username", "first_name", "last_name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    filters = ("role__exact", "is_active__exact")
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["username", "first_name", "last_name", "email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Who"), {"fields": ["first_name", "last_name", "email", "big_number", "agb_code"]}),
        (
            _("Role"),
            {
                "fields": ["role", "is_active", "supervisor"],
                "description": _(
                    "Somebody who leaves is not deleted but made inactive: the record keeps who signed."
                ),
            },
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2"]}),
        (_("Who"), {"fields": ["first_name", "last_name", "email", "big_number", "agb_code"]}),
        (_("Role"), {"fields": ["role", "supervisor"]}),
    ]

    def get_form(
        self, request: HttpRequest, obj: User | None = None, **kwargs: object
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        for name in {"first_name", "last_name", "email", "role"} & form.base_fields.keys():
            form.base_fields[name].required = True
        return form

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        obj.is_staff = obj.role == Role.MANAGER
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
