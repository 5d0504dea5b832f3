/** QR codes as SVG: sharp at any size, and a picture from the same drawing where a format takes no SVG. */
import QRCode from 'qrcode';

/** Modules of white around the code (ISO/IEC 18004 asks for four). */
const quiet = 4;

/** M: readable with 15 % of it lost, a stamp or a crease on paper. */
export const qrSvg = (text: string): string => {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const side = modules.size + 2 * quiet;
  let path = '';
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x)) path += `M${x + quiet} ${y + quiet}h1v1h-1z`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side}" height="${side}"><rect width="${side}" height="${side}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
};
