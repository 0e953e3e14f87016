"""Every setting and limit of the service, with its unit and one sentence.

Each is read from the environment under the prefix `CONVOLENS_`, for instance `CONVOLENS_MAX_BODY_BYTES`.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, NonNegativeFloat, NonNegativeInt, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict


def _absolute_url(text: str | None) -> str | None:
    """`https://example.org/lens/` -> `https://example.org/lens`; `None` and an empty text stay `None`."""
    if not text:
        return None
    if not text.startswith(("http://", "https://")) or any(character in text for character in " ?#\r\n"):
        raise ValueError("give an address such as https://example.org, with no query and no fragment")
    return text.rstrip("/")


def _frame_ancestors(text: str) -> str:
    """Refuse what would end the directive, or the header, that the sources are written into."""
    if not text.strip() or any(character in text for character in ";,\r\n"):
        raise ValueError("give the sources separated by blanks, such as 'self' https://example.org")
    return text.strip()


class Settings(BaseSettings):
    """The settings of one running service; they do not change while it runs.

    Raises `pydantic.ValidationError`, with the value, for a setting that cannot be meant.
    """

    model_config = SettingsConfigDict(env_prefix="CONVOLENS_", frozen=True, hide_input_in_errors=False)

    public_url: Annotated[str | None, AfterValidator(_absolute_url)] = Field(
        None, description="Address that the links in answers begin with; without it they are relative."
    )
    embed_frame_ancestors: Annotated[str, AfterValidator(_frame_ancestors)] = Field(
        "*", description="Sites that may show /embed in a frame, as CSP sources separated by blanks."
    )
    max_body_bytes: PositiveInt = Field(
        8_388_608, description="Bytes in a request body; a longer one is answered with 413."
    )
    max_url_bytes: PositiveInt = Field(
        16_384, description="Bytes in the path and the query together; a longer one is answered with 414."
    )
    max_json_numbers: PositiveInt = Field(250_000, description="Numbers in one JSON request.")
    max_binary_numbers: PositiveInt = Field(
        1_000_000, description="Numbers in one request that sends an archive of arrays."
    )
    max_multiply_adds: PositiveInt = Field(
        1_000_000, description="Multiplications that one request may ask for, judged from the shapes."
    )
    max_drawn_multiply_adds: PositiveInt = Field(
        20_480, description="Multiplications of a layer that is drawn, on a page or in a picture."
    )
    max_drawn_columns: PositiveInt = Field(
        1_024, description="Inputs with their padding, and outputs of all filters, of a layer that is drawn."
    )
    max_matrix_cells: PositiveInt = Field(65_536, description="Cells of a matrix that is answered in dense form.")
    max_answer_numbers: PositiveInt = Field(250_000, description="Numbers in one answer.")
    max_stack_parts: PositiveInt = Field(
        32, description="Parts of one stack; each takes some time, however small it is."
    )
    max_concurrent_computations: PositiveInt = Field(
        2, description="Computations and drawings that run at once in a worker; small ones are not counted."
    )
    max_queued_computations: NonNegativeInt = Field(
        32, description="Computations and drawings that wait in a worker; further ones are answered with 503."
    )
    max_picture_pixels: PositiveInt = Field(
        4_194_304, description="Pixels of a PNG, or of one frame of a GIF; SVG has none."
    )
    max_animation_pixels: PositiveInt = Field(8_388_608, description="Pixels of all frames of a GIF together.")
    max_queued_pictures: NonNegativeInt = Field(
        16,
        description="Pictures in pixels that wait in a worker while one is drawn; further ones are answered with 503.",
    )

    drain_seconds: NonNegativeFloat = Field(
        0,
        description="Seconds for which the port stays open after the signal to stop, while /readyz answers 503: "
        "as long as a load balancer takes to notice.",
    )
    stop_seconds: PositiveInt = Field(
        10, description="Seconds after which a request that still runs is cut off when the service stops."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Whether a record in the log is a line for people or a JSON object."
    )
    metrics: bool = Field(False, description="Whether /metrics answers with the numbers of a worker for Prometheus.")

    def limits(self) -> dict[str, int]:
        """The limits by name, as `/api/v1/meta` shows them."""
        names = (name for name in type(self).model_fields if name.startswith("max_"))
        return {name: getattr(self, name) for name in names}
