"""What editors write: page types, one a module; and what the outbox keeps."""

from home.forms.models import FormField, FormPage
from home.join.models import JoinRequest
from home.join.page import JoinPage
from home.mail.models import MailChoice, Message, Reminded, SuppressedAddress
from home.menus.models import MenuLink, SiteMenus
from home.models.call_to_action_page import CallToActionPage
from home.models.campaign_page import CampaignPage
from home.models.event import EventIndexPage, EventPage
from home.models.guide_page import GuidePage
from home.models.home_page import HomePage
from home.models.mechanism_page import MechanismPage
from home.models.news import NewsIndexPage, NewsPage
from home.models.people_page import PeoplePage
from home.models.principles_page import PrinciplesPage
from home.models.resource import ResourceLibraryPage, ResourcePage
from home.models.search_landing_page import SearchLandingPage
from home.models.section_page import SectionPage
from home.models.standard_page import StandardPage
from home.models.submission_page import SubmissionPage
from home.models.topics import PageTopic, RelatedPage
from home.upkeep.models import BrokenLink

__all__ = [
    "BrokenLink",
    "CallToActionPage",
    "CampaignPage",
    "EventIndexPage",
    "EventPage",
    "FormField",
    "FormPage",
    "GuidePage",
    "HomePage",
    "JoinPage",
    "JoinRequest",
    "MailChoice",
    "MechanismPage",
    "MenuLink",
    "Message",
    "NewsIndexPage",
    "NewsPage",
    "PageTopic",
    "PeoplePage",
    "PrinciplesPage",
    "RelatedPage",
    "Reminded",
    "ResourceLibraryPage",
    "ResourcePage",
    "SearchLandingPage",
    "SectionPage",
    "SiteMenus",
    "StandardPage",
    "SubmissionPage",
    "SuppressedAddress",
]
