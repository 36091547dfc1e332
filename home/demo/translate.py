"""Translating the demo's pages segment by segment, as a translator would in the admin."""

import json

from wagtail.models import Locale, Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.demo.page_files import PageFile, PageFileError
from home.demo.page_values import Writer


def unsaved(file: PageFile, language: str, locale: Locale, writer: Writer) -> Page:
    """Return a page with the file's words in one language, not yet in the tree."""
    page = file.model(locale=locale, show_in_menus=file.in_menu, **writer.values(file, language))
    fields = writer.form_fields(file, language, locale)
    if fields:
        page.form_fields = fields
    return page


def translate(page: Page, file: PageFile, writer: Writer, spanish: Locale) -> None:
    """Translate an English page with its file's Spanish words, and publish the translation.

    Raises:
        PageFileError: the Spanish text is not built like the English one, block by block.
    """
    wanted = _strings(unsaved(file, "es", spanish, writer))
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=spanish)
    segments = list(source.stringsegment_set.select_related("string", "context"))
    present = {(segment.context.path, segment.order) for segment in segments}
    if present != set(wanted):
        only = sorted(f"{path} ({order})" for path, order in present ^ set(wanted))
        raise PageFileError(file.file("es"), f"not built like the English text, block by block: {', '.join(only)}")
    # Words of a page that was deleted and is made anew would otherwise stand beside the new ones.
    StringTranslation.objects.filter(locale=spanish, context__in={segment.context for segment in segments}).delete()
    said_once = {(segment.string_id, segment.context_id): segment for segment in segments}
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=segment.string,
            locale=spanish,
            context=segment.context,
            data=wanted[segment.context.path, segment.order],
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            has_error=False,
        )
        for segment in said_once.values()
    )
    _lead_links_to_spanish(source, spanish)
    # Published here and not by save_target, which leaves that to the end of an outer transaction: by then children
    # have come, and the old revision of their parent would bring back its number of children (localize #773).
    translation.save_target(publish=False)
    translation.get_target_instance().get_latest_revision().publish()


def _strings(page: Page) -> dict[tuple[str, int], str]:
    """Return a page's translatable strings by where they stand, cut as wagtail-localize cuts them."""
    segments = (segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue))
    return {(segment.path, segment.order): segment.string.data for segment in segments}


def _lead_links_to_spanish(source: TranslationSource, spanish: Locale) -> None:
    """Let links to the tracker, which name their language, lead to the same address in Spanish."""
    for segment in source.overridablesegment_set.select_related("context"):
        address = json.loads(segment.data_json)
        if isinstance(address, str) and address.startswith("/en/"):
            SegmentOverride.objects.update_or_create(
                locale=spanish,
                context=segment.context,
                defaults={"data_json": json.dumps(f"/es/{address.removeprefix('/en/')}"), "has_error": False},
            )
