"""What the audit log writes down about imports."""

from django.utils.translation import gettext_lazy as _

UPLOAD = "recommendations.import.upload"
CHOOSE = "recommendations.import.choose"
CHECK = "recommendations.import.check"
START = "recommendations.import.start"
CANCEL = "recommendations.import.cancel"
DONE = "recommendations.import.done"
UNDO = "recommendations.import.undo"
UNDONE = "recommendations.import.undone"

ACTIONS = {
    UPLOAD: (_("Upload"), _("File uploaded")),
    CHOOSE: (_("Say what a file is"), _("Said what the file is")),
    CHECK: (_("Check"), _("Checked again")),
    START: (_("Approve"), _("Preview approved")),
    CANCEL: (_("Cancel"), _("Cancelled")),
    DONE: (_("Import"), _("Imported")),
    UNDO: (_("Ask for an undo"), _("Undo asked for")),
    UNDONE: (_("Take back"), _("Taken back")),
}
"""Name of the action → (what it is called, what is said of it)."""
