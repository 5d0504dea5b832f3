/** The names of the tests that stand in a file, as they are written there. */

/** The end of the text in quotes that begins at `start`, just behind its closing quote. */
const endOfText = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== text[start]) at += text[at] === '\\' ? 2 : 1;
  return at + 1;
};

/** The end of the brackets that open at `start`; what stands in quotes opens and closes nothing. */
const endOfBrackets = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if ('\'"`'.includes(sign)) at = endOfText(text, at) - 1;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
};

const withoutRemarks = (text: string): string => text.replace(/^\s*(\/\/|\/?\*).*$/gm, '');

export const testNames = (source: string): string[] => {
  const text = withoutRemarks(source);
  const names: string[] = [];
  for (const found of text.matchAll(/(?<![\w.$])(?:it|test)(\.each)?(?=[(`])/g)) {
    const after = found.index + found[0].length;
    const rows = found[1] === undefined ? after : text[after] === '`' ? endOfText(text, after) : endOfBrackets(text, after);
    const opened = /^\s*\(\s*/.exec(text.slice(rows, rows + 200));
    if (!opened) continue;
    const start = rows + opened[0].length;
    if (!'\'"`'.includes(text[start] ?? ' ')) continue;
    names.push(text.slice(start + 1, endOfText(text, start) - 1).replace(/\\(.)/g, '$1'));
  }
  return names;
};
