from typing import Annotated
from uuid import UUID

from fastapi import Query

from atrium.engage.notifications import service
from atrium.engage.notifications.schemas import (
    NotificationCount,
    NotificationOut,
    NotificationPreferencesOut,
    NotificationPreferencesPatch,
    NotificationsRead,
)
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.route import SignedIn
from atrium.kernel.route import router as slice_router

router = slice_router("live")


@router.get("/notifications", summary="List one's notifications")
async def list_notifications(
    ctx: SignedIn,
    unread: Annotated[bool, Query(description="Only those that were not read.", examples=[True])] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[NotificationOut]:
    """Newest first. Those about customers whom one may no longer see are left out. For people, not for keys."""
    items, next_cursor = await service.list_notifications(ctx, unread=unread, limit=limit, cursor=cursor)
    return Page(items=items, next_cursor=next_cursor)


@router.get("/notifications/count", summary="Count unread notifications")
async def count_notifications(ctx: SignedIn) -> NotificationCount:
    """For the badge of the bell."""
    return NotificationCount(unread=await service.unread_count(ctx))


@router.post("/notifications/read", summary="Mark all notifications as read")
async def read_notifications(ctx: SignedIn, data: NotificationsRead) -> NotificationCount:
    """Up to the newest one that was seen, so that one that comes meanwhile stays unread. Answers how many remain."""
    await service.mark_all_read(ctx, data.until_id)
    return NotificationCount(unread=await service.unread_count(ctx))


@router.post("/notifications/{notification_id}/read", summary="Mark a notification as read")
async def read_notification(ctx: SignedIn, notification_id: UUID) -> NotificationOut:
    """Doing it twice is no error; the first time stands."""
    return await service.mark(ctx, notification_id, read=True)


@router.post("/notifications/{notification_id}/unread", summary="Mark a notification as unread")
async def unread_notification(ctx: SignedIn, notification_id: UUID) -> NotificationOut:
    """To come back to it later."""
    return await service.mark(ctx, notification_id, read=False)


@router.get("/me/notification-preferences", summary="Read how one is notified")
async def get_notification_preferences(ctx: SignedIn) -> NotificationPreferencesOut:
    """Every kind with its channels, and when digests are sent."""
    return await service.preferences(ctx)


@router.patch("/me/notification-preferences", summary="Change how one is notified")
async def update_notification_preferences(
    ctx: SignedIn, data: NotificationPreferencesPatch
) -> NotificationPreferencesOut:
    """Holds for what happens from now on; the rhythm of digests also for what has not been mailed yet."""
    await service.change_preferences(ctx, data)
    return await service.preferences(ctx)


@router.post("/me/notification-digest", status_code=202, summary="Send oneself a digest now")
async def send_notification_digest(ctx: SignedIn) -> NotificationCount:
    """An e-mail with all unread notifications, whatever their rhythm. Answers how many there are; of none no mail is
    sent."""
    return NotificationCount(unread=await service.send_digest_now(ctx))
