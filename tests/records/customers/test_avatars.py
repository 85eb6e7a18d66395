import io
from typing import Any

from PIL import Image
from tests.homes import Home

from atrium.kernel.permissions import P


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 480)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(content, kind)
    return content.getvalue()


async def make(client: Any) -> str:
    return str((await client.post("/customers", json={"name": "Ana"})).json()["id"])


async def test_a_picture_is_re_encoded_shown_and_removed(client: Any) -> None:
    path = f"/customers/{await make(client)}/avatar"
    set_ = await client.put(
        path, files={"file": ("me.jpg", picture("JPEG"), "image/jpeg")}, data={"x": "0.1", "y": "0", "size": "0.5"}
    )
    assert set_.status_code == 200, set_.text
    shown = await client.get(set_.json()["avatar_url"].removeprefix("/api/v1"))
    assert shown.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(shown.content)).size == (256, 256)
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    assert (await client.delete(path)).status_code == 404


async def test_what_is_no_picture_is_refused_and_nothing_changes(client: Any) -> None:
    customer_id = await make(client)
    for content in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a broken", picture()[:100]):
        answer = await client.put(f"/customers/{customer_id}/avatar", files={"file": ("me.png", content, "image/png")})
        assert answer.status_code == 422, answer.text
    assert (await client.get(f"/customers/{customer_id}")).json()["avatar_url"] is None


async def test_an_upload_is_refused_before_it_is_received(home: Home, client: Any) -> None:
    customer_id = await make(client)
    sent = 0

    async def body() -> Any:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        for _ in range(64):
            sent += 65536
            yield bytes(65536)
        yield b"\r\n--x--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for caller, status in ((home.client(), 401), (await home.as_member(P.customers_read), 403)):
        sent = 0
        answer = await caller.put(f"/customers/{customer_id}/avatar", content=body(), headers=headers)
        assert (answer.status_code, sent) == (status, 0)
    allowed = await client.put(f"/customers/{customer_id}/avatar", content=body(), headers=headers)
    assert (allowed.status_code, sent > 0) == (422, True)
