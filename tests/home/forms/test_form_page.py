"""Forms that editors build: in both languages under one name, guarded, kept for a time, read by editors alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from lxml import html
from wagtail.contrib.forms.models import FormSubmission
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.forms.models import KINDS_TO_CHOOSE_FROM, FormField, FormPage
from home.mail.models import Message
from home.mail.outbox import deliver
from tests.home.bilingual_site import BilingualSite
from tests.home.patience import send


@pytest.fixture
def contact(tree: BilingualSite) -> FormPage:
    page = FormPage(
        title="Contact",
        slug="contact",
        locale=tree.en,
        thanks="<p>We answer within a week.</p>",
        who_reads="Two coordinators.",
        tell="office@example.org",
    )
    page.form_fields = [
        FormField(label="Your e-mail", field_type="email", required=True, sort_order=1, locale=tree.en),
        FormField(label="What is it about?", field_type="radio", choices="Housing,Water", sort_order=2, locale=tree.en),
        FormField(label="Message", field_type="multiline", required=False, sort_order=3, locale=tree.en),
    ]
    tree.english.add_child(instance=page)
    page.save_revision().publish()
    return FormPage.objects.get(pk=page.pk)


def post(client: Client, page: FormPage, address: str, **fields: Any) -> Any:
    return send(client, address, f"form-page-{page.pk}", **fields)


GOOD = {"your_e_mail": "ana@example.org", "what_is_it_about": "Housing", "message": "=HYPERLINK(1)"}


def test_what_is_sent_is_kept_and_the_office_told_even_with_the_mail_server_away(
    contact: FormPage, client: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = post(client, contact, "/en/contact/", **GOOD)
    assert response.status_code == 302
    assert "We answer within a week." in client.get(response.headers["Location"]).content.decode()
    assert FormSubmission.objects.get().get_data()["message"] == "=HYPERLINK(1)"
    assert deliver() == 0
    message = Message.objects.waiting().get()
    assert message.address == "office@example.org"
    assert "HYPERLINK" not in message.body, "what was sent stays behind the sign-in"


def test_mistakes_are_said_at_the_top_and_beside_the_field(contact: FormPage, client: Client) -> None:
    response = post(client, contact, "/en/contact/", message="Hello")
    page = html.fromstring(response.content.decode())
    named = page.xpath("//*[@role='alert']//a/@href")
    assert named[0] == "#id_your_e_mail"
    assert len(named) == 2
    for anchor in named:
        assert page.xpath(f"//*[@id='{anchor[1:]}' or starts-with(@id, '{anchor[1:]}')]")
    assert page.xpath("//textarea[@name='message']")[0].text.strip() == "Hello"
    assert not FormSubmission.objects.exists()


def test_programs_are_refused_and_people_keep_their_text(contact: FormPage, client: Client) -> None:
    response = client.post("/en/contact/", GOOD)
    assert response.status_code == 200
    assert "HYPERLINK" in response.content.decode()
    post(client, contact, "/en/contact/", **GOOD, your_homepage="https://example.org/")
    assert not FormSubmission.objects.exists()
    for _each in range(10):
        assert post(client, contact, "/en/contact/", **GOOD).status_code == 302
    assert post(client, contact, "/en/contact/", **GOOD).status_code == 429


def test_a_translated_form_keeps_answers_under_the_same_names(
    contact: FormPage, client: Client, tree: BilingualSite
) -> None:
    spanish = {
        "Contact": "Contacto",
        "contact": "contacto",
        "Your e-mail": "Su correo",
        "What is it about?": "¿De qué trata?",
        "Housing,Water": "Vivienda,Agua",
        "Message": "Mensaje",
        "We answer within a week.": "Respondemos pronto.",
        "Two coordinators.": "Dos personas.",
    }
    source, _made = TranslationSource.update_or_create_from_instance(contact)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=tree.es)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=tree.es,
            context=segment.context,
            data=spanish[segment.string.data],
            translation_type="manual",
            has_error=False,
        )
    # Published apart: inside a test's transaction save_target would never come to it.
    translation.save_target(publish=False)
    translation.get_target_instance().get_latest_revision().publish()
    twin = FormPage.objects.get(locale=tree.es)
    assert list(twin.form_fields.values_list("label", "clean_name")) == [
        ("Su correo", "your_e_mail"),
        ("¿De qué trata?", "what_is_it_about"),
        ("Mensaje", "message"),
    ]
    response = post(client, twin, "/es/contacto/", **{**GOOD, "what_is_it_about": "Vivienda"})
    assert response.status_code == 302
    assert "Respondemos pronto." in client.get(response.headers["Location"]).content.decode()


def test_what_is_sent_is_deleted_in_time(contact: FormPage) -> None:
    old, new = (FormSubmission.objects.create(page=contact, form_data={}) for _each in range(2))
    FormSubmission.objects.filter(pk=old.pk).update(submit_time=timezone.now() - timedelta(days=400))
    call_command("forget_submissions")
    assert list(FormSubmission.objects.all()) == [new]


def test_editors_read_what_was_sent_and_nobody_else(contact: FormPage, client: Client) -> None:
    FormSubmission.objects.create(page=contact, form_data=GOOD)
    address = f"/admin/forms/submissions/{contact.pk}/"
    for group, opens in (("Editors", True), ("Assessor members", False)):
        user = User.objects.create_user(group, "user@example.org", "secret")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        for query in ("", "?export=csv"):
            response = client.get(address + query)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            assert (b"ana@example.org" in body) == opens
        if opens:
            assert b"'=HYPERLINK" in body


@pytest.mark.parametrize("kind", sorted(KINDS_TO_CHOOSE_FROM))
def test_where_people_choose_there_is_something_to_choose_from(kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FormField(label="Where?", field_type=kind, choices=" ,\n").clean()
    assert list(refused.value.message_dict) == ["choices"]
    FormField(label="Where?", field_type=kind, choices="Here\nThere").clean()
