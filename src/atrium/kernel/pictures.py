"""How stored pictures are addressed and served: never as something a browser would run, kept by it until they
change."""

from typing import Annotated, Any

from fastapi import File, Query, Response, UploadFile

MEDIA_TYPE = "image/webp"
Picture = Annotated[UploadFile, File(description="A PNG, JPEG, WebP or GIF picture of at most 20 MB.")]
PictureVersion = Annotated[
    str | None,
    Query(max_length=20, pattern=r"^[0-9a-f]*$", description="Ignored: makes the address change with the picture."),
]
PICTURE_RESPONSES: dict[int | str, dict[str, Any]] = {200: {"description": "The picture.", "content": {MEDIA_TYPE: {}}}}


def picture_url(path: str, key: str | None) -> str | None:
    """The address of a stored picture; it changes with the picture, so that browsers may keep it."""
    return f"/api/v1{path}?v={key.rpartition('-')[2].removesuffix('.webp')}" if key else None


def picture_response(content: bytes) -> Response:
    headers = {
        "Cache-Control": "private, max-age=86400",
        "Content-Disposition": 'attachment; filename="picture.webp"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
