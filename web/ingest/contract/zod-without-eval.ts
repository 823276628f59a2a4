import { z } from 'zod';

// The pages' content policy forbids eval, and zod tries it when a schema is made unless told not to.
z.config({ jitless: true });
