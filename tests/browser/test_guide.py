"""The guide: a path through the asker's questions that is never locked and never lost."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


def hint(page: Page) -> str:
    """The question whose hints are seen, by its place."""
    return page.locator(".hint:visible").get_attribute("data-hint") or ""


def test_each_question_is_predicted_before_it_is_answered(page: Page) -> None:
    """The answer is given on demand, and the next question does not give its own away."""
    page.get_by_role("link", name="Why 6 numbers, or 2?", exact=True).click()
    expect(page.locator("[data-place]")).to_have_text("output 1 of 6")
    expect(page.locator(".guide [aria-current]")).to_have_text("Why 6 numbers, or 2?")
    expect(page.locator(".hint:visible")).to_contain_text("How many windows touch the input")
    answer = page.locator(".hint:visible details p").first
    expect(answer).to_be_hidden()
    page.get_by_text("Answer").locator("visible=true").click()
    expect(answer).to_be_visible()
    page.get_by_role("link", name="Next question").locator("visible=true").click()
    expect(page.locator(".guide [aria-current]")).to_have_text("Must I trim?")
    expect(page.locator(".hint:visible details p").first).to_be_hidden()


def test_leaving_a_question_keeps_the_place(open_page: OpenPage) -> None:
    """The check of a question asks for an edit: its hints stay, its answer stays open, and a link leads back."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7&bias=-45&activation=relu")
    assert hint(page) == "5"
    expect(page.get_by_role("link", name="Back to the question")).to_have_count(0)
    page.get_by_text("Answer").locator("visible=true").click()
    page.locator("[data-form] [name=bias]").fill("-38")
    page.wait_for_url("**bias=-38*")
    expect(page.locator("[data-arithmetic] b")).to_have_text("0")
    assert hint(page) == "5"
    expect(page.locator(".hint:visible details p").first).to_be_visible()
    page.reload()
    assert hint(page) == "5"
    page.get_by_role("link", name="Back to the question").click()
    page.wait_for_url("**bias=-45*")
    expect(page.get_by_role("link", name="Back to the question")).to_have_count(0)


def test_an_edit_that_reaches_the_state_of_a_question_opens_it(open_page: OpenPage) -> None:
    """As a link to it does."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7&bias=-44&activation=relu")
    expect(page.locator(".hint:visible")).to_have_count(0)
    page.locator("[data-form] [name=bias]").fill("-45")
    expect(page.locator(".hint:visible")).to_have_attribute("data-hint", "5")
    expect(page.locator(".guide [aria-current]")).to_have_attribute("aria-current", "true")


def test_back_and_forward_find_the_place_again(page: Page) -> None:
    """Each entry of the history has its question, and an entry before the guide has none."""
    page.get_by_role("link", name="Must I trim?", exact=True).click()
    expect(page.locator("[data-place]")).to_have_text("output 1 of 4")
    page.locator(".answer[data-padding=full][data-operation=convolution]").click()
    expect(page.locator("[data-place]")).to_have_text("output 1 of 6")
    page.get_by_role("link", name="How does it learn?", exact=True).click()
    expect(page.locator(".hint:visible")).to_have_attribute("data-hint", "6")
    page.go_back()
    expect(page.locator(".hint:visible")).to_have_attribute("data-hint", "3")
    page.go_back()
    page.go_back()
    expect(page.locator(".hint:visible")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".hint:visible")).to_have_attribute("data-hint", "3")


def test_on_a_phone_one_button_leads_on(open_page: OpenPage) -> None:
    """The list is folded into it; its target is large enough for a thumb."""
    page = open_page("/", viewport={"width": 375, "height": 812})
    expect(page.locator(".guide ol")).to_be_hidden()
    for question in ("Which weight meets which entry?", "Is W still a matrix?", "Why 6 numbers, or 2?"):
        button = page.get_by_role("link", name="Next question").locator("visible=true")
        assert button.bounding_box()["height"] >= 40  # type: ignore[index]  # it is visible
        button.click()
        expect(page.locator(".hint:visible .asked")).to_have_text(question)
