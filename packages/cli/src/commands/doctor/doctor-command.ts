import type { DoctorReport } from '@prisma-orchestrate/core';
import { doctor } from '@prisma-orchestrate/core/operations/doctor';
import { defineCommand } from '../../command.js';
import { renderDoctor } from '../../render/render-doctor.js';

interface DoctorFlags {
  readonly offline?: boolean;
  readonly timeout?: number;
}

export const doctorCommand = defineCommand<DoctorFlags, DoctorReport>({
  call: async ({ offline, timeout }, { run }) =>
    doctor({ ...(await run()), offline, timeoutMs: timeout === undefined ? undefined : timeout * 1000 }),
  succeeded: ({ isHealthy }) => isHealthy,
  render: renderDoctor,
});
