import './no-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './styles/base.css';
import './styles/shell.css';
import './styles/board.css';
import './styles/pages.css';
import './styles/hazards.css';
import './styles/office.css';
import './styles/duty.css';
import './styles/rota.css';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

// A Chinese typeface for machines that have none; browsers read only the slices they lack, after the first paint.
void import('./styles/fonts.ts');

const { startOffline } = await import('./offline/start.ts');
startOffline();
