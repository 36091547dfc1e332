"""Who may open and who may write at every address of the tracker's admin: the design's table (section 5) spelt out.

A route that is missing here fails ``test_every_route_has_a_decision``: decide, then write it down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITORS_AND_ADMINS, MEMBERS, MEMBERS_OF_A, OTHER_SIDE

NOBODY: frozenset[str] = frozenset()
STAFF = MEMBERS | EDITORS_AND_ADMINS

DRAFT_OF_A = "draft of A"
PUBLISHED_OF_A = "published action of A"
MODERATED_OF_A = "action of A in moderation"
OF_ALLIANCE = "draft of the alliance"
PENDING = "pending entry of A"
PUBLISHED = "published entry of A"
RUN = "import on its way"
UNSENT = "unsent answers of the contributor of A"
AUTHOR = frozenset({CONTRIBUTOR})
COORDINATORS_OF_ANY = MEMBERS - AUTHOR


@dataclass(frozen=True)
class Write:
    """A POST that would change something: fields to change in the form, or (``bare``) all that is posted.

    "pk of city" stands for the key of that record of the world.
    """

    by: frozenset[str]
    fields: Mapping[str, object]
    tables: frozenset[str]
    bare: bool = False


@dataclass(frozen=True)
class Decision:
    """Who gets the page (GET, status 200), by object ("" for routes without one), and who may write there."""

    opens: Mapping[str, frozenset[str]]
    writes: Mapping[str, Write] = field(default_factory=dict)


def _writes(by: frozenset[str], tables: str, *, bare: bool = False, **fields: object) -> Write:
    return Write(by, fields, frozenset(tables.split()), bare)


def _listed(opens: frozenset[str], *names: str) -> dict[str, Decision]:
    return {name: Decision({"": opens}) for name in names}


def _record(
    namespace: str, key: str, table: str, change: Mapping[str, object], new: Mapping[str, object] | None
) -> dict:
    """Decide for a record that editors keep: lists, history, edit, and (where ``new`` is given) add."""
    editors = EDITORS_AND_ADMINS
    decisions = _listed(editors, f"{namespace}:index", f"{namespace}:index_results")
    for name in ("history", "history_results"):
        decisions[f"{namespace}:{name}"] = Decision({key: editors})
    decisions[f"{namespace}:edit"] = Decision({key: editors}, {key: Write(editors, change, frozenset({table}))})
    if new is not None:
        decisions[f"{namespace}:add"] = Decision({"": editors}, {"": Write(editors, new, frozenset({table}))})
    return decisions


def _on_actions(
    of_a: frozenset[str],
    of_alliance: frozenset[str] = EDITORS_AND_ADMINS,
    writes: Mapping[str, Write] | None = None,
    objects: Iterable[str] = (DRAFT_OF_A, PUBLISHED_OF_A),
) -> Decision:
    """Decide for a route of actions: on those of A and on those of the alliance."""
    return Decision({**dict.fromkeys(objects, of_a), OF_ALLIANCE: of_alliance}, writes or {})


def _both(tables: str, *, by_a: frozenset[str], bare: bool = False, **fields: object) -> dict[str, Write]:
    return {
        DRAFT_OF_A: _writes(by_a, tables, bare=bare, **fields),
        PUBLISHED_OF_A: _writes(by_a, tables, bare=bare, **fields),
        OF_ALLIANCE: _writes(EDITORS_AND_ADMINS, tables, bare=bare, **fields),
    }


def _redacts(key: str, table: str) -> Decision:
    write = Write(frozenset({ADMIN}), {"category": "safety", "sure": "on"}, frozenset({table, "cities_redaction"}))
    return Decision({key: frozenset({ADMIN})}, {key: write})


def _on_run(**fields: object) -> Write:
    return _writes(EDITORS_AND_ADMINS, "recommendations_importrun wagtailcore_modellogentry", bare=True, **fields)


ACTIONS = "wagtailsnippets_cities_cityaction"
COORDINATORS = frozenset({COORDINATOR})
REVISIONS = "wagtailcore_revision"

DECISIONS: dict[str, Decision] = {
    **_record(
        "mechanisms",
        "mechanism",
        "mechanisms_mechanism",
        {"acronym": "NEW"},
        {"name_en": "New", "slug": "new", "kind": "other"},
    ),
    **_record(
        "reviews",
        "review",
        "mechanisms_review",
        {"session": 36},
        {"mechanism": "pk of mechanism", "country": "pk of country", "key": "new-1", "state": "held", "record": "none"},
    ),
    **_record(
        "milestones",
        "milestone",
        "mechanisms_milestone",
        {"title_en": "New"},
        {"review": "pk of review", "slug": "new", "kind": "other", "title_en": "New"},
    ),
    **_record(
        "un-documents", "document", "mechanisms_document", {"title_en": "New"}, {"symbol": "A/NEW/1", "kind": "other"}
    ),
    **_record("themes", "theme", "recommendations_theme", {"label_es": "Nuevo"}, {"name": "New", "slug": "new"}),
    **_record(
        "affected-groups",
        "group",
        "recommendations_affectedgroup",
        {"name_es": "Nuevo"},
        {"name_en": "New", "slug": "new"},
    ),
    **_record("synonyms", "synonyms", "search_synonyms", {"words_es": "nueva"}, {"words_en": "new, newer"}),
    **_record(
        "cities",
        "city",
        "cities_city",
        {"website": "https://example.org/"},
        {
            "name": "New",
            "slug": "new",
            "kind": "city",
            "country": "pk of country",
            "state": "PA",
            "time_zone": "America/New_York",
            "designation": "none",
        },
    ),
    **_record(
        "assessors",
        "assessor",
        "cities_assessor",
        {"website": "https://example.org/"},
        {"name": "New", "slug": "new", "kind": "independent", "city": "pk of city"},
    ),
    **_record(
        "recommendations", "recommendation", "recommendations_recommendation", {"summary_en": "In plain words."}, None
    ),
    **_listed(EDITORS_AND_ADMINS, "plain-words:index", "plain-words:index_results"),
    "plain-words:write": Decision(
        {"recommendation": EDITORS_AND_ADMINS},
        {"recommendation": _writes(EDITORS_AND_ADMINS, "recommendations_recommendation", then="drafted")},
    ),
    "recommendations:withdraw": Decision(
        {"recommendation": EDITORS_AND_ADMINS},
        {"recommendation": _writes(EDITORS_AND_ADMINS, "recommendations_recommendation", reason="Twice")},
    ),
    "recommendations:provenance": Decision({"recommendation": EDITORS_AND_ADMINS}),
    **_listed(EDITORS_AND_ADMINS, "imports:index", "imports:index_results"),
    "imports:inspect": Decision({"batch": EDITORS_AND_ADMINS}),
    **_listed(EDITORS_AND_ADMINS, "import-runs:index", "import-runs:index_results"),
    **_listed(EDITORS_AND_ADMINS, "import-conflicts:index", "import-conflicts:index_results"),
    # tests/recommendations/admin/test_wizard.py brings files.
    "import-runs:upload": Decision({"": EDITORS_AND_ADMINS}),
    "import-runs:run": Decision({RUN: EDITORS_AND_ADMINS}),
    "import-runs:choose": Decision(
        {RUN: EDITORS_AND_ADMINS},
        {RUN: _writes(EDITORS_AND_ADMINS, "recommendations_importrun wagtailcore_modellogentry", format="csv")},
    ),
    **{
        f"import-runs:{name}": Decision({RUN: NOBODY}, {RUN: _on_run(**fields)})
        for name, fields in (("start", {"digest": "seen"}), ("cancel", {}), ("again", {}))
    },
    "import-runs:rows": Decision({RUN: EDITORS_AND_ADMINS}),
    "import-runs:rows_file": Decision({RUN: EDITORS_AND_ADMINS}),
    "import-runs:undo": Decision({"batch": NOBODY}, {"batch": _on_run()}),
    **_listed(EDITORS_AND_ADMINS, "unknown-labels:index", "unknown-labels:index_results"),
    "unknown-labels:decide": Decision(
        {"label": EDITORS_AND_ADMINS},
        {
            "label": _writes(
                EDITORS_AND_ADMINS, "recommendations_unresolvedlabel", bare=True, then="ignore", reason="No theme"
            )
        },
    ),
    **_listed(EDITORS_AND_ADMINS, "possible-duplicates:index", "possible-duplicates:index_results"),
    "possible-duplicates:decide": Decision(
        {"duplicate": EDITORS_AND_ADMINS},
        {"duplicate": _writes(EDITORS_AND_ADMINS, "recommendations_possibleduplicate", bare=True, then="different")},
    ),
    # Published recommendations are no secret: whoever may enter may choose one.
    **_listed(STAFF, "recommendation-chooser:choose", "recommendation-chooser:choose_results"),
    **_listed(STAFF, "recommendation-chooser:chosen_multiple"),
    "recommendation-chooser:chosen": Decision({"recommendation": STAFF}),
    **_listed(STAFF, "progress:index", "progress:index_results"),
    "progress:inspect": Decision({"pending entry of A": MEMBERS_OF_A | EDITORS_AND_ADMINS}),
    # Recording progress: for members, each for their own side. Another's entries and answers are not found.
    **_listed(MEMBERS, "my-city:index", "progress:choose", "progress:waiting"),
    "progress:record": Decision(
        {"recommendation": MEMBERS},
        {"recommendation": _writes(MEMBERS_OF_A, "cities_progressdraft", note="Words", then="save")},
    ),
    "progress:revise": Decision(
        {PENDING: MEMBERS_OF_A}, {PENDING: _writes(MEMBERS_OF_A, "cities_progressdraft", note="Words", then="save")}
    ),
    "progress:correct": Decision(
        {PUBLISHED: MEMBERS_OF_A},
        {PUBLISHED: _writes(MEMBERS_OF_A, "cities_progressdraft", note="Words", then="save")},
    ),
    "progress:continue": Decision({UNSENT: NOBODY}),
    "progress:check": Decision(
        {UNSENT: AUTHOR}, {UNSENT: _writes(AUTHOR, "cities_progressupdate cities_progressdraft")}
    ),
    "progress:discard": Decision({UNSENT: AUTHOR}, {UNSENT: _writes(AUTHOR, "cities_progressdraft")}),
    # test_record_progress.py fills the table in.
    "progress:baseline": Decision({"theme": MEMBERS}),
    "progress:decide": Decision(
        {PENDING: COORDINATORS},
        {PENDING: _writes(COORDINATORS, "cities_progressupdate cities_implementation", then="publish")},
    ),
    "progress:reply": Decision(
        {PUBLISHED: frozenset({OTHER_SIDE})},
        {PUBLISHED: _writes(frozenset({OTHER_SIDE}), "cities_progressreply", text="We see it otherwise.")},
    ),
    # Members of an assessor: its coordinators invite and end memberships.
    "members:index": Decision(
        {"": COORDINATORS_OF_ANY},
        {
            "": _writes(
                COORDINATORS_OF_ANY, "cities_invitation", email="new@example.org", role="contributor", language="en"
            )
        },
    ),
    "members:end": Decision(
        {"membership of A": COORDINATORS},
        {"membership of A": _writes(COORDINATORS, "cities_membership", bare=True)},
    ),
    "members:withdraw": Decision(
        {"invitation of A": NOBODY}, {"invitation of A": _writes(COORDINATORS, "cities_invitation", bare=True)}
    ),
    **_listed(EDITORS_AND_ADMINS, "applications:index", "applications:index_results"),
    "applications:decide": Decision(
        {"application": EDITORS_AND_ADMINS},
        {
            "application": _writes(
                EDITORS_AND_ADMINS, "cities_assessor cities_invitation", then="verify", note="Called."
            )
        },
    ),
    **_listed(EDITORS_AND_ADMINS, "problems:index", "problems:index_results"),
    "problems:handle": Decision(
        {"problem": EDITORS_AND_ADMINS},
        {"problem": _writes(EDITORS_AND_ADMINS, "cities_problemreport", outcome="Asked.")},
    ),
    # Redactions: editors read that there was one, admins make one.
    **_listed(EDITORS_AND_ADMINS, "redactions:index", "redactions:index_results"),
    # People join and leave by themselves; editors take the list to the host of the mail.
    **_listed(EDITORS_AND_ADMINS, "join-list:index", "join-list:index_results"),
    "redactions:entry": _redacts("published entry of A", "cities_progressupdate"),
    "redactions:reply": _redacts("reply of the other side", "cities_progressreply"),
    "redactions:action": _redacts("published action of A", "cities_cityaction"),
    # Addresses are people's own: admins alone.
    **_listed(frozenset({ADMIN}), "suppressed:index", "suppressed:index_results"),
    "suppressed:lift": Decision(
        {"suppressed address": frozenset({ADMIN})},
        {"suppressed address": _writes(frozenset({ADMIN}), "home_suppressedaddress", bare=True)},
    ),
    # City actions. Lists open for all who work with some action, and show each only theirs (see WHO_MAY_READ).
    **_listed(STAFF, f"{ACTIONS}:list", f"{ACTIONS}:list_results"),
    f"{ACTIONS}:add": Decision(
        {"": STAFF},
        {
            "": _writes(
                EDITORS_AND_ADMINS,
                "cities_cityaction",
                city="pk of city",
                title_en="New",
                kind="other",
                status="planned",
            )
        },
    ),
    f"{ACTIONS}:edit": _on_actions(MEMBERS_OF_A, writes=_both(REVISIONS, by_a=MEMBERS_OF_A, title_en="New title")),
    f"{ACTIONS}:inspect": _on_actions(MEMBERS_OF_A | EDITORS_AND_ADMINS),
    f"{ACTIONS}:history": _on_actions(MEMBERS_OF_A),
    f"{ACTIONS}:history_results": _on_actions(MEMBERS_OF_A),
    f"{ACTIONS}:revisions_compare": _on_actions(MEMBERS_OF_A),
    f"{ACTIONS}:revisions_revert": _on_actions(
        MEMBERS_OF_A, writes=_both(REVISIONS, by_a=MEMBERS_OF_A, title_en="As it was")
    ),
    # Previews show what stands in the form or in a version; nothing is there before a form was sent.
    f"{ACTIONS}:preview_on_add": Decision({"": STAFF}),
    f"{ACTIONS}:preview_on_edit": _on_actions(MEMBERS_OF_A),
    f"{ACTIONS}:revisions_view": _on_actions(MEMBERS_OF_A),
    f"{ACTIONS}:revisions_unschedule": _on_actions(COORDINATORS, writes=_both(REVISIONS, by_a=COORDINATORS, bare=True)),
    f"{ACTIONS}:unpublish": _on_actions(
        COORDINATORS, writes={PUBLISHED_OF_A: _writes(COORDINATORS, "cities_cityaction", bare=True)}
    ),
    f"{ACTIONS}:lock": _on_actions(
        NOBODY, NOBODY, writes=_both("cities_cityaction wagtailcore_modellogentry", by_a=COORDINATORS, bare=True)
    ),
    # Nothing is locked here; test_actions.py unlocks.
    f"{ACTIONS}:unlock": _on_actions(NOBODY, NOBODY),
    f"{ACTIONS}:confirm_workflow_cancellation": _on_actions(MEMBERS_OF_A | EDITORS_AND_ADMINS),
    f"{ACTIONS}:workflow_history": _on_actions(MEMBERS_OF_A),
    f"{ACTIONS}:workflow_action": Decision(
        {MODERATED_OF_A: COORDINATORS},
        {MODERATED_OF_A: _writes(COORDINATORS, "cities_cityaction", bare=True, comment="")},
    ),
    f"{ACTIONS}:collect_workflow_action_data": Decision({MODERATED_OF_A: COORDINATORS}),
    # In that world's loose workflow any member may act; of those, who may read A's drafts sees the preview.
    f"{ACTIONS}:workflow_preview": Decision({MODERATED_OF_A: MEMBERS_OF_A | {ADMIN}}),
    f"{ACTIONS}:workflow_history_detail": Decision({MODERATED_OF_A: MEMBERS_OF_A}),
}
