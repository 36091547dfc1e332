"""Visitors: fresh browser contexts, watched for what no page of ours may do."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, WebError

PATIENCE_MS = 15_000
FAIL_ON_PURPOSE = ("/broken/", "/closed/")


class Visitors:
    """Opens a tab for a fresh visitor and writes down, for all of them, what must not happen.

    ``complaints``: a request to another host, a missing or failing file, an error of a script, a breach of the Content
    Security Policy, an answer of 500 or more.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def __call__(
        self, *, width: int = 1280, scheme: str = "light", javascript: bool = True, language: str = "en-US"
    ) -> Page:
        """Open a tab: ``width`` in pixels, ``scheme`` light or dark."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale=language,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        context.on("console", self._note_message)
        context.on("weberror", self._note_error)
        self._contexts.append(context)
        return context.new_page()

    def leave(self) -> None:
        """Close every tab."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _note_request(self, request: Request) -> None:
        if request.url.startswith(("http:", "https:", "ws:", "wss:")) and not request.url.startswith(self.address):
            self.complaints.append(f"asked {urlsplit(request.url).netloc} for {request.url}")

    def _note_response(self, response: Response) -> None:
        path = urlsplit(response.url).path
        failed = response.status >= 500 and not path.endswith(FAIL_ON_PURPOSE)
        if failed or (response.status >= 400 and not response.request.is_navigation_request()):
            self.complaints.append(f"{response.status} for {response.url}")

    def _note_message(self, message: ConsoleMessage) -> None:
        # "Failed to load resource" repeats what _note_response sees, and names pages that answer 404 as they should.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _note_error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")
