"""The groups behind the roles: "Editors" with Django's permissions, "Assessor members" with the way in and no more."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Q

from cities import permissions as of_cities
from cities.models import Membership
from mechanisms import permissions as of_mechanisms
from recommendations import permissions as of_recommendations

EDITORS = "Editors"
ASSESSOR_MEMBERS = "Assessor members"
_ENTER = Q(content_type__app_label="wagtailadmin", codename="access_admin")


def ensure_editor_permissions(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """Create both groups where they are missing and give them what the policies ask for. Takes nothing away.

    It runs after every migration, and may run any number of times. Permissions of pages, images and documents are
    Wagtail's own and stay as they are.
    """
    for label in ("wagtailadmin", "mechanisms", "recommendations", "cities"):
        # Other receivers of the same signal may not have made these yet.
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    wanted = _ENTER
    for policies in (of_mechanisms.POLICIES, of_recommendations.POLICIES, of_cities.POLICIES):
        for model, policy in policies.items():
            codes = policy.editor_permissions
            wanted |= Q(content_type__app_label=model._meta.app_label, codename__in=codes)
    granted = Permission.objects.using(using)
    editors, _ = Group.objects.using(using).get_or_create(name=EDITORS)
    editors.permissions.add(*granted.filter(wanted))
    members, _ = Group.objects.using(using).get_or_create(name=ASSESSOR_MEMBERS)
    members.permissions.add(*granted.filter(_ENTER))


def let_members_in(sender: type[models.Model], instance: Membership, using: str, **kwargs: object) -> None:
    """Keep the group "Assessor members" in step with memberships: in with the first, out with the end of the last."""
    group, _ = Group.objects.using(using).get_or_create(name=ASSESSOR_MEMBERS)
    current = Membership.objects.using(using).current().filter(user=instance.user_id)
    if current.exists():
        instance.user.groups.add(group)
    else:
        instance.user.groups.remove(group)
