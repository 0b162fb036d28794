// Stands where a workspace has Prisma's command line installed, and hands over to the process that runs it for all.
const { createConnection } = require('node:net');

const socket = createConnection(process.env.RESIDENT_PRISMA);
socket.end(`${JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env: process.env })}\n`);
let answer = '';
socket.setEncoding('utf8').on('data', (text) => {
  answer += text;
});
socket.on('end', () => {
  const { exitCode, stdout, stderr } = JSON.parse(answer);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
});
