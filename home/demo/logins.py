"""Logins with published passwords, for a developer's machine: one a role."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from cities.models import Assessor, Membership
from home.demo.files import rows

LOGIN = ("username", "password", "role_en", "role_es", "access", "group", "assessor", "membership")


@transaction.atomic
def create_logins() -> int:
    """Create the users of ``demo/logins.csv`` that are missing, with group and membership; return how many."""
    users = get_user_model()
    created = 0
    for row in rows("logins", LOGIN):
        username = row.needed("username")
        if users.objects.filter(username=username).exists():
            continue
        create = users.objects.create_superuser if row.text("access") == "superuser" else users.objects.create_user
        user = create(username, email=f"{username}@example.org", password=row.needed("password"))
        if row.text("group"):
            user.groups.add(Group.objects.get_or_create(name=row.text("group"))[0])
        if row.text("assessor"):
            # The membership itself opens the admin's door (cities.roles).
            assessor = Assessor.objects.get(slug=row.text("assessor"))
            Membership.objects.create(user=user, assessor=assessor, role=row.needed("membership"))
        created += 1
    return created
