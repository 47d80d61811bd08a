// PyScript's worker imports this file as its interpreter. It only passes on what Pyodide and worker.js have
// defined in front of PyScript's own code.
export const { version } = globalThis.pyodide;
export const loadPyodide = (/** @type {PyodideOutput} */ options) => globalThis.bootPython(options);
