import { Modal, type ModalProps } from 'antd';
import { useEffect, useRef, useState } from 'react';

/** Where typing goes first: the chosen radio, a field, or the first control there is. */
const firstField = 'input:checked, textarea, input, [role="combobox"]';

/**
 * A dialog in front of the page. The page itself never scrolls (its parts do), so nothing needs locking, and no style
 * is written that the content security policy would refuse.
 */
export const Dialog = ({ children, ...props }: ModalProps) => {
  const body = useRef<HTMLDivElement>(null);
  const [before] = useState(() => document.activeElement);
  // A dialog taken away as a whole gives the focus back to where it was, as one that is closed does by itself.
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
  return (
    <Modal
      {...props}
      scrollLock={false}
      destroyOnHidden
      afterOpenChange={(open) => {
        if (open) body.current?.querySelector<HTMLElement>(firstField)?.focus();
      }}
    >
      <div ref={body}>{children}</div>
    </Modal>
  );
};
