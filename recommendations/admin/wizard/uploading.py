"""Taking a file in: refused by its size before it is read to its end, and by its first bytes before it is kept."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from wagtail.admin import messages

from recommendations.admin.wizard.base import WizardView
from recommendations.importers.detect import refuse_other_kinds
from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.source_file import SourceFile
from recommendations.runs import steps
from recommendations.runs.files import EXCEL, LARGEST, MEGABYTE, TEXT, WORD, limit_of, refuse_large, too_large

_ENVELOPE = MEGABYTE
"""Bytes that a form may have around its file."""
_READ_AWAY = 10 * LARGEST
"""Of a longer request not even the rest is taken off the line: the browser then sees a broken connection."""


class LimitHandler(FileUploadHandler):
    """Stops an upload as soon as it is larger than its kind may be."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.passed: int | None = None
        """The limit that was passed."""
        self._limit = LARGEST

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and pass on."""
        if start == 0:
            self._limit = limit_of(self.file_name or "", raw_data)
        if start + len(raw_data) > self._limit:
            self.passed = self._limit
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Leave the file to the next handler."""
        return None


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx,.json,.csv,.tsv,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
            "max_length": gettext_lazy("The file's name is too long."),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what no format of ours can be."""
        file: TemporaryUploadedFile = self.cleaned_data["file"]
        try:
            # What is in it the worker looks at, not we.
            source = SourceFile(Path(file.temporary_file_path()), file.name or "")
            refuse_large(source)
            refuse_other_kinds(source)
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error
        return file


@method_decorator(csrf_exempt, name="dispatch")
class UploadView(WizardView):
    """The first screen: bring a file. (The token is checked once the handler that counts is in place.)"""

    permission_required = "add"
    template_name = "recommendations/admin/wizard/upload.html"

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Import a file")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._show(UploadForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count while the file comes in, then take it."""
        length = str(request.META.get("CONTENT_LENGTH") or "")
        if length.isdecimal() and int(length) > LARGEST + _ENVELOPE:
            _read_away(request, int(length))
            return self._show(UploadForm(), 413, too_large(LARGEST))
        self.limit = LimitHandler(request)
        request.upload_handlers = [self.limit, TemporaryFileUploadHandler(request)]
        return self._take(request)

    @method_decorator(csrf_protect)
    def _take(self, request: HttpRequest) -> HttpResponseBase:
        form = UploadForm(request.POST, request.FILES)
        if self.limit.passed is not None:
            return self._show(UploadForm(), 413, too_large(self.limit.passed))
        if not form.is_valid():
            return self._show(form, 422)
        run, is_new = steps.upload(form.cleaned_data["file"], request.user)
        if not is_new:
            messages.info(request, _("You brought this file before. This is how far it is."))
        return redirect("import-runs:run", run.pk)

    def _show(self, form: UploadForm, status: int = 200, refusal: str = "") -> HttpResponse:
        problems = [refusal] if refusal else [error for errors in form.errors.values() for error in errors]
        limits = {"docx": WORD, "xlsx": EXCEL, "other": TEXT}
        context = self.get_context_data(
            form=form, problems=problems, limits=limits, megabytes={kind: of // MEGABYTE for kind, of in limits.items()}
        )
        return self.render_to_response(context, status=status)


def _read_away(request: HttpRequest, length: int) -> None:
    """Take a request that is too long off the line without keeping it, so that the browser hears our answer."""
    while 0 < length <= _READ_AWAY and request.read(MEGABYTE):
        pass
