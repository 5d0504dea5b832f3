/** The form fields of the hazard table carry schemas; the content security policy refuses the code such schemas would make of themselves. */
import { config } from 'zod/v4/core';

config({ jitless: true });
