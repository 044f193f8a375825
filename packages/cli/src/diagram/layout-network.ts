import { boxHeight, nameLines } from "./box.js";
import type { Subnet, Vpc } from "./model.js";
import { sizes, type Box, type Caption, type Region, type Scene } from "./scene.js";
import { fit } from "./text.js";

const MARGIN = 18;
const TITLE = 40;
const GAP = 14;
const SUBNET_HEAD = 34;

/** A VPC: its zones side by side, their subnets below each other, in each subnet what runs there. */
export function networkPage(vpc: Vpc, id: string): Scene {
  const across = Math.max(1, ...vpc.zones.flatMap(({ subnets }) => subnets.map(cardsAcross)));
  const top = MARGIN + TITLE + 34 + vpc.notes.length * 14;
  let x = MARGIN + 16;
  const zones = vpc.zones.map((zone) => {
    const placed = placeZone(zone, x, top, across, vpc.zones.length > 1 ? 1 : 2);
    x += placed.region.width + GAP;
    return placed;
  });
  const bottom = Math.max(top, ...zones.map(({ region }) => region.y + region.height));
  const frame: Region = {
    kind: "network",
    title: fit(vpc.title, x - MARGIN - 40, 13, true),
    subtitle: vpc.title,
    x: MARGIN,
    y: MARGIN + TITLE,
    width: x - MARGIN,
    height: bottom - MARGIN - TITLE + 16,
  };
  const headings = vpc.notes.map((text, index): Caption => ({
    x: MARGIN + 14,
    y: MARGIN + TITLE + 38 + index * 14,
    text: fit(text, x - MARGIN - 40, sizes.detail),
  }));
  return {
    id,
    title: "Network",
    width: x + MARGIN,
    height: bottom + 16 + MARGIN,
    regions: [frame, ...zones.map(({ region }) => region), ...zones.flatMap(({ subnets }) => subnets)],
    headings,
    boxes: zones.flatMap(({ boxes }) => boxes),
    arrows: [],
  };
}

/** Cards side by side in a subnet. */
function cardsAcross({ cards }: Subnet): number {
  return cards.length > 12 ? 3 : cards.length > 3 ? 2 : 1;
}

/** The subnets of a zone, in two columns where they are narrow and many. */
function placeZone({ title, subnets }: Vpc["zones"][number], x: number, top: number, across: number, most: number) {
  const inner = across * (sizes.card + sizes.gap) + 10;
  const columns = across === 3 ? 1 : Math.min(most, subnets.length);
  const bottoms = Array.from({ length: columns }, () => top + 30);
  const placed = subnets.map((subnet, index) => {
    const column = index % columns;
    const y = bottoms[column] ?? top;
    const part = placeSubnet(subnet, x + GAP + column * (inner + GAP), y, inner, across);
    bottoms[column] = y + part.region.height + 12;
    return part;
  });
  const width = columns * (inner + GAP) + GAP;
  const region: Region = {
    kind: "zone",
    title: fit(title, width - 20, sizes.name, true),
    subtitle: "",
    x,
    y: top,
    width,
    height: Math.max(...bottoms) - top,
  };
  return { region, subnets: placed.map((part) => part.region), boxes: placed.flatMap(({ boxes }) => boxes) };
}

function placeSubnet(subnet: Subnet, x: number, y: number, width: number, across: number) {
  const bottoms = Array.from({ length: across }, () => y + SUBNET_HEAD);
  const boxes = subnet.cards.map((card, index): Box => {
    const column = index % across;
    const name = nameLines(card);
    const box = {
      id: `${subnet.title}:${card.id}`,
      card,
      name,
      x: x + 12 + column * (sizes.card + sizes.gap),
      y: bottoms[column] ?? y,
      width: sizes.card,
      height: boxHeight(card, name.length, 0),
    };
    bottoms[column] = box.y + box.height + 10;
    return box;
  });
  const region: Region = {
    kind: "subnet",
    title: fit(subnet.title, width - 120, sizes.name, true),
    subtitle: subnet.details.join(", "),
    x,
    y,
    width,
    height: Math.max(...bottoms) - y + 2,
  };
  return { region, boxes };
}
