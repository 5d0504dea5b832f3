/** PDF of a page, laid out in a thread of its own. */
import type { Paper } from '../core/documents/paper.ts';
import { createThread } from '../thread.ts';
import { fontFiles } from './fonts.ts';
import { pageOf } from './pdf-page.ts';

export interface PdfPress {
  print(paper: Paper): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Page {
  readonly definition: ReturnType<typeof pageOf>;
  readonly foot: string;
}

export const createPdfPress = (): PdfPress => {
  const thread = createThread<Page, Uint8Array>(new URL('./pdf-worker.js', import.meta.url), { fonts: fontFiles });
  return {
    print: (paper) => thread.ask({ definition: pageOf(paper), foot: paper.draft ? '【草稿】　' : `${paper.number}　` }),
    close: () => thread.close(),
  };
};
