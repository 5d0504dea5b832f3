/**
 * Runs in a worker thread: laying out a long document takes some tenths of a second, and no alarm may wait for it.
 * Plain JavaScript, so that it starts alike from sources and from the build.
 */
import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import { giveWay } from '../give-way.js';

giveWay();

pdfmake.setFonts(workerData.fonts);
// A document is made of what it is given and of these fonts; it fetches nothing and opens no other file.
pdfmake.setUrlAccessPolicy(() => false);
const files = new Set(Object.values(workerData.fonts).flatMap((font) => Object.values(font)));
pdfmake.setLocalAccessPolicy((file) => files.has(file));

/** A heading (level 1) is not left alone at the foot of a page, without a line of its text (level 2). */
const isOrphan = (node, nodes) => node.headlineLevel === 1 && !nodes.getFollowingNodesOnPage().some(({ headlineLevel }) => headlineLevel === 2);

const print = async ({ id, question: { definition, foot } }) => {
  try {
    const footer = (page, pages) => ({ text: `${foot}第 ${page} 页，共 ${pages} 页`, alignment: 'center', fontSize: 9, margin: [0, 20, 0, 0] });
    const answer = await pdfmake.createPdf({ ...definition, footer, pageBreakBefore: isOrphan }).getBuffer();
    parentPort.postMessage({ id, answer });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
};

parentPort?.on('message', (asked) => void print(asked));
