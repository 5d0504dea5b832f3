/** What canvases are painted with; the page's own colours are in styles/base.css. */
export const chartColours = {
  light: {
    ink: '#16202e',
    soft: '#4a5768',
    line: '#d5dce5',
    curve: '#0b5cad',
    band: 'rgba(11, 92, 173, 0.18)',
    limit: '#c8102e',
    panel: '#ffffff',
  },
  dark: {
    ink: '#e8eef5',
    soft: '#a7b4c4',
    line: '#2a3646',
    curve: '#6bb3ff',
    band: 'rgba(107, 179, 255, 0.22)',
    limit: '#ff7a7e',
    panel: '#1b2532',
  },
} as const;
