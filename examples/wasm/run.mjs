// Runs the module that is named by the first argument and prints what its layers wrote: node run.mjs wasm.wasm
import { readFile } from "node:fs/promises";

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]));
const start = instance.exports.run();
const bytes = new Uint8Array(instance.exports.memory.buffer, start, instance.exports.written());
process.stdout.write(new TextDecoder().decode(bytes));
