/** Imports one module in a fresh process and prints how long that took, in milliseconds. */
const [module] = process.argv.slice(2);
if (module === undefined) throw new Error('Name the module to import.');
const began = performance.now();
await import(module);
process.stdout.write(String(performance.now() - began));
// Clients and timers of the module must not keep the process.
process.exit(0);
