"""The browser of tests/browser, and the service that it opens."""

from tests.browser.conftest import browser, open_page, playwright, profiles, site, watch

__all__ = ["browser", "open_page", "playwright", "profiles", "site", "watch"]
