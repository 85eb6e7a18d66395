import { type PointerEvent, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { removeCustomerAvatar, setCustomerAvatar } from '@/api/gen/sdk.gen';
import type { CustomerOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { useRefresh } from '@/features/records/overview/shared/writes';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { FileDrop } from '@/ui/file-drop';
import { notify } from '@/ui/toast/manager';
import { cropOf, inside, type Size, type View } from './crop';

const FRAME = 256;
const MAX_BYTES = 20_000_000;
const STEP = 0.02;

/** Takes a picture, lets one choose the square of it, and puts it in place. */
export default function AvatarDialog({ customer, onClose }: { customer: CustomerOut; onClose: () => void }) {
  const { t } = useTranslation(['records/customers/shared', 'components']);
  const refresh = useRefresh(customer.id);
  const [file, setFile] = useState<File | null>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [view, setView] = useState<View>({ x: 0.5, y: 0.5, zoom: 1 });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (write: () => Promise<unknown>, said: string) => {
    setBusy(true);
    setError(undefined);
    try {
      await write();
      await refresh();
      notify({ title: said });
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const path = { customer_id: customer.id };
  const save = () =>
    file &&
    size &&
    run(
      () => setCustomerAvatar({ path, body: { file, ...cropOf(size, view) }, throwOnError: true }),
      t('picture.saved'),
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('picture.title')}
      size="sm"
      footer={
        <>
          {customer.avatar_url && !file && (
            <Button
              variant="danger"
              busy={busy}
              onClick={() => void run(() => removeCustomerAvatar({ path, throwOnError: true }), t('picture.removed'))}
            >
              {t('picture.remove')}
            </Button>
          )}
          <Button onClick={file ? () => setFile(null) : onClose}>
            {t(file ? 'picture.other' : 'components:cancel')}
          </Button>
          {file && (
            <Button variant="primary" busy={busy} disabled={!size} onClick={() => void save()}>
              {t('components:save')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {error !== undefined && <ProblemNotice error={error} />}
        {file ? (
          <Cropper file={file} size={size} onSize={setSize} view={view} onView={setView} />
        ) : (
          <FileDrop
            accept={['.png', '.jpg', '.jpeg', '.webp', '.gif']}
            maxBytes={MAX_BYTES}
            hint={t('picture.hint')}
            onFile={(next) => {
              setSize(null);
              setView({ x: 0.5, y: 0.5, zoom: 1 });
              setFile(next);
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

type CropperProps = {
  file: File;
  size: Size | null;
  onSize: (size: Size) => void;
  view: View;
  onView: (view: View) => void;
};

/** The square is moved by dragging or with arrow keys and enlarged with the slider. */
function Cropper({ file, size, onSize, view, onView }: CropperProps) {
  const { t } = useTranslation('records/customers/shared');
  const address = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  const scale = size ? (FRAME / Math.min(size.width, size.height)) * view.zoom : 1;
  const crop = size ? cropOf(size, view) : null;
  const move = (x: number, y: number) => size && onView(inside(size, { ...view, x: view.x + x, y: view.y + y }));
  const drag = (down: PointerEvent<HTMLDivElement>) => {
    if (!size) return;
    const handle = down.currentTarget;
    const [fromX, fromY, start] = [down.clientX, down.clientY, view];
    const follow = (event: globalThis.PointerEvent) =>
      onView(
        inside(size, {
          ...start,
          x: start.x - (event.clientX - fromX) / scale / size.width,
          y: start.y - (event.clientY - fromY) / scale / size.height,
        }),
      );
    handle.setPointerCapture(down.pointerId);
    handle.addEventListener('pointermove', follow);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', follow), {
      once: true,
    });
  };
  return (
    <>
      <div
        role="group"
        aria-label={t('picture.area')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the square
        tabIndex={0}
        onPointerDown={drag}
        onKeyDown={(event) => {
          const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[
            event.key
          ];
          if (!by) return;
          event.preventDefault();
          move(by[0] ?? 0, by[1] ?? 0);
        }}
        className="relative mx-auto size-64 cursor-move touch-none overflow-hidden rounded-full border bg-sunken"
      >
        <img
          src={address}
          alt=""
          draggable={false}
          onLoad={(event) =>
            onSize({ width: event.currentTarget.naturalWidth, height: event.currentTarget.naturalHeight })
          }
          className="absolute max-w-none origin-top-left"
          style={
            size && crop
              ? {
                  width: size.width * scale,
                  height: size.height * scale,
                  left: -crop.x * size.width * scale,
                  top: -crop.y * size.height * scale,
                }
              : { opacity: 0 }
          }
        />
      </div>
      <label className="flex items-center gap-3 text-sm">
        {t('picture.zoom')}
        <input
          type="range"
          min={1}
          max={4}
          step={0.05}
          value={view.zoom}
          onChange={(event) => size && onView(inside(size, { ...view, zoom: Number(event.target.value) }))}
          className="flex-1 accent-accent"
        />
      </label>
    </>
  );
}
