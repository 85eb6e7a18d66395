"""Uploaded pictures become small, clean avatars: decoded, turned upright, cropped, scaled and encoded anew, so nothing
else survives."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

from atrium.kernel.errors import Invalid

AVATAR_PIXELS = 256
AVATAR_MEDIA_TYPE = "image/webp"
AVATAR_MAX_BYTES = 64 * 1024
MAX_INPUT_BYTES = 20 * 1024 * 1024
MAX_INPUT_PIXELS = 50_000_000

# A picture at the limit takes 200 MB while it is decoded, so one at a time.
_THREAD = ThreadPoolExecutor(1, thread_name_prefix="images")


class NotAnImage(Invalid):
    """``reason``: unknown_format, svg, damaged, too_large (bytes), too_many_pixels or bad_crop."""

    code, title = "not-an-image", "This picture cannot be used"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Crop:
    """A square to keep: ``x`` and ``y`` of its upper left corner as shares (0..1) of the upright picture's width and
    height, ``size`` as a share (above 0, at most 1) of its shorter side."""

    x: float
    y: float
    size: float


async def avatar(content: bytes, crop: Crop | None = None) -> bytes:
    """A WebP picture of 256 × 256 pixels and at most 64 KiB, without metadata, from PNG, JPEG, WebP or GIF (its first
    frame).

    The format is told by the content, never by a name. Without a crop the middle square is taken. Raises `NotAnImage`.
    """
    if len(content) > MAX_INPUT_BYTES:
        raise NotAnImage("too_large", f"The picture has more than {MAX_INPUT_BYTES // 1024 // 1024} MB.")
    # Written so that NaN fails as well.
    if crop and not (0 <= crop.x <= 1 and 0 <= crop.y <= 1 and 0 < crop.size <= 1):
        raise NotAnImage("bad_crop", "The crop must lie inside the picture.")
    return await asyncio.get_running_loop().run_in_executor(_THREAD, _avatar, content, crop, _format(content))


def _format(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if b"<svg" in content[:4096].lower():
        raise NotAnImage("svg", "SVG drawings can contain programs and are not accepted. Use PNG, JPEG, WebP or GIF.")
    raise NotAnImage("unknown_format", "This is not a PNG, JPEG, WebP or GIF picture.")


def _avatar(content: bytes, crop: Crop | None, kind: str) -> bytes:
    try:
        # Opening reads only the header; nothing is decoded before its size is known to be bearable.
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MAX_INPUT_PIXELS:
                raise Image.DecompressionBombError
            square = _square(_upright(picture, crop), crop)
    except NotAnImage:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAnImage(
            "too_many_pixels", f"The picture has more than {MAX_INPUT_PIXELS // 1_000_000} megapixels."
        ) from error
    except Exception as error:
        # Decoders raise nearly anything on a damaged file, from SyntaxError to struct.error.
        raise NotAnImage("damaged", "The picture is damaged.") from error
    return _encoded(square)


def _upright(picture: ImageFile.ImageFile, crop: Crop | None) -> Image.Image:
    # JPEG can be decoded at a fraction of its size: twice what the crop will keep of it is enough.
    wanted = round(2 * AVATAR_PIXELS / max(crop.size if crop else 1.0, 0.01))
    picture.draft("RGB", (wanted, wanted))
    picture.load()
    return ImageOps.exif_transpose(picture)


def _square(picture: Image.Image, crop: Crop | None) -> Image.Image:
    width, height = picture.size
    shorter = min(width, height)
    if crop is None:
        side, left, top = float(shorter), (width - shorter) / 2, (height - shorter) / 2
    else:
        side = max(1.0, crop.size * shorter)
        left, top = crop.x * width, crop.y * height
        # Half a pixel of slack for the rounding of whoever drew the square.
        if left + side > width + 0.5 or top + side > height + 0.5:
            raise NotAnImage("bad_crop", "The crop must lie inside the picture.")
        left, top = min(left, width - side), min(top, height - side)
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    colored = picture.convert("RGBA" if transparent else "RGB")
    box = (left, top, left + side, top + side)
    return colored.resize((AVATAR_PIXELS, AVATAR_PIXELS), Image.Resampling.LANCZOS, box, reducing_gap=3.0)


def _encoded(square: Image.Image) -> bytes:
    clean = Image.frombytes(square.mode, square.size, square.tobytes())
    for quality in (85, 70, 50, 30, 10):
        out = io.BytesIO()
        clean.save(out, "WEBP", quality=quality, alpha_quality=quality, method=4)
        if out.tell() <= AVATAR_MAX_BYTES:
            break
    return out.getvalue()
