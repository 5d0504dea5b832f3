import { Modal, type ModalProps } from 'antd';
import { useRef } from 'react';

/** Where typing goes first: the chosen radio, a field, or the first control there is. */
const firstField = 'input:checked, textarea, input, [role="combobox"]';

/**
 * A dialog in front of the page. The page itself never scrolls (its parts do), so nothing needs locking, and no style
 * is written that the content security policy would refuse.
 */
export const Dialog = ({ children, ...props }: ModalProps) => {
  const body = useRef<HTMLDivElement>(null);
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
