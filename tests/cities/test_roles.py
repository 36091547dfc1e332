"""The groups behind the roles, and what policies tell about whole groups of people."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cities.models import CityAction, ProgressUpdate
from cities.permissions import POLICIES, action_policy, progress_policy
from cities.roles import ASSESSOR_MEMBERS, EDITORS, ensure_editor_permissions
from tests.factories import AssessorFactory, CityActionFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def codes(name: str) -> set[str]:
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_members_get_the_way_in_and_nothing_else() -> None:
    assert codes(ASSESSOR_MEMBERS) == {"access_admin"}


def test_editors_get_what_the_policies_ask_for_and_delete_nothing_of_the_record() -> None:
    given = codes(EDITORS)
    assert {"access_admin", "change_recommendation", "change_theme", "view_importbatch", "change_cityaction"} <= given
    ours = [code for code in given if not code.endswith(("_image", "_document"))]
    assert not [code for code in ours if code.startswith("delete_")]
    assert "change_membership" not in given


def test_giving_the_permissions_twice_changes_nothing_and_takes_nothing_away() -> None:
    editors = Group.objects.get(name=EDITORS)
    extra = editors.permissions.model.objects.get(codename="change_user")
    editors.permissions.add(extra)
    before = codes(EDITORS)
    ensure_editor_permissions()
    assert codes(EDITORS) == before


def test_membership_opens_and_closes_the_door() -> None:
    membership = MembershipFactory()
    assert membership.user.has_perm("wagtailadmin.access_admin")
    membership.ended_at = membership.started_at
    membership.save()
    assert not get_user_model().objects.get(pk=membership.user.pk).has_perm("wagtailadmin.access_admin")


def test_nobody_deletes_not_even_an_admin() -> None:
    admin = UserFactory(is_superuser=True)
    for policy in POLICIES.values():
        assert not policy.user_has_permission(admin, "delete")
        assert not policy.users_with_any_permission(["delete"]).exists()


def test_users_with_any_permission_agrees_with_the_question_about_one_user() -> None:
    assessor = AssessorFactory()
    CityActionFactory(recorded_by=assessor, city=assessor.city)
    people = [
        MembershipFactory(assessor=assessor).user,
        MembershipFactory(assessor=assessor, coordinator=True).user,
        UserFactory(is_superuser=True),
        UserFactory(),
        UserFactory(is_superuser=True, is_active=False),
    ]
    for policy in (action_policy, progress_policy):
        for action in ("view", "add", "change", "publish", "delete"):
            asked = {user for user in people if policy.user_has_permission(user, action)}
            assert set(policy.users_with_permission(action)) & set(people) == asked, (policy.model, action)


def test_lists_of_records_agree_with_the_question_about_one_record() -> None:
    assessor, other = AssessorFactory(), AssessorFactory()
    actions = [
        CityActionFactory(recorded_by=assessor, city=assessor.city),
        CityActionFactory(recorded_by=other, city=other.city),
        CityActionFactory(city=other.city),
    ]
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name=EDITORS))
    people = [MembershipFactory(assessor=assessor).user, editor, UserFactory(is_superuser=True), UserFactory()]
    for user in people:
        for action in ("view", "change", "publish", "delete"):
            asked = {one for one in actions if action_policy.user_has_permission_for_instance(user, action, one)}
            assert set(action_policy.instances_user_has_permission_for(user, action)) == asked, (user, action)


def test_the_policies_speak_of_the_right_models() -> None:
    assert (action_policy.model, progress_policy.model) == (CityAction, ProgressUpdate)
