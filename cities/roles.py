"""The groups behind the roles: "Editors" with Django's permissions, "Assessor members" with the way in and no more."""

from collections.abc import Mapping

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Q

from cities import permissions as of_cities
from cities.models import Membership
from mechanisms import permissions as of_mechanisms
from mechanisms.permissions import RecordPolicy
from recommendations import permissions as of_recommendations

EDITORS = "Editors"
ASSESSOR_MEMBERS = "Assessor members"
_ENTER = Q(content_type__app_label="wagtailadmin", codename="access_admin")


def ensure_editor_permissions(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """Create both groups where they are missing and give them what the policies ask for. Takes nothing away.

    It runs after every migration, and may run any number of times. Permissions of pages, images and documents are
    Wagtail's own and stay as they are.
    """
    create_permissions(apps.get_app_config("wagtailadmin"), verbosity=0, using=using)
    granted = Permission.objects.using(using)
    for policies in (of_mechanisms.POLICIES, of_recommendations.POLICIES, of_cities.POLICIES):
        let_editors(policies, using)
    editors, _ = Group.objects.using(using).get_or_create(name=EDITORS)
    editors.permissions.add(*granted.filter(_ENTER))
    members, _ = Group.objects.using(using).get_or_create(name=ASSESSOR_MEMBERS)
    members.permissions.add(*granted.filter(_ENTER))


def let_editors(policies: Mapping[type[models.Model], RecordPolicy], using: str = DEFAULT_DB_ALIAS) -> None:
    """Give the group "Editors" what these policies of one room ask for; rooms above this one call it for theirs."""
    wanted = Q()
    for model, policy in policies.items():
        # Other receivers of the same signal may not have made these yet.
        create_permissions(model._meta.app_config, verbosity=0, using=using)
        wanted |= Q(content_type__app_label=model._meta.app_label, codename__in=policy.editor_permissions)
    editors, _ = Group.objects.using(using).get_or_create(name=EDITORS)
    editors.permissions.add(*Permission.objects.using(using).filter(wanted))


def let_members_in(sender: type[models.Model], instance: Membership, using: str, **kwargs: object) -> None:
    """Keep the group "Assessor members" in step with memberships: in with the first, out with the end of the last."""
    group, _ = Group.objects.using(using).get_or_create(name=ASSESSOR_MEMBERS)
    current = Membership.objects.using(using).current().filter(user=instance.user_id)
    if current.exists():
        instance.user.groups.add(group)
    else:
        instance.user.groups.remove(group)
