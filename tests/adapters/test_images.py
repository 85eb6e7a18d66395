"""Avatars from real pictures, from damaged ones and from bombs."""

import asyncio
import hashlib
import io
import resource
import struct
import time
import zlib

import pytest
from PIL import Image

from atrium.adapters import images
from atrium.adapters.images import AVATAR_MAX_BYTES, Crop, NotAnImage, avatar


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def quarters(width: int = 400, height: int = 400) -> Image.Image:
    """Red, green above blue, white, so that every turn and crop can be told."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("lime", (width // 2, 0, width, height // 2))
    picture.paste("blue", (0, height // 2, width // 2, height))
    picture.paste("white", (width // 2, height // 2, width, height))
    return picture


def colors(content: bytes) -> list[str]:
    picture = opened(content).convert("RGB")
    known = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}

    def nearest(x: int, y: int) -> str:
        pixel = picture.getpixel((x, y))
        assert isinstance(pixel, tuple)
        return min(known, key=lambda name: sum((a - b) ** 2 for a, b in zip(known[name], pixel, strict=True)))

    return [nearest(x, y) for x, y in ((60, 60), (196, 60), (60, 196), (196, 196))]


ALL = ["red", "lime", "blue", "white"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_every_format_becomes_a_small_square_webp(kind: str) -> None:
    made = await avatar(encoded(quarters(), kind))
    picture = opened(made)
    assert (picture.format, picture.size, len(made) <= AVATAR_MAX_BYTES) == ("WEBP", (256, 256), True)
    assert colors(made) == ALL


async def test_metadata_is_gone_and_the_orientation_is_honoured() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[2] = (41.0, 23.0, 1.0)
    content = encoded(quarters(), "JPEG", exif=exif, comment=b"SECRETCOMMENT", icc_profile=b"SECRETPROFILE", quality=95)
    assert b"SECRETCAMERA" in content
    made = await avatar(content)
    assert b"SECRET" not in made
    assert not opened(made).getexif()
    assert colors(made) == ["blue", "red", "white", "lime"]


async def test_a_crop_is_cut_from_the_upright_picture() -> None:
    content = encoded(quarters(1000, 500), "PNG")
    assert colors(await avatar(content)) == ALL
    assert colors(await avatar(content, Crop(0.0, 0.0, 0.5))) == ["red"] * 4
    assert colors(await avatar(content, Crop(0.75, 0.5, 0.5))) == ["white"] * 4
    assert colors(await avatar(encoded(quarters(4000, 4000), "JPEG"), Crop(0.45, 0.45, 0.1))) == ALL


@pytest.mark.parametrize(
    "crop",
    [
        Crop(0.8, 0, 0.5),
        Crop(0, 0, 0),
        Crop(-0.1, 0, 0.5),
        Crop(0, 0, 1.1),
        Crop(float("nan"), 0, 0.5),
        Crop(0, float("inf"), 0.5),
        Crop(0, 0, float("nan")),
    ],
)
async def test_a_crop_outside_is_refused(crop: Crop) -> None:
    with pytest.raises(NotAnImage) as refused:
        await avatar(encoded(quarters(), "PNG"), crop)
    assert refused.value.reason == "bad_crop"


async def test_transparency_stays_and_noise_stays_small() -> None:
    clear = opened(await avatar(encoded(Image.new("RGBA", (300, 300), (255, 0, 0, 0)), "PNG")))
    assert clear.mode == "RGBA"
    assert clear.getchannel("A").getextrema() == (0, 0)
    noise = Image.frombytes("RGBA", (256, 256), hashlib.shake_256(b"noise").digest(256 * 256 * 4))
    assert len(await avatar(encoded(noise, "PNG"))) <= AVATAR_MAX_BYTES


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "YCbCr"])
async def test_unusual_colour_modes(mode: str) -> None:
    source = Image.new("I;16", (30, 20)) if mode == "I;16" else quarters(30, 20).convert(mode)
    kind = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"
    assert opened(await avatar(encoded(source, kind))).size == (256, 256)


async def test_an_animation_gives_its_first_frame_and_a_dot_is_enough() -> None:
    frames = [Image.new("RGB", (64, 64), color) for color in ("red", "blue")]
    moving = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert colors(await avatar(moving)) == ["red"] * 4
    assert colors(await avatar(encoded(Image.new("RGB", (1, 1), "lime"), "PNG"))) == ["lime"] * 4


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


BOMBS = {
    "png": png_header(60_000, 60_000),
    "png just above": png_header(10_000, 5_001),
    "gif": (
        b"GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02D\x01\x00;"
    ),
    "webp": b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0e\x00\x00\x00/\xfe\xff\xe7\x03\x07\x10\x11\xfd\x0fDD\x00\x00",
}


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_is_refused_before_it_is_decoded(name: str) -> None:
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(NotAnImage) as refused:
        await avatar(BOMBS[name])
    assert refused.value.reason == "too_many_pixels"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000, (
        "kibibytes; decoded it would be more than 140,000"
    )
    assert time.perf_counter() - started < 2


async def test_the_limit_counts_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_INPUT_PIXELS", 160_000)
    assert await avatar(encoded(quarters(400, 400), "PNG"))
    with pytest.raises(NotAnImage):
        await avatar(encoded(quarters(401, 400), "PNG"))


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\x00\x00",
        b"Exif\x00\x00garbage" * 20,
        b"Exif\x00\x00II*\x00\xff\xff\xff\xff",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff\x01\x12",
    ],
)
async def test_a_photograph_with_broken_metadata_is_still_a_photograph(exif: bytes) -> None:
    assert colors(await avatar(encoded(quarters(), "JPEG", exif=exif))) == ALL


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unknown_format"),
        (b"<html><img>", "unknown_format"),
        (b"BM" + bytes(100), "unknown_format"),
        (b"II*\x00" + bytes(100), "unknown_format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "unknown_format"),
        (SVG, "svg"),
        (b"\xef\xbb\xbf <SVG>", "svg"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(500), "damaged"),
        (b"GIF89a" + bytes(5), "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBP" + bytes(50), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20 * 1024 * 1024), "too_large"),
    ],
)
async def test_what_is_no_picture_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(NotAnImage) as refused:
        await avatar(content)
    assert (refused.value.reason, refused.value.status) == (reason, 422)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_cut_and_scrambled_files_are_pictures_or_refused_but_never_anything_else(kind: str) -> None:
    whole, refused = encoded(quarters(80, 80), kind), 0
    for attempt in range(150):
        dice = struct.unpack(">8H", hashlib.shake_256(f"{kind}{attempt}".encode()).digest(16))
        broken = bytearray(whole[: 12 + dice[0] % (len(whole) - 12)] if attempt % 2 else whole)
        for place, value in zip(dice[1 : 1 + attempt % 4], dice[4:], strict=False):
            broken[8 + place % (len(broken) - 8)] = value % 256
        try:
            assert opened(await avatar(bytes(broken))).size == (256, 256)
        except NotAnImage:
            refused += 1
    assert refused > 20


async def test_the_loop_goes_on_while_a_large_picture_is_decoded() -> None:
    content = encoded(Image.new("RGB", (4000, 4000), "red"), "PNG", compress_level=1)
    work = asyncio.create_task(avatar(content))
    turns = 0
    while not work.done():
        await asyncio.sleep(0.002)
        turns += 1
    await work
    assert turns > 10
