"""Every public page the browser looks at: each template at least once, some in several states."""

from dataclasses import dataclass

from django.core import signing

LANGUAGES = ("en", "es")
WIDTHS = (360, 1280)
"""Pixels: the narrowest phone and the desk screen every page is tried at."""

WITHDRAWN = "upr-1-usa-92-63"


READER = signing.dumps({"address": "reader@example.org"}, salt="home.mail.choices", compress=True)
"""The signed address of somebody who gets our mail; the tests and the site they visit have one key."""

ASKED = "5b1f0c3e9a7d4e62b8c4d0f1a2936475"
"""The key of somebody who asked to join and did not confirm yet (``every_page`` makes the row)."""
CONFIRM = signing.dumps(ASKED, salt="home.join.confirm")
LEAVE = signing.dumps(ASKED, salt="home.join.leave")
"""The signed addresses in that person's mail."""

WILL_JOIN = "c07b5a9e4d2f4f1b8a6e3d5c1b0f9e72"
"""The key of somebody whose confirmation a test makes use of."""


@dataclass(frozen=True)
class PublicPage:
    """A page of the demo: its template, its address after the language, the status it answers with.

    ``path_es`` is given where the address differs in Spanish (pages of the editors carry translated slugs).
    ``has_language``: whether the address begins with the language; else the reader's browser decides.
    """

    name: str
    template: str
    path: str
    path_es: str = ""
    status: int = 200
    has_language: bool = True

    def address(self, language: str) -> str:
        """Return the address in a language."""
        path = (language == "es" and self.path_es) or self.path
        return f"/{language}{path}" if self.has_language else path

    def __str__(self) -> str:
        """Return the name, by which pytest calls the page."""
        return self.name


PAGES = (
    PublicPage("home", "home/home_page.html", "/"),
    PublicPage("standard-page", "home/standard_page.html", "/how-we-assess/", "/como-evaluamos/"),
    PublicPage("style-guide", "home/style_guide.html", "/style-guide/"),
    PublicPage("section", "home/section_page.html", "/every-page/"),
    PublicPage("page-blocks", "home/standard_page.html", "/every-page/blocks/"),
    PublicPage("page-events", "home/event_index_page.html", "/every-page/events/"),
    PublicPage("page-events-training", "home/event_page.html", "/every-page/events/training/"),
    PublicPage("page-events-talks-water", "home/event_page.html", "/every-page/events/talks/water/"),
    PublicPage("page-news", "home/news_index_page.html", "/every-page/news/"),
    PublicPage("page-news-day-14", "home/news_page.html", "/every-page/news/day-14/"),
    PublicPage("page-library", "home/resource_library_page.html", "/every-page/library/"),
    PublicPage("page-library-kit", "home/resource_page.html", "/every-page/library/kit/"),
    PublicPage("page-campaign", "home/campaign_page.html", "/every-page/campaign/"),
    PublicPage("page-guide", "home/guide_page.html", "/every-page/guide/"),
    PublicPage("page-guide-part-2", "home/guide_page.html", "/every-page/guide/part-2/"),
    PublicPage("page-mechanism", "home/mechanism_page.html", "/every-page/mechanism/"),
    PublicPage("page-submission", "home/submission_page.html", "/every-page/submission/"),
    PublicPage("page-people", "home/people_page.html", "/every-page/people/"),
    PublicPage("page-principles", "home/principles_page.html", "/every-page/principles/"),
    PublicPage("page-call", "home/call_to_action_page.html", "/every-page/call/"),
    PublicPage("page-search", "home/search_landing_page.html", "/every-page/search/"),
    PublicPage("search", "search/recommendations.html", "/recommendations/"),
    PublicPage(
        "search-filtered",
        "search/recommendations.html",
        "/recommendations/?q=police&mechanism=upr&position=supported&year_from=2015",
    ),
    PublicPage(
        "search-table", "search/recommendations.html", "/recommendations/?theme=housing&view=table&group_by=review"
    ),
    PublicPage("search-in-city", "search/recommendations.html", "/recommendations/?city=example-falls"),
    PublicPage(
        "search-nothing", "search/recommendations.html", "/recommendations/?q=police&position=none&group=women-girls"
    ),
    PublicPage("search-mistake", "search/recommendations.html", "/recommendations/?q=%28police&theme=housng"),
    PublicPage("all-values", "search/all_values.html", "/recommendations/values/state/?theme=housing"),
    PublicPage("recommendation", "search/recommendation.html", "/recommendations/upr-3-usa-26-286/"),
    PublicPage("recommendation-bare", "search/recommendation.html", "/recommendations/upr-1-usa-92-1/"),
    PublicPage(
        "recommendation-withdrawn",
        "search/recommendation_withdrawn.html",
        f"/recommendations/{WITHDRAWN}/",
        status=410,
    ),
    PublicPage("themes", "search/themes.html", "/themes/"),
    PublicPage("theme", "search/theme.html", "/themes/housing/"),
    PublicPage("mechanisms", "search/mechanisms.html", "/mechanisms/"),
    PublicPage("mechanism", "search/mechanism.html", "/mechanisms/upr/"),
    PublicPage("review", "search/review.html", "/mechanisms/upr/upr-3-usa/"),
    PublicPage("review-postponed", "search/review.html", "/mechanisms/upr/upr-4-usa/"),
    PublicPage("cities", "search/cities.html", "/cities/"),
    PublicPage("city", "search/city.html", "/cities/example-falls/"),
    PublicPage("city-without-words", "search/city.html", "/cities/eugene-or/"),
    PublicPage("city-then", "search/city.html", "/cities/example-falls/?known_on=2025-06-30"),
    PublicPage("data", "search/data.html", "/data/"),
    PublicPage("report-card", "search/report_card.html", "/cities/example-falls/progress/"),
    PublicPage("report-card-then", "search/report_card.html", "/cities/example-falls/progress/?known_on=2025-06-30"),
    PublicPage(
        "report-card-mistake", "search/report_card.html", "/cities/example-falls/progress/?known_on=June", status=400
    ),
    PublicPage("city-changes", "search/city_changes.html", "/cities/example-falls/changes/"),
    PublicPage("city-actions", "search/actions.html", "/cities/example-falls/actions/"),
    PublicPage("actions", "search/actions.html", "/actions/?kind=ordinance&theme=housing"),
    PublicPage("actions-mistake", "search/actions.html", "/actions/?kind=law"),
    PublicPage("action", "search/action.html", "/cities/example-falls/actions/homes-first/"),
    PublicPage("become-an-assessor", "cities/become_an_assessor.html", "/become-an-assessor/"),
    PublicPage("applied", "cities/become_an_assessor_thanks.html", "/become-an-assessor/thank-you/"),
    PublicPage("invitation-not-valid", "cities/invitation.html", "/invitation/not-signed/", status=410),
    PublicPage("report-a-problem", "cities/report_a_problem.html", "/report-a-problem/entry/1/"),
    PublicPage("reported", "cities/report_a_problem_thanks.html", "/report-a-problem/thank-you/"),
    PublicPage("site-search", "home/site_search.html", "/search/?q=housing"),
    PublicPage("site-topic", "home/site_search.html", "/search/?topic=housing"),
    PublicPage("mail-choice", "home/mail_choice.html", f"/mail/{READER}/"),
    PublicPage("join", "home/join/page.html", "/join-us/", "/sumarse/"),
    PublicPage("join-asked", "home/join/asked.html", "/join/look-into-your-mail/"),
    PublicPage("join-confirm", "home/join/step.html", f"/join/confirm/{CONFIRM}/"),
    PublicPage("join-leave", "home/join/step.html", f"/join/leave/{LEAVE}/"),
    PublicPage("join-not-valid", "home/join/step.html", "/join/confirm/not-signed/", status=410),
    PublicPage("form-contact", "home/forms/form_page.html", "/contact/", "/contacto/"),
    PublicPage("form-register", "home/forms/form_page.html", "/sign-up-open-hour/", "/inscripcion-hora-abierta/"),
    PublicPage("form-sent", "home/forms/thanks.html", "/contact/?sent=yes", "/contacto/?sent=yes"),
    PublicPage("api", "search/api.html", "/api/v1/", has_language=False),
    PublicPage("not-found", "404.html", "/recommendations/no-such-record/", status=404),
    PublicPage("broken", "500.html", "/broken/", status=500),
    PublicPage("closed", "503.html", "/closed/", status=503),
)
