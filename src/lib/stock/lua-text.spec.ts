import { luaText } from './lua-text.js';

describe('luaText', () => {
  it.each([
    ['', `''`],
    ['stock_1', `'stock_1'`],
    [`$.doc["a'b"]`, `'\\036\\046doc\\091\\034a\\039b\\034\\093'`],
    ['\\\n]]1', `'\\092\\010\\093\\0931'`],
    ['é𝄞', `'\\195\\169\\240\\157\\132\\158'`],
  ])('writes %j as %s', (text, lua) => {
    expect(luaText(text)).toBe(lua);
  });
});
