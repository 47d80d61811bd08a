// For tsc: the bundle of PyScript's module, as generator/runtime/bundling.py makes it.
export const hooks: { worker: Record<string, Set<unknown>> };
