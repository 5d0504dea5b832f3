/** A CAP alert as XML. */
import { create } from 'xmlbuilder2';
import type { CapNode } from '../core/cap/build.ts';

export const capNamespace = 'urn:oasis:names:tc:emergency:cap:1.2';

type Element = ReturnType<typeof create>;

const add = (parent: Element, nodes: readonly CapNode[]): void => {
  for (const [name, value] of nodes) {
    const element = parent.ele(name);
    if (typeof value === 'string') element.txt(value);
    else add(element, value);
  }
};

/** Characters that XML cannot hold become `?`: names are typed by people. */
export const renderCap = (alert: readonly CapNode[]): string => {
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '?' }).ele(capNamespace, 'alert');
  add(root, alert);
  return root.doc().end({ prettyPrint: false });
};
