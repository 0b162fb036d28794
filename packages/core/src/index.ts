export { OrchestrateError } from './errors.js';
