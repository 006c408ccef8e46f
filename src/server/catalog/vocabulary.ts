/** Words of generated products: things by department and group, with what they are told by. */
export const DEPARTMENTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Audio: {
    Headphones: ['over-ear headphones', 'in-ear headphones', 'gaming headset', 'sleep earbuds'],
    Speakers: ['bookshelf speaker', 'portable speaker', 'soundbar', 'party speaker'],
    Recording: ['condenser microphone', 'audio interface', 'field recorder', 'pop filter'],
  },
  Computers: {
    Keyboards: ['mechanical keyboard', 'wireless keyboard', 'compact keyboard', 'number pad'],
    Mice: ['gaming mouse', 'vertical mouse', 'trackball', 'mouse mat'],
    Storage: ['portable drive', 'memory card', 'flash drive', 'drive enclosure'],
    Cables: ['charging cable', 'display cable', 'network cable', 'docking station'],
  },
  Kitchen: {
    Cookware: ['frying pan', 'saucepan', 'casserole', 'wok'],
    Knives: ['chef knife', 'bread knife', 'paring knife', 'sharpening stone'],
    Coffee: ['coffee grinder', 'moka pot', 'pour-over set', 'milk frother'],
    Storage: ['storage jar', 'lunch box', 'water bottle', 'vacuum flask'],
  },
  Home: {
    Lighting: ['desk lamp', 'floor lamp', 'pendant light', 'night light'],
    Textiles: ['linen curtain', 'wool blanket', 'cotton towel', 'cushion cover'],
    Furniture: ['side table', 'book shelf', 'office chair', 'shoe rack'],
  },
  Garden: {
    Tools: ['hand trowel', 'pruning shears', 'garden hose', 'rake'],
    Outdoor: ['parasol', 'fire bowl', 'hammock', 'garden chair'],
  },
  Sports: {
    Running: ['running shoes', 'running belt', 'heart rate monitor', 'rain jacket'],
    Cycling: ['bike helmet', 'bike light', 'cycling gloves', 'floor pump'],
    Camping: ['two-person tent', 'sleeping bag', 'camping stove', 'head torch'],
  },
  Clothing: {
    Tops: ['merino shirt', 'linen shirt', 'hooded sweater', 'fleece jacket'],
    Bottoms: ['slim jeans', 'hiking trousers', 'cotton shorts', 'leggings'],
    Accessories: ['leather belt', 'wool beanie', 'silk scarf', 'canvas bag'],
  },
  Toys: {
    Building: ['building set', 'marble run', 'train set', 'magnet tiles'],
    Games: ['board game', 'card game', 'puzzle', 'dice set'],
  },
  Beauty: {
    Skin: ['face cream', 'sun lotion', 'hand balm', 'cleansing gel'],
    Hair: ['shampoo bar', 'hair dryer', 'styling comb', 'beard oil'],
  },
  Office: {
    Writing: ['fountain pen', 'gel pen', 'pencil case', 'highlighter set'],
    Paper: ['notebook', 'sketch pad', 'desk planner', 'sticky notes'],
  },
};

export const ADJECTIVES = [
  ...[
    'classic',
    'compact',
    'light',
    'sturdy',
    'quiet',
    'foldable',
    'slim',
    'soft',
    'warm',
    'bright',
    'rugged',
    'smart',
  ],
  ...['travel', 'everyday', 'premium', 'recycled', 'hand-made', 'waterproof', 'adjustable', 'ergonomic', 'modular'],
];

export const QUALITIES = [
  ...[
    'keeps its shape after years of use',
    'fits into every bag',
    'is made from recycled material',
    'weighs very little',
  ],
  ...['comes with a spare part', 'is easy to clean', 'works without tools', 'stays cool to the touch', 'is repairable'],
  ...['has a five-year guarantee', 'was tested outdoors', 'needs no batteries', 'charges over USB-C', 'folds flat'],
  ...[
    'is dishwasher safe',
    'resists scratches',
    'feels soft on the skin',
    'holds firmly',
    'saves space',
    'looks timeless',
  ],
];

export const PURPOSES = [
  ...[
    'long journeys',
    'small flats',
    'rainy days',
    'beginners',
    'large families',
    'night shifts',
    'the weekend',
    'guests',
  ],
  ...[
    'the garden',
    'the workshop',
    'a quiet evening',
    'the office',
    'the beach',
    'winter',
    'summer',
    'school',
    'studios',
  ],
];

export const MATERIALS = [
  ...[
    'oak',
    'steel',
    'aluminium',
    'cotton',
    'linen',
    'wool',
    'bamboo',
    'glass',
    'silicone',
    'leather',
    'cork',
    'nylon',
  ],
];

export const COLORS = [
  ...['black', 'white', 'grey', 'navy', 'blue', 'red', 'green', 'olive', 'sand', 'brown', 'orange', 'yellow', 'pink'],
  ...['purple', 'teal', 'silver', 'gold', 'cream', 'mint', 'coral'],
];

export const SIZES = ['XS', 'S', 'M', 'L', 'XL', 'XXL'];

const SYLLABLES = [
  'nor',
  'vel',
  'ka',
  'mi',
  'tor',
  'lum',
  'bra',
  'sen',
  'ol',
  'fer',
  'da',
  'ri',
  'quo',
  'zen',
  'hal',
  'pim',
];
const ENDINGS = ['ia', 'on', 'ex', 'um', 'ley', 'mark', 'werk', 'ström', 'ella', 'co', 'and', 'é'];

/** 192 made-up brands. */
export const BRANDS = SYLLABLES.flatMap((first, index) =>
  ENDINGS.map((ending, turn) => {
    const second = SYLLABLES[(index + turn + 1) % SYLLABLES.length] ?? '';
    const name = `${first}${second}${ending}`;
    return name.charAt(0).toUpperCase() + name.slice(1);
  }),
);

/** 120 tags. */
export const TAGS = [
  ...[
    'gift',
    'new',
    'sale',
    'eco',
    'bestseller',
    'vegan',
    'travel',
    'limited',
    'repairable',
    'local',
    'handmade',
    'set',
  ],
  ...Array.from({ length: 108 }, (_, index) => `theme-${index + 1}`),
];
