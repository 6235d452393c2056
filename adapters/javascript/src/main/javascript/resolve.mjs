// Lets agents import '@joch/runtime' without an installation of it.

const RUNTIME = new URL('./index.mjs', import.meta.url).href;

export async function resolve(specifier, context, next) {
  return specifier === '@joch/runtime' ? { url: RUNTIME, shortCircuit: true } : next(specifier, context);
}
