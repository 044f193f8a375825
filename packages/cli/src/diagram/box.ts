import type { Card } from "./model.js";
import { sizes } from "./scene.js";
import { fit, textWidth, wrap } from "./text.js";

/** The lines of a card's name in the room beside its icon. */
export function nameLines(card: Card): readonly string[] {
  return wrap(card.name, sizes.card - sizes.icon - 3 * sizes.padding, sizes.name, true);
}

/** The height of a card with the given number of ports on its busier side. */
export function boxHeight(card: Card, lines: number, ports: number): number {
  const text = lines * 15 + card.details.length * sizes.line;
  const badges = card.badges.length > 0 ? 19 : 0;
  const failure = card.failure ? 18 : 0;
  return Math.max(text + 16 + badges + failure, ports * sizes.port + 14, 44);
}

/** Badges that fit side by side, at most four; the others are counted. */
export function badgeRow(
  card: Card,
): readonly { readonly x: number; readonly width: number; readonly text: string; readonly tone: string }[] {
  const room = sizes.card - 2 * sizes.padding;
  const placed: { x: number; width: number; text: string; tone: string }[] = [];
  let x = 0;
  for (const { text, tone } of card.badges.slice(0, 4)) {
    const shown = fit(text, room - 12, sizes.badge);
    const width = textWidth(shown, sizes.badge) + 10;
    if (x + width > room) break;
    placed.push({ x, width, text: shown, tone });
    x += width + 4;
  }
  return placed;
}
