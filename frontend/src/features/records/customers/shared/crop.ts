export type Size = { width: number; height: number };
/** Centre of the kept square as shares of the picture, and how much it is enlarged (1 = the whole shorter side). */
export type View = { x: number; y: number; zoom: number };

/** The square as the server takes it: upper left corner as shares of width and height, side as share of the shorter side. */
export function cropOf({ width, height }: Size, { x, y, zoom }: View): { x: number; y: number; size: number } {
  const shorter = Math.min(width, height);
  const side = shorter / Math.max(1, zoom);
  const corner = (centre: number, length: number) =>
    Math.min(Math.max(centre * length - side / 2, 0), length - side) / length;
  return { x: corner(x, width), y: corner(y, height), size: side / shorter };
}

/** The same centre, moved back so that the square lies inside. */
export function inside(size: Size, view: View): View {
  const crop = cropOf(size, view);
  const side = crop.size * Math.min(size.width, size.height);
  return { ...view, x: crop.x + side / 2 / size.width, y: crop.y + side / 2 / size.height };
}
