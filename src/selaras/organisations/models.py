"""Areas, agencies and partners, people and their roles."""

import uuid
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.core.types import RoleKind


class Area(models.Model):
    """A province, regency, district (kecamatan) or village, by its Kemendagri code."""

    class Level(models.TextChoices):
        PROVINCE = "provinsi", _("province")
        REGENCY = "kabupaten", _("regency")
        DISTRICT = "kecamatan", _("sub-district")
        VILLAGE = "desa", _("village")
        WARD = "kelurahan", _("urban village")

    code = models.CharField(_("code"), max_length=13, unique=True)
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=_("part of")
    )
    # Place of a sub-district on the schematic map; null when there is none.
    map_column = models.PositiveSmallIntegerField(null=True)
    map_row = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:area", args=[self.code])


class AgencyQuerySet(models.QuerySet["Agency"]):
    def valid_on(self, day: date) -> "AgencyQuerySet":
        started = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(started, Q(valid_to=None) | Q(valid_to__gte=day))

    def current(self) -> "AgencyQuerySet":
        return self.valid_on(timezone.localdate())

    def government(self) -> "AgencyQuerySet":
        return self.filter(sector=Agency.Sector.GOVERNMENT)

    def partners(self) -> "AgencyQuerySet":
        return self.exclude(sector=Agency.Sector.GOVERNMENT)


class Agency(models.Model):
    """A work unit (perangkat daerah) or a partner outside government."""

    class Sector(models.TextChoices):
        GOVERNMENT = "government", _("government")
        BUSINESS = "business", _("business")
        ACADEMIA = "academia", _("university")
        COMMUNITY = "community", _("community")
        MEDIA = "media", _("press")

    class Kind(models.TextChoices):
        SETDA = "setda", _("regional secretariat")
        DINAS = "dinas", _("office (dinas)")
        BADAN = "badan", _("agency (badan)")
        BAGIAN = "bagian", _("division of the secretariat (bagian)")
        KECAMATAN = "kecamatan", _("sub-district office")
        RSUD = "rsud", _("regional hospital")
        INSPEKTORAT = "inspektorat", _("inspectorate")
        SATPOL_PP = "satpol_pp", _("municipal police")
        SEKRETARIAT_DPRD = "sekretariat_dprd", _("council secretariat")
        PARTNER = "partner", _("partner")
        OTHER = "other", _("other")

    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.DINAS)
    sector = models.CharField(_("sector"), max_length=12, choices=Sector, default=Sector.GOVERNMENT)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, verbose_name=_("area"), related_name="agencies"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("exists until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("continued by"),
    )

    objects: ClassVar[Any] = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:agency", args=[self.slug])


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with an account. `public_id` is the only name the ledger knows."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=150, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=(("id", "Bahasa Indonesia"), ("en", "English")),
        default="id",
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name or self.email

    def get_absolute_url(self) -> str:
        return reverse("organisations:person", args=[self.pk])

    @cached_property
    def held_roles(self) -> frozenset[tuple[str, int | None]]:
        """(role, agency id) of every role held today."""
        return frozenset(Role.objects.held().filter(user=self).values_list("kind", "agency_id"))

    @cached_property
    def own_agency_ids(self) -> frozenset[int]:
        """Agencies for which the person is officer or head."""
        kinds = (RoleKind.OFFICER, RoleKind.HEAD)
        return frozenset(agency for kind, agency in self.held_roles if kind in kinds and agency)

    def forget_roles(self) -> None:
        for name in ("held_roles", "own_agency_ids"):
            self.__dict__.pop(name, None)


class RoleQuerySet(models.QuerySet["Role"]):
    def held(self) -> "RoleQuerySet":
        today = timezone.localdate()
        started = Q(valid_from=None) | Q(valid_from__lte=today)
        return self.filter(started, Q(valid_to=None) | Q(valid_to__gte=today))


class Role(models.Model):
    """What a person may do, for one agency or for the whole regency, from day to day."""

    class Kind(models.TextChoices):
        PLANNER = RoleKind.PLANNER, _("planner")
        OFFICER = RoleKind.OFFICER, _("agency officer")
        HEAD = RoleKind.HEAD, _("head of agency")
        LEADERSHIP = RoleKind.LEADERSHIP, _("leadership")
        ASSESSOR = RoleKind.ASSESSOR, _("assessor")
        INSPECTOR = RoleKind.INSPECTOR, _("inspector")
        ADMINISTRATOR = RoleKind.ADMINISTRATOR, _("administrator")
        PARTNER = RoleKind.PARTNER, _("partner")
        CITIZEN = RoleKind.CITIZEN, _("citizen")

    NEEDS_AGENCY = (RoleKind.OFFICER, RoleKind.HEAD, RoleKind.PARTNER)

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("agency"),
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[Any] = RoleQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "kind", "agency"], name="one_role_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.agency.label if self.agency else ''}".strip()
