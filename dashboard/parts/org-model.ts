/** The organisation as a tree, and the QR code as a drawing. Pure. */
import { type Org, orgKinds } from '../../services/contracts/place.ts';

export interface OrgNode {
  readonly org: Org;
  readonly below: readonly OrgNode[];
}

const byKindAndName = (a: Org, b: Org): number =>
  orgKinds.indexOf(a.kind) - orgKinds.indexOf(b.kind) || a.name.localeCompare(b.name, 'zh-CN');

/** Roots are those whose superior is not among them: a person sees their own branch only. */
export const treeOf = (orgs: readonly Org[]): OrgNode[] => {
  const ids = new Set(orgs.map(({ id }) => id));
  const nodesBelow = (parent: string | null): OrgNode[] =>
    orgs
      .filter((org) => (org.parent !== null && ids.has(org.parent) ? org.parent : null) === parent)
      .toSorted(byKindAndName)
      .map((org) => ({ org, below: nodesBelow(org.id) }));
  return nodesBelow(null);
};

/** Of the server's SVG only what draws: the size of its grid and the dark modules. Nothing else of it enters the page. */
export const drawingOf = (svg: string): { readonly viewBox: string; readonly path: string } | null => {
  const viewBox = /viewBox="([\d. ]+)"/.exec(svg)?.[1];
  const path = /<path stroke="[^"]*" d="([^"]+)"/.exec(svg)?.[1];
  return viewBox === undefined || path === undefined ? null : { viewBox, path };
};
