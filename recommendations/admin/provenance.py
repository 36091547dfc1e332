"""Where a record comes from, for editors: every file and row, with what it changed from what to what."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from recommendations.models import Recommendation
from recommendations.provenance import field_changes, format_name, import_changes, log_entries


class ProvenanceView(BaseObjectMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """List the sources of a record and all that imports and editors did to it."""

    permission_required = "change"
    model = Recommendation
    template_name = "recommendations/admin/provenance.html"
    index_url_name = ""
    edit_url_name = ""
    header_icon = "history"

    def get_page_title(self) -> str:
        """Name the page."""
        return _("Where it comes from")

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Lead back to the list and to the record."""
        plural = self.model._meta.verbose_name_plural
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": str(plural).capitalize()},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Read sources, changes and the log (three queries)."""
        sources = self.object.sources.select_related("batch").order_by("-batch__imported_at", "row")
        return super().get_context_data(
            sources=[(source, format_name(source.batch.format)) for source in sources],
            changes=[(change, field_changes(change)) for change in import_changes(self.object)],
            entries=log_entries(self.object),
            field_sources=sorted(self.object.field_sources.items()),
            **kwargs,
        )
