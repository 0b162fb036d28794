// Loaded into Prisma's command before anything else: it uses its WebAssembly for moments, and compiling that again, for
// speed, takes longer than it gains. A flag on the command line would end a Node that does not know it any more.
import v8 = require('node:v8');

v8.setFlagsFromString('--liftoff-only');
