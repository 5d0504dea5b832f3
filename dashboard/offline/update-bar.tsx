import { Button } from 'antd';
import { useState } from 'react';
import { useWords } from '../i18n/language.tsx';
import { takeUpdate, useUpdateWaiting } from './worker.ts';
import '../styles/phone.css';

/** A new version is there: taken when somebody says so. */
export const UpdateBar = () => {
  const words = useWords();
  const ready = useUpdateWaiting();
  const [later, setLater] = useState(false);
  if (!ready || later) return null;
  return (
    <div className="update-bar" role="status">
      <span>{words.app.update}</span>
      <Button type="primary" onClick={takeUpdate}>
        {words.app.reload}
      </Button>
      <Button onClick={() => setLater(true)}>{words.app.later}</Button>
    </div>
  );
};
