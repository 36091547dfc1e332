"""The list of words that mean the same, in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel

from mechanisms.admin.viewsets import RecordViewSet
from search.models import Synonyms

_HELP = _(
    "Whoever searches for one of these words finds the others too. The search page says so, and lets people switch it "
    "off. Words of both languages belong together."
)


class SynonymsViewSet(RecordViewSet):
    """Sets of words; a set is put aside, never deleted."""

    model = Synonyms
    name = "synonyms"
    icon = "list-ul"
    menu_order = 45
    list_display = ["words_en", "words_es", "in_use"]
    list_filter = ["in_use"]
    list_export = ["words_en", "words_es", "in_use"]
    search_fields = ["words_en", "words_es"]
    panels = [HelpPanel(content=_HELP), FieldPanel("words_en"), FieldPanel("words_es"), FieldPanel("in_use")]
